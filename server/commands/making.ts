import type { Settings } from '../../manifests/settings/schema.ts';
import { workersAreRunning } from '../../workers/presence.ts';
import { runWorkers } from '../../workers/run.ts';
import { openOutput } from '../cli/progress.ts';
import type { CommandContext } from '../main.ts';
import type { Runtime } from '../runtime.ts';
import { Batch } from './batch.ts';
import { linkBase } from './common.ts';
import { formatOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** What is asked for goes into the batch; each outcome is one line. */
type Ask = (batch: Batch, report: (outcome: Outcome) => void) => Promise<void>;

/**
 * Shows progress and waits until each of `total` files is ready or failed, with workers of its own unless a server or
 * `vitrine work` has some. Resolves to the exit code: 1 when any failed.
 */
export async function untilMade(
  { settings, values, signal }: CommandContext,
  runtime: Runtime,
  total: number,
  ask: Ask,
): Promise<number> {
  using output = openOutput(process.stdout);
  await using batch = await Batch.open(runtime, total, output, signal);
  const base = await linkBase(settings);
  await using _workers = (await workersAreRunning(runtime)) ? undefined : await runWorkers(runtime, settings.jobs || 1);
  await ask(batch, (outcome) => output.line(formatOutcome(outcome, base, values['json'] === true)));
  const failed = await batch.finished();
  return failed > 0 || signal.aborted ? 1 : 0;
}

/** Log lines would run through the progress bar; only trouble is worth that. */
export const quietly = (settings: Settings): Settings =>
  settings.logLevel === 'info' ? { ...settings, logLevel: 'error' } : settings;
