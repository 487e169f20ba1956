import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** What to spawn, with these arguments before one's own. */
export interface Program {
  path: string;
  args: readonly string[];
}

let vips: Promise<Program | undefined> | undefined;

/**
 * The `vips` program of the system, in such a way that the kernel kills it when this process ends, by whatever cause;
 * looked for once. Undefined where it, or what does that, is missing.
 */
export function findVips(): Promise<Program | undefined> {
  vips ??= Promise.all([findProgram('vips'), findProgram('setpriv')]).then(([path, setpriv]) =>
    path !== undefined && setpriv !== undefined && process.platform === 'linux'
      ? { path: setpriv, args: ['--pdeathsig', 'KILL', '--no-new-privs', '--', path] }
      : undefined,
  );
  return vips;
}

async function findProgram(name: string): Promise<string | undefined> {
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
