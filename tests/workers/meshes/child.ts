import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Answer } from '../../../workers/isolate/task.ts';
import type { MeshProgress, MeshReport, MeshTask } from '../../../workers/meshes/task.ts';

const CHILD = fileURLToPath(new URL('../../../workers/isolate/child.ts', import.meta.url));

export type Step = MeshProgress['step'];

/** A moment within a task. */
export interface Moment {
  step: Step;
  /** Milliseconds after the step has begun. */
  after: number;
}

export interface Ran {
  /** Undefined where the child was killed before its end. */
  report: MeshReport | undefined;
  /** Milliseconds that each step took. */
  took: Partial<Record<Step, number>>;
}

/** Has a task done by the child process that the product has it done by, which is killed at a moment. */
export async function runInChild(task: MeshTask, moment?: Moment): Promise<Ran> {
  const child = fork(CHILD, [], { execArgv: ['--max-old-space-size=256'] });
  const took: Ran['took'] = {};
  let now: { step: Step; since: number } | undefined;
  let report: MeshReport | undefined;
  let wrong: string | undefined;
  child.on('message', (answer: Answer) => {
    if ('report' in answer) report = answer.report as MeshReport;
    if ('error' in answer) wrong = answer.error.message;
    const step = 'progress' in answer ? (answer.progress.step as Step) : undefined;
    if (step === now?.step) return;
    if (now) took[now.step] = performance.now() - now.since;
    now = step && { step, since: performance.now() };
    if (step === moment?.step && moment) void sleep(moment.after).then(() => child.kill('SIGKILL'));
    if (!step) child.kill('SIGKILL');
  });
  child.send({ kind: 'mesh', ...task });
  await once(child, 'exit');
  if (wrong !== undefined) throw new Error(wrong);
  return { report, took };
}
