import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** What to spawn, with these arguments before one's own. */
export interface Program {
  path: string;
  args: readonly string[];
}

const programs = new Map<string, Promise<Program | undefined>>();

/**
 * A program of the system, in such a way that the kernel kills it when this process ends, by whatever cause; looked for
 * once. Undefined where it, or what does that, is missing.
 */
export function findProgram(name: string): Promise<Program | undefined> {
  const found =
    programs.get(name) ??
    Promise.all([search(name), search('setpriv')]).then(([path, setpriv]) =>
      path !== undefined && setpriv !== undefined && process.platform === 'linux'
        ? { path: setpriv, args: ['--pdeathsig', 'KILL', '--no-new-privs', '--', path] }
        : undefined,
    );
  programs.set(name, found);
  return found;
}

/** The program of libvips, which decodes and encodes what sharp's own libvips is built without. */
export function findVips(): Promise<Program | undefined> {
  return findProgram('vips');
}

async function search(name: string): Promise<string | undefined> {
  // Relative folders in PATH are left aside: the working folder is not ours to trust.
  for (const folder of (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute)) {
    const path = join(folder, name);
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}
