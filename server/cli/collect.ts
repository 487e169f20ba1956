import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, posix, resolve, sep } from 'node:path';
import { InvalidError } from '../../manifests/errors.ts';
import { isMesh } from '../../manifests/meshes/files.ts';
import type { Packed } from '../../manifests/meshes/pack.ts';
import { FolderFiles, companionsOf } from './companions.ts';

/** What one argument of `add` becomes: an object with its files in order. */
export interface Collected {
  /** Absolute path of the file or folder. */
  source: string;
  label: string;
  files: CollectedFile[];
}

export interface CollectedFile {
  path: string;
  name: string;
  /** The file and what it refers to, which become one original together. */
  pack?: Packed[];
}

/** Left behind by file managers; nobody means them. */
const LITTER = new Set(['thumbs.db', 'desktop.ini']);

const NATURAL = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `page 2` before `page 10`, the same on every machine. */
export const inNaturalOrder = (a: string, b: string): number => NATURAL.compare(a, b) || (a < b ? -1 : 1);

/**
 * A file, or a folder with all files below it. Hidden files and links are left out. A mesh takes the materials and
 * pictures with it that it refers to, which are then no files of their own: for a file they are sought beside it and
 * below, for a folder in all of it. Throws InvalidError.
 */
export async function collect(argument: string): Promise<Collected> {
  const source = resolve(argument);
  const found = await stat(source).catch((cause: Error) => {
    throw new InvalidError(`${argument} cannot be added: ${cause.message}`, { cause });
  });
  if (!found.isDirectory()) {
    const name = basename(source);
    const files = await packed([name], dirname(source));
    return { source, label: basename(name, extname(name)), files };
  }
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1))
    .filter(
      (name) => !name.split(/[\\/]/).some((part) => part.startsWith('.')) && !LITTER.has(basename(name).toLowerCase()),
    )
    .toSorted(inNaturalOrder);
  if (names.length === 0) throw new InvalidError(`${argument} holds no files, so nothing can be added from it`);
  return { source, label: basename(source), files: await packed(names, source) };
}

/** The files of these names below the root, meshes with what they refer to. */
async function packed(names: readonly string[], root: string): Promise<CollectedFile[]> {
  const files = new FolderFiles(root);
  const taken = new Set<string>();
  const collected: CollectedFile[] = [];
  for (const name of names) {
    const main = name.split(sep).join('/');
    const companions = isMesh(name) ? await companionsOf(main, files) : [];
    companions.forEach((companion) => taken.add(companion));
    collected.push(
      companions.length === 0 ? { path: join(root, name), name } : asPack(root, name, [main, ...companions]),
    );
  }
  return collected.filter(({ name, pack }) => pack || isMesh(name) || !taken.has(name.split(sep).join('/')));
}

/** Named below the deepest folder that holds them all, so that every reference leads where it did. */
function asPack(root: string, name: string, paths: readonly string[]): CollectedFile {
  const folders = paths.map((path) => posix.dirname(path).split('/'));
  const [first = []] = folders;
  const shared = first.findIndex((part, i) => part === '.' || folders.some((folder) => folder[i] !== part));
  const cut = first.slice(0, shared < 0 ? first.length : shared).join('/').length;
  const pack = paths.map((path) => ({ path: join(root, path), name: path.slice(cut === 0 ? 0 : cut + 1) }));
  return { path: join(root, name), name: `${name.slice(0, name.length - extname(name).length)}.zip`, pack };
}
