import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { isCompanion, referringFormat } from '../../manifests/meshes/files.ts';
import { references } from '../../manifests/meshes/references.ts';
import type { Reference } from '../../manifests/meshes/references.ts';

/** Beyond this, a file names things for another purpose than to be read with them. */
const MAX_REFERENCES = 10_000;

/** The files of a folder, looked up as those who wrote references meant them; its folders are read when first needed. */
export class FolderFiles {
  readonly root: string;
  readonly #entries = new Map<string, Promise<Dirent[]>>();

  constructor(root: string) {
    this.root = root;
  }

  /**
   * The path below the root of the file that a reference in the file `from` leads to. Undefined where there is none, where it lies
   * outside of the folder, and where the way there is hidden or leads over a link. Backslashes, percent signs, letter case and
   * the forms of Unicode are forgiven; of an absolute path of another machine, its last part may lie beside the file.
   */
  async find(reference: string, from: string): Promise<string | undefined> {
    for (const spelling of spellings(reference)) {
      const path = posix.normalize(posix.join(posix.dirname(from), spelling));
      if (path.startsWith('..') || posix.isAbsolute(path) || path.includes('\0')) continue;
      const found = await this.#walk(path.split('/'));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #walk(parts: readonly string[]): Promise<string | undefined> {
    let path = '';
    for (const [i, part] of parts.entries()) {
      const last = i === parts.length - 1;
      const entries = (await this.#list(path)).filter((entry) => (last ? entry.isFile() : entry.isDirectory()));
      const entry = entries.find(({ name }) => name === part) ?? entries.find(({ name }) => alike(name, part));
      if (!entry || entry.name.startsWith('.')) return undefined;
      path = posix.join(path, entry.name);
    }
    return path;
  }

  #list(path: string): Promise<Dirent[]> {
    const known = this.#entries.get(path);
    if (known) return known;
    const listing = readdir(join(this.root, path), { withFileTypes: true }).catch(() => []);
    this.#entries.set(path, listing);
    return listing;
  }
}

/**
 * What a mesh refers to within a folder, and what that refers to in turn, as paths below the folder. What is not there
 * is left out: whoever reads the mesh says so.
 */
export async function companionsOf(main: string, files: FolderFiles): Promise<string[]> {
  const found = new Set([main]);
  // Grows while it is gone through.
  for (const file of found) {
    const format = referringFormat(file);
    if (!format) continue;
    let count = 0;
    const bytes = createReadStream(join(files.root, file), { highWaterMark: 1024 * 1024 });
    for await (const reference of references(format, bytes)) {
      if (++count > MAX_REFERENCES) break;
      const companion = await firstThere(reference, file, files);
      if (companion !== undefined) found.add(companion);
    }
  }
  found.delete(main);
  return [...found].toSorted();
}

async function firstThere(reference: Reference, from: string, files: FolderFiles): Promise<string | undefined> {
  for (const name of reference) {
    const found = await files.find(name, from);
    if (found !== undefined && isCompanion(found)) return found;
  }
  return undefined;
}

function spellings(reference: string): string[] {
  const slashed = reference.replaceAll('\\', '/');
  const decoded = percentDecoded(slashed);
  const relative = [slashed, decoded].filter((path) => !/^(\/|[a-z][a-z\d+.-]*:)/i.test(path));
  return [...new Set(relative.length > 0 ? relative : [basename(slashed), basename(decoded)])];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const alike = (a: string, b: string): boolean => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
