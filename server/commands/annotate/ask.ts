import { setTimeout as sleep } from 'node:timers/promises';
import { viewsOf } from '../../../manifests/annotations/shown-views.ts';
import { askFor, finishedAmong } from '../../../manifests/annotations/store/jobs.ts';
import type { Asking } from '../../../manifests/annotations/store/jobs.ts';
import { finishedOn } from '../../../manifests/annotations/store/run.ts';
import { InvalidError } from '../../../manifests/errors.ts';
import { openQueue } from '../../../manifests/queue.ts';
import { workersAreRunning } from '../../../workers/presence.ts';
import { runWorkers } from '../../../workers/run.ts';
import type { Runtime } from '../../runtime.ts';
import type { Annotated } from './outcome.ts';

/** What is asked of a machine, of each view. */
export interface Question extends Omit<Asking, 'view'> {
  /** It is asked only of views that show such a file. */
  of?: 'image' | 'mesh';
}

export interface AskOptions {
  objects: readonly string[];
  /** Only this view of the one object. */
  view?: unknown;
  /** Leave out the views on which the same was done before. */
  resume: boolean;
  signal: AbortSignal;
  /** Told once, before all others. */
  onTotal: (total: number) => void;
  onDone: (annotated: Annotated) => void;
}

const POLL_MS = 300;

/**
 * Asks about each view of the objects, and waits until all is said or failed, with workers of its own unless a server or
 * `vitrine work` has some. What is asked for stays asked for, however this process ends.
 */
export async function ask(
  runtime: Runtime,
  { run, kind, parameters, of }: Question,
  { objects, view, resume, signal, onTotal, onDone }: AskOptions,
): Promise<void> {
  const { db, settings, log, queueAddress } = runtime;
  const all = (await Promise.all(objects.map((object) => viewsOf(db, object, view)))).flat();
  const views = all.filter((one) => of === undefined || one.kind === of);
  if (views.length === 0)
    throw new InvalidError(
      `Expected views of ${of === 'mesh' ? 'twins' : 'images'}, and ${objects.join(', ')} has none`,
    );
  const ids = [...new Set(views.map(({ id }) => id))];
  const before = resume ? await finishedOn(db, run, ids) : new Set<string>();
  const asked = await askFor(
    db,
    ids.filter((id) => !before.has(id)).map((id) => ({ run, kind, parameters, view: id })),
  );
  onTotal(asked.length);
  await using queue = await openQueue('annotation', queueAddress, log);
  await queue.add(asked.map(({ id }) => ({ id })));
  const objectOf = new Map(views.map(({ id, object }) => [id, object]));
  const awaited = new Set(asked.map(({ id }) => id));
  await using _workers = (await workersAreRunning(runtime)) ? undefined : await runWorkers(runtime, settings.jobs || 1);
  while (awaited.size > 0 && !signal.aborted) {
    for (const { id, view: on, outcome, problem } of await finishedAmong(db, [...awaited])) {
      awaited.delete(id);
      const object = objectOf.get(on) ?? '';
      const name = `${object} ${on}`;
      if (problem) onDone({ name, state: 'failed', object, problem: problem.message });
      else onDone({ name, state: 'ready', object, ...outcome, views: 1 });
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}
