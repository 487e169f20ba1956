import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openCatalogue } from '../manifests/catalogue/open.ts';
import { openEmbedded } from '../manifests/postgres/embedded.ts';

const run = promisify(execFile);
/** What a cluster is made by. */
const MAKERS = ['../manifests/postgres/', '../manifests/catalogue/migrations/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);
/** Has the version of PostgreSQL. */
const PACKAGE = fileURLToPath(new URL('../package.json', import.meta.url));

/**
 * Gives a data folder a PostgreSQL of its own by copying one that was made before, by the program itself: a tenth of a second instead of
 * one and a half. Does nothing on systems that cannot copy whose a file is.
 */
export async function copyCluster(data: string): Promise<void> {
  if (process.platform === 'win32') return;
  // Once for all tests of this process.
  const made = await (cluster ??= findOrMake());
  await mkdir(data);
  await run('cp', ['-pR', join(made, 'postgres'), join(data, 'postgres')]);
}

let cluster: Promise<string> | undefined;

/** Under another name, renamed when it is complete: several test files may do so at once. */
async function findOrMake(): Promise<string> {
  const path = join(tmpdir(), `vitrine-cluster-${userInfo().username}-${await fingerprint()}`);
  if (await isThere(path)) return path;
  const fresh = `${path}.${process.pid}`;
  {
    await using database = await openEmbedded(fresh);
    await (await openCatalogue(database.url)).destroy();
  }
  await rename(fresh, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  await rm(fresh, { recursive: true, force: true });
  return path;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(PACKAGE));
  for (const folder of MAKERS)
    for (const name of (await readdir(folder)).toSorted()) hash.update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
