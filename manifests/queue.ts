import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, WaitingError, Worker, createPostgresBackend, createRedisBackend } from 'bullmq';
import type { BackendFactory, ConnectionOptions, Job, RedisQueueBackend } from 'bullmq';
import type { Logger } from 'pino';
import { StartError } from './errors.ts';
import type { JobHandler, JobQueue, JobRunner, Jobs, QueueName } from './jobs.ts';
import { JOB_ID } from './jobs.ts';

/** The only file that knows BullMQ. Its queues live in PostgreSQL, or in Redis where that is set. */
export interface QueueAddress {
  databaseUrl: string;
  redisUrl?: string | undefined;
  /** Distinguishes those who share a Redis: the installation's id. */
  installation: string;
}

/** A killed worker's job is taken over after the lock's time and the next check: at most eight seconds. */
const LOCK_MS = 5000;
const STALLED_CHECK_MS = 3000;
const ATTEMPTS = 5;
/**
 * What BullMQ calls stalled: the process that was at a job is gone, or so busy that it looks so. Files that break what reads them end
 * a process of their own only, so that there may be many of these.
 */
const STALLS = 20;
const OFTEN_KILLED = `the program was ended more than ${STALLS} times while it was at it. Ask for it again`;
const FIRST_PAUSE_MS = 1000;
const CONNECT_MS = 5000;

export async function openQueue<N extends QueueName>(
  name: N,
  address: QueueAddress,
  log: Logger,
): Promise<JobQueue<N>> {
  const { options, factory } = backend(address);
  const queue = new Queue<Jobs[N], void, string, Jobs[N], void, string>(name, options, factory);
  await reachable(queue, address);
  queue.on('error', complainOnce(log));
  return {
    async add(jobs) {
      // Nothing finished is kept: a job whose id is still there is ignored without a word.
      const opts = {
        attempts: ATTEMPTS,
        backoff: { type: 'exponential', delay: FIRST_PAUSE_MS },
        removeOnComplete: true,
        removeOnFail: true,
      };
      await queue.addBulk(jobs.map((data) => ({ name, data, opts: { ...opts, jobId: JOB_ID[name](data) } })));
    },
    async counts() {
      const { waiting = 0, delayed = 0, active = 0 } = await queue.getJobCounts('waiting', 'delayed', 'active');
      return { waiting: waiting + delayed, active };
    },
    [Symbol.asyncDispose]: () => queue.close(),
  };
}

export async function runJobs<N extends QueueName>(
  name: N,
  address: QueueAddress,
  concurrency: number,
  handler: JobHandler<N>,
  log: Logger,
): Promise<JobRunner> {
  const { options, factory } = backend(address);
  const stop = new AbortController();
  const worker = new Worker<Jobs[N]>(
    name,
    process,
    {
      ...options,
      concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: STALLS,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
    factory,
  );

  // A job that took too long to say that it is being done is given away, maybe to this same worker: one of them only may be at it.
  const running = new Map<string, AbortController>();
  const takenOver = (id = ''): void => running.get(id)?.abort(new Error('Another has taken the job over.'));

  async function process(job: Job<Jobs[N]>, token?: string): Promise<void> {
    const { id = '' } = job;
    takenOver(id);
    const own = new AbortController();
    running.set(id, own);
    try {
      await handler.run(job.data, AbortSignal.any([stop.signal, own.signal]));
    } catch (error) {
      if (!stop.signal.aborted) throw error;
      await handler.handedBack(job.data);
      await job.moveToWait(token);
      throw new WaitingError();
    } finally {
      if (running.get(id) === own) running.delete(id);
    }
  }
  worker.on('failed', (job, error) => {
    const finished = job && (job.finishedOn !== undefined || job.attemptsMade >= ATTEMPTS);
    if (!finished) return log.warn({ job: job?.id, err: error }, 'job failed, to be tried again');
    handler
      .gaveUp(job.data, /stalled/.test(error.message) ? OFTEN_KILLED : error.message)
      .catch((err: unknown) => log.error({ err, job: job.id }, 'a failed job could not be noted'));
  });
  worker.on('lockRenewalFailed', (ids: string[]) => ids.forEach(takenOver));
  worker.on('error', complainOnce(log));
  await worker.waitUntilReady();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await worker.close();
    },
  };
}

interface Backend {
  options: { connection: ConnectionOptions; prefix?: string };
  factory: BackendFactory<RedisQueueBackend>;
}

function backend({ databaseUrl, redisUrl, installation }: QueueAddress): Backend {
  if (redisUrl !== undefined) {
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    return { options: { connection, prefix: `vitrine-${installation}` }, factory: createRedisBackend };
  }
  const connection = { connectionString: databaseUrl, migrate: true, max: 4 };
  // BullMQ's classes are typed for its Redis back end by default; they use nothing of it but the common interface.
  return {
    options: { connection },
    factory: createPostgresBackend as unknown as BackendFactory<RedisQueueBackend>,
  };
}

/** Redis clients try without end: a wrong address is to be said at the start. */
async function reachable(queue: Queue, { redisUrl }: QueueAddress): Promise<void> {
  let reason = 'it does not answer';
  const listener = (error: Error): void => {
    reason = error.message || reason;
  };
  queue.on('error', listener);
  const late = new AbortController();
  const timeout = sleep(CONNECT_MS, undefined, { signal: late.signal }).then(() => {
    throw new StartError(
      `The queue in ${redisUrl === undefined ? 'PostgreSQL' : 'Redis'} cannot be used: ${reason}. Check REDIS_URL and DATABASE_URL.`,
    );
  });
  try {
    await Promise.race([queue.waitUntilReady(), timeout]);
    queue.off('error', listener);
  } catch (error) {
    void queue.close().catch(() => undefined);
    throw error;
  } finally {
    late.abort();
    timeout.catch(() => undefined);
  }
}

/** The same trouble is logged once, until there is other trouble or a minute has passed. */
function complainOnce(log: Logger): (error: Error) => void {
  let last = '';
  let at = 0;
  return (error) => {
    if (error.message === last && Date.now() - at < 60_000) return;
    last = error.message;
    at = Date.now();
    log.error({ err: error }, 'the queue is in trouble');
  };
}
