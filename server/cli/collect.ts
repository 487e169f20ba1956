import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { InvalidError } from '../../manifests/errors.ts';

/** What one argument of `add` becomes: an object with its files in order. */
export interface Collected {
  /** Absolute path of the file or folder. */
  source: string;
  label: string;
  files: { path: string; name: string }[];
}

/** Left behind by file managers; nobody means them. */
const LITTER = new Set(['thumbs.db', 'desktop.ini']);

const NATURAL = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** `page 2` before `page 10`, the same on every machine. */
export const inNaturalOrder = (a: string, b: string): number => NATURAL.compare(a, b) || (a < b ? -1 : 1);

/** A file, or a folder with all files below it. Hidden files and links are left out. Throws InvalidError. */
export async function collect(argument: string): Promise<Collected> {
  const source = resolve(argument);
  const found = await stat(source).catch((cause: Error) => {
    throw new InvalidError(`${argument} cannot be added: ${cause.message}`, { cause });
  });
  if (!found.isDirectory()) {
    const name = basename(source);
    return { source, label: basename(name, extname(name)), files: [{ path: source, name }] };
  }
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: path.slice(source.length + 1) }))
    .filter(
      ({ name }) =>
        !name.split(/[\\/]/).some((part) => part.startsWith('.')) && !LITTER.has(basename(name).toLowerCase()),
    )
    .toSorted((a, b) => inNaturalOrder(a.name, b.name));
  if (files.length === 0) throw new InvalidError(`${argument} holds no files, so nothing can be added from it`);
  return { source, label: basename(source), files };
}
