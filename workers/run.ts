import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { unfinishedJobs } from '../manifests/annotations/store/jobs.ts';
import { unfinishedAssets } from '../manifests/catalogue/assets.ts';
import { sweepSuperseded } from '../manifests/catalogue/superseded.ts';
import type { Db } from '../manifests/catalogue/open.ts';
import type { JobQueue } from '../manifests/jobs.ts';
import { openQueue, runJobs } from '../manifests/queue.ts';
import type { QueueAddress } from '../manifests/queue.ts';
import { mebibytes } from '../manifests/settings/schema.ts';
import type { Settings } from '../manifests/settings/schema.ts';
import type { LocalStorage } from '../manifests/storage/local.ts';
import { annotationHandler } from './annotations/handler.ts';
import { indexTexts } from './annotations/index-texts.ts';
import { sweepWork } from './derive/sweep.ts';
import { ingestHandler } from './ingest.ts';
import { IsolatedPool } from './isolate/pool.ts';
import { announceWorkers } from './presence.ts';

export interface WorkerContext {
  settings: Settings;
  log: Logger;
  db: Db;
  storage: LocalStorage;
  queue: JobQueue<'ingest'>;
  queueAddress: QueueAddress;
  databaseUrl: string;
  installation: string;
}

const REQUEUE_MS = 60_000;
const SWEEP_MS = 3_600_000;

/**
 * Takes jobs until it is disposed of. The catalogue is the truth: what its rows say is to be done is put into the
 * queue at the start and now and then, in case the queue has lost it.
 */
export async function runWorkers(context: WorkerContext, jobs: number): Promise<AsyncDisposable> {
  const { settings, log, db, storage, queue, queueAddress } = context;
  await using stack = new AsyncDisposableStack();
  stack.use(await announceWorkers(context));
  await storage.removeAbandoned();
  await sweepWork(db, storage);
  const pool = stack.use(
    new IsolatedPool({ size: jobs, memory: mebibytes(settings.jobMemory), seconds: settings.jobSeconds }),
  );
  const handler = ingestHandler({
    db,
    storage,
    pool,
    log,
    maxPixels: settings.maxPixels,
    gamut: settings.gamut,
    meshes: {
      settings: {
        leafTriangles: settings.meshLeafTriangles,
        profile: settings.meshProfile,
        textureQuality: settings.meshTextureQuality,
        stepsPerEdge: settings.meshStepsPerEdge,
      },
      limits: { memory: mebibytes(settings.meshMemory), seconds: settings.jobSeconds },
      threads: availableParallelism(),
    },
    data: settings.data,
    reserve: mebibytes(settings.reserve),
  });
  stack.use(await runJobs('ingest', queueAddress, jobs, handler, log));
  const annotations = stack.use(await openQueue('annotation', queueAddress, log));
  const annotating = annotationHandler({
    db,
    storage,
    pool,
    log,
    seconds: settings.jobSeconds,
    serviceToken: settings.serviceToken,
  });
  stack.use(await runJobs('annotation', queueAddress, jobs, annotating, log));

  const requeue = async (): Promise<void> => {
    const unfinished = await unfinishedAssets(db);
    await queue.add(unfinished.map(({ id, generation }) => ({ asset: id, generation })));
    await annotations.add((await unfinishedJobs(db)).map((id) => ({ id })));
  };
  await requeue();
  const timer = setInterval(
    () => void requeue().catch((err: unknown) => log.error({ err }, 'unfinished work could not be queued')),
    REQUEUE_MS,
  );
  stack.defer(() => clearInterval(timer));
  stack.use(indexTexts(context));
  stack.use(keepSweeping(context));
  return stack.move();
}

/** Deletes what nothing serves any more, now and every hour. */
function keepSweeping({ db, storage, log }: WorkerContext): AsyncDisposable {
  const stop = new AbortController();
  let sweep = Promise.resolve();
  const begin = (): void => {
    sweep = sweepSuperseded(db, storage, { age: SWEEP_MS, signal: stop.signal })
      .then(() => sweepWork(db, storage))
      .catch((err: unknown) => log.error({ err }, 'what is superseded could not be deleted'));
  };
  begin();
  const timer = setInterval(begin, SWEEP_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stop.abort();
      await sweep;
    },
  };
}
