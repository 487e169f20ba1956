import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { openLog } from './log.ts';
import type { Logger } from 'pino';
import { openCatalogue } from '../manifests/catalogue/open.ts';
import type { Db } from '../manifests/catalogue/open.ts';
import { StartError } from '../manifests/errors.ts';
import type { JobQueue } from '../manifests/jobs.ts';
import { openEmbedded } from '../manifests/postgres/embedded.ts';
import { openQueue } from '../manifests/queue.ts';
import type { QueueAddress } from '../manifests/queue.ts';
import type { Settings } from '../manifests/settings/schema.ts';
import { LocalStorage } from '../manifests/storage/local.ts';

/** What every command works with; disposing of it closes all, and stops the embedded PostgreSQL if nobody else uses it. */
export interface Runtime extends AsyncDisposable {
  settings: Settings;
  log: Logger;
  databaseUrl: string;
  db: Db;
  storage: LocalStorage;
  queue: JobQueue<'ingest'>;
  queueAddress: QueueAddress;
  installation: string;
}

/** Throws StartError with one sentence where something that is needed cannot be used. */
export async function openRuntime(settings: Settings, name: string): Promise<Runtime> {
  const log = openLog(name, settings.logLevel);
  await using stack = new AsyncDisposableStack();
  await openDataFolder(settings.data);
  const databaseUrl = settings.databaseUrl ?? stack.use(await openEmbedded(settings.data)).url;
  const db = stack.adopt(await openCatalogue(databaseUrl, connectionsEach(settings)), (opened) => opened.destroy());
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  const storage = stack.use(new LocalStorage(settings.data));
  const queueAddress = { databaseUrl, redisUrl: settings.redisUrl, installation };
  const queue = stack.use(await openQueue('ingest', queueAddress, log));
  const open = stack.move();
  return {
    settings,
    log,
    databaseUrl,
    db,
    storage,
    queue,
    queueAddress,
    installation,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

/** Several processes share what PostgreSQL takes, 100 connections unless its settings say otherwise. */
function connectionsEach({ processes }: Settings): number {
  return Math.max(2, Math.min(10, Math.floor(60 / processes)));
}

async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new StartError(
      `The data folder ${folder} cannot be written: ${(cause as Error).message}. Choose another with --data DIR, or give yourself the right to write there.`,
      { cause },
    );
  }
}
