import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../errors.ts';
import { isAlive } from '../processes.ts';
import { asUser } from './user.ts';
import type { ProcessUser } from './user.ts';

const run = promisify(execFile);

export const USER = 'vitrine';
const MAJOR_VERSION = '18';
const PASSWORD = 'vitrine.password';

/**
 * Makes the cluster where there is none: under another name, renamed when it is complete, so that a start that is
 * killed or meets another one leaves a whole cluster or none. Throws StartError.
 */
export async function initialise(cluster: string, initdb: string, user: ProcessUser): Promise<void> {
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    if (version.trim() === MAJOR_VERSION) return;
    throw new StartError(
      `${cluster} is of PostgreSQL ${version.trim()}, this program brings ${MAJOR_VERSION}. ` +
        `Dump it with the version that made it, or set DATABASE_URL to a server of that version.`,
    );
  }
  const folder = dirname(cluster);
  await removeAbandoned(folder, basename(cluster));
  const fresh = `${cluster}.${process.pid}.${randomBytes(4).toString('hex')}.new`;
  const passwordFile = `${fresh}.password`;
  const password = randomBytes(24).toString('base64url');
  try {
    await mkdir(fresh, { mode: 0o700 });
    await writeFile(passwordFile, password, { mode: 0o600 });
    for (const path of [fresh, passwordFile]) await own(path, user);
    await runInitdb(initdb, fresh, passwordFile, user);
    const kept = join(fresh, PASSWORD);
    await rename(passwordFile, kept);
    await chmod(kept, 0o600);
    await rename(fresh, cluster).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(fresh, { force: true, recursive: true });
  }
}

export async function readPassword(cluster: string): Promise<string> {
  return readFile(join(cluster, PASSWORD), 'utf8').catch((cause: Error) => {
    throw new StartError(`The password of the embedded PostgreSQL cannot be read: ${cause.message}`, { cause });
  });
}

async function runInitdb(initdb: string, cluster: string, passwordFile: string, user: ProcessUser): Promise<void> {
  const flags = [
    `--pgdata=${cluster}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // Its default here is SQL_ASCII, in which Greek has no lower case and no trigrams.
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
  ];
  try {
    const { file, args, options } = asUser(user, initdb, flags);
    await run(file, args, { ...options, env: { ...process.env, LC_ALL: 'C' }, cwd: '/' });
  } catch (cause) {
    const { stderr, message } = cause as { stderr?: string; message: string };
    const reason = stderr?.trim().split('\n').at(-1) || message;
    const asWhom =
      user.identity === undefined ? '' : ` as user ${user.identity.uid}, since PostgreSQL does not run as root,`;
    throw new StartError(
      `The embedded PostgreSQL cannot be made${asWhom} in ${cluster}: ${reason}. ` +
        `Choose a data folder that this user can reach, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** Deletes what starts that were killed have left. */
async function removeAbandoned(folder: string, name: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    const pid = entry.startsWith(`${name}.`) ? /\.(\d+)\.[\da-f]+\.new(\.password)?$/.exec(entry)?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, entry), { recursive: true, force: true });
  }
}

async function own(path: string, { identity, byNameOnly }: ProcessUser): Promise<void> {
  if (identity && !byNameOnly) await chown(path, identity.uid, identity.gid);
}
