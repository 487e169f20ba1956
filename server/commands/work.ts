import { once } from 'node:events';
import { setPriority } from 'node:os';
import { runWorkers } from '../../workers/run.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';

/** Below everything that serves: the answer to a visitor comes before the next pyramid. */
const NICENESS = 10;

export async function work({ settings, signal }: CommandContext): Promise<number> {
  setPriority(NICENESS);
  await using runtime = await openRuntime(settings, 'work');
  await using _workers = await runWorkers(runtime, settings.jobs || 1);
  runtime.log.info({ jobs: settings.jobs || 1 }, 'workers are running');
  if (!signal.aborted) await once(signal, 'abort');
  return 0;
}
