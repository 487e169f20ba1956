/** The contract between those who ask for background work and those who do it. Its back ends are in queue.ts. */

/** What is to be done, by the queue that holds it: each is worked off by itself, so that none waits for another's jobs. */
export interface Jobs {
  /** Make derivatives of an original. */
  ingest: { asset: string; generation: number };
  /** Say something of a view: a row of annotations/store/jobs.ts. */
  annotation: { id: string };
}

export type QueueName = keyof Jobs;
export type IngestJob = Jobs['ingest'];

/** The same work twice is one job. The queue refuses integers and `:` in ids. */
export const JOB_ID: { [N in QueueName]: (job: Jobs[N]) => string } = {
  ingest: ({ asset, generation }) => `ingest-${asset}-${generation}`,
  annotation: ({ id }) => `annotation-${id}`,
};

export interface JobCounts {
  waiting: number;
  active: number;
}

export interface JobQueue<N extends QueueName> extends AsyncDisposable {
  /** Adds the jobs that the queue does not hold already. */
  add(jobs: readonly Jobs[N][]): Promise<void>;
  counts(): Promise<JobCounts>;
}

export interface JobHandler<N extends QueueName> {
  /** Does the work; stops when the signal says so. An error has the job tried again after a pause. */
  run(job: Jobs[N], signal: AbortSignal): Promise<void>;
  /** The job was stopped, or its process ended, and it goes back into the queue. */
  handedBack(job: Jobs[N]): Promise<void>;
  /** The job has failed too often to be tried again. */
  gaveUp(job: Jobs[N], reason: string): Promise<void>;
}

/** Takes jobs until it is disposed of; then it stops what runs and hands it back. */
export type JobRunner = AsyncDisposable;
