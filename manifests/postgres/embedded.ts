import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { StartError } from '../errors.ts';
import { isAlive } from '../processes.ts';
import { findBinaries } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { asUser, chooseUser } from './user.ts';
import type { ProcessUser } from './user.ts';
import { USER, initialise, readPassword } from './initialise.ts';

const START_SECONDS = 60;
const RETRY_MS = 50;
const MAX_STARTS = 3;
const RESTART_MS = 250;
/** First key of the advisory lock that says "somebody uses this server"; shared by its users. */
const USERS_LOCK = 0x7669_7472;

export interface Database extends AsyncDisposable {
  /** Connection string. */
  url: string;
}

/**
 * The PostgreSQL server of a data folder, initialised and started when it is not, found and shared when it runs:
 * by another of our processes, or as an orphan of one that was killed. Every user holds a shared advisory lock; the
 * last one out stops the server.
 */
export async function openEmbedded(dataFolder: string): Promise<Database> {
  const cluster = join(dataFolder, 'postgres');
  await mkdir(dataFolder, { recursive: true });
  const binaries = await findBinaries();
  const user = await chooseUser(dataFolder, cluster, Object.values(binaries));
  await initialise(cluster, binaries.initdb, user);
  const password = await readPassword(cluster);
  const { url, session } = await connectOrStart(cluster, password, binaries, user);
  return {
    url,
    async [Symbol.asyncDispose]() {
      const last = await leave(session);
      await session.end().catch(() => undefined);
      if (last) await stop(cluster);
    },
  };
}

interface Connected {
  url: string;
  /** Holds the users' lock. */
  session: Client;
}

async function connectOrStart(
  cluster: string,
  password: string,
  binaries: Binaries,
  user: ProcessUser,
): Promise<Connected> {
  const deadline = Date.now() + START_SECONDS * 1000;
  const log = join(cluster, 'start.log');
  let server: ChildProcess | undefined;
  let starts = 0;
  while (Date.now() < deadline) {
    const port = await readPort(cluster);
    const url = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
    const session = port === undefined ? undefined : await joinServer(url);
    if (session) {
      server?.unref();
      return { url, session };
    }
    if (!server || server.exitCode !== null || server.signalCode !== null) {
      // A server that ends at once may have met the lock file of another one, which answers soon, or of one that was
      // killed and is not yet buried: PostgreSQL takes its id for alive until then.
      if (starts >= MAX_STARTS && !(await lastWords(log)).includes('postmaster')) break;
      if (starts > 0) await sleep(RESTART_MS);
      starts++;
      server = start(binaries.postgres, cluster, await freePort(), log, user);
    }
    await sleep(RETRY_MS);
  }
  throw new StartError(`The embedded PostgreSQL of ${cluster} does not start: ${await lastWords(log)}`);
}

/** A session that counts as a user of the server, or nothing where none answers or it is being stopped. */
async function joinServer(url: string): Promise<Client | undefined> {
  const session = new Client({
    connectionString: url,
    connectionTimeoutMillis: 2000,
    application_name: 'vitrine user',
  });
  session.on('error', () => undefined);
  try {
    await session.connect();
    const { rows } = await session.query<{ joined: boolean }>('select pg_try_advisory_lock_shared($1, 0) as joined', [
      USERS_LOCK,
    ]);
    if (rows[0]?.joined) return session;
  } catch {
    // Not there, still starting, or stopping: the caller tries again.
  }
  await session.end().catch(() => undefined);
  return undefined;
}

/** Gives up the shared lock; true when nobody else holds one, in which case nobody can join any more. */
async function leave(session: Client): Promise<boolean> {
  try {
    await session.query('select pg_advisory_unlock_shared($1, 0)', [USERS_LOCK]);
    const { rows } = await session.query<{ last: boolean }>('select pg_try_advisory_lock($1, 0) as last', [USERS_LOCK]);
    return rows[0]?.last ?? false;
  } catch {
    return false;
  }
}

function start(program: string, cluster: string, port: number, log: string, user: ProcessUser): ChildProcess {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: '%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_min_messages: 'error',
    log_min_error_statement: 'panic',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = openSync(log, 'w');
  try {
    // Detached: Ctrl-C in a terminal goes to the whole process group, and PostgreSQL must outlive those who use it.
    const { file, args, options } = asUser(user, program, ['-D', cluster, ...flags]);
    return spawn(file, args, { ...options, detached: true, stdio: ['ignore', output, output] });
  } finally {
    closeSync(output);
  }
}

/** Fast shutdown: sessions are ended, everything is written, the next start needs no recovery. */
async function stop(cluster: string): Promise<void> {
  const pid = Number((await postmaster(cluster))[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  process.kill(pid, 'SIGINT');
  // Its file goes first, and the process a moment later.
  const isThere = async (): Promise<boolean> => (await postmaster(cluster)).length > 0 || isAlive(pid);
  for (let waited = 0; waited < 30_000 && (await isThere()); waited += 20) await sleep(20);
}

/** Lines of postmaster.pid: process id, cluster, start time, port, … (PostgreSQL, src/include/utils/pidfile.h). */
async function postmaster(cluster: string): Promise<string[]> {
  return readFile(join(cluster, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => [],
  );
}

async function readPort(cluster: string): Promise<number | undefined> {
  const port = Number((await postmaster(cluster))[3]);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  return port;
}

async function lastWords(log: string): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trim().split('\n').at(-1) || 'it does not answer';
}
