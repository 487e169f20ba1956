/** The contract between those who ask for background work and those who do it. Its back ends are in queue.ts. */

export interface IngestJob {
  asset: string;
  generation: number;
}

/** The same work twice is one job. The queue refuses integers and `:` in ids. */
export const jobId = ({ asset, generation }: IngestJob): string => `ingest-${asset}-${generation}`;

export interface JobCounts {
  waiting: number;
  active: number;
}

export interface JobQueue extends AsyncDisposable {
  /** Adds the jobs that the queue does not hold already. */
  add(jobs: readonly IngestJob[]): Promise<void>;
  counts(): Promise<JobCounts>;
}

export interface JobHandler {
  /** Does the work; stops when the signal says so. An error has the job tried again after a pause. */
  run(job: IngestJob, signal: AbortSignal): Promise<void>;
  /** The job was stopped, or its process ended, and it goes back into the queue. */
  handedBack(job: IngestJob): Promise<void>;
  /** The job has failed too often to be tried again. */
  gaveUp(job: IngestJob, reason: string): Promise<void>;
}

/** Takes jobs until it is disposed of; then it stops what runs and hands it back. */
export type JobRunner = AsyncDisposable;
