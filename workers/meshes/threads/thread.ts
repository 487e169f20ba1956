import { parentPort } from 'node:worker_threads';
import { VitrineError } from '../../../manifests/errors.ts';
import { JOBS } from './jobs.ts';

type Jobs = typeof JOBS;
export type JobName = keyof Jobs;
export type Input<J extends JobName> = Parameters<Jobs[J]>[0];
export type Output<J extends JobName> = Awaited<ReturnType<Jobs[J]>>;

export type Request = { [J in JobName]: { job: J; input: Input<J> } }[JobName];
export type Answer = { output: unknown } | { error: { code: string | undefined; message: string } };

function answer(message: Answer): void {
  // A thread has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ job, input }: Request) => {
  const perform = JOBS[job] as (input: unknown) => unknown;
  const performed = new Promise((resolve) => resolve(perform(input)));
  performed.then(
    (output) => answer({ output }),
    (error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const code = error instanceof VitrineError ? error.code : undefined;
      answer({ error: { code, message: code ? (error as Error).message : message } });
    },
  );
});
