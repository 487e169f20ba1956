import { acceptFile } from '../../manifests/catalogue/accept.ts';
import { createObject, describeObject, findObject, findObjectBySource } from '../../manifests/catalogue/objects.ts';
import type { Description, ObjectRow } from '../../manifests/catalogue/objects.ts';
import { VitrineError } from '../../manifests/errors.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { runWorkers, workersAreRunning } from '../../workers/run.ts';
import { collect } from '../cli/collect.ts';
import type { Collected } from '../cli/collect.ts';
import { descriptionOf, plainText, untagged } from '../cli/description.ts';
import { openOutput } from '../cli/progress.ts';
import type { Values } from '../cli/parse.ts';
import type { CommandContext } from '../main.ts';
import { Batch } from './batch.ts';
import { formatOutcome } from './outcome.ts';
import { ACTOR, linkBase } from './common.ts';
import { openRuntime } from '../runtime.ts';
import type { Runtime } from '../runtime.ts';

/** Takes files in and waits until each is ready or failed; exits with 1 when any failed. */
export async function add({ settings, positionals, values, signal }: CommandContext): Promise<number> {
  const description = descriptionOf(values);
  const collected = await Promise.all(positionals.map(collect));
  await using runtime = await openRuntime(quietly(settings), 'add');
  using output = openOutput(process.stdout);
  const total = collected.reduce((sum, { files }) => sum + files.length, 0);
  await using batch = await Batch.open(runtime, total, output, signal);
  const base = await linkBase(settings);
  const report = (line: Parameters<typeof formatOutcome>[0]): void =>
    output.line(formatOutcome(line, base, values['json'] === true));

  // Workers of our own, unless a server or `vitrine work` has some.
  await using _workers = (await workersAreRunning(runtime)) ? undefined : await runWorkers(runtime, settings.jobs || 1);
  for (const one of collected) {
    const object = await objectFor(runtime, one, values, description);
    for (const file of one.files) {
      if (signal.aborted) break;
      try {
        const accepted = await acceptFile(
          { ...file, name: plainText(file.name), object: object.key, inPlace: values['in-place'] === true },
          {
            ...runtime,
            data: settings.data,
            reserve: mebibytes(settings.reserve),
            actor: ACTOR,
            signal,
            onProgress: (fraction) => batch.copying(file.name, fraction),
          },
        );
        batch.expect(accepted, report);
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof VitrineError || (error as NodeJS.ErrnoException).code)) throw error;
        batch.dropped();
        report({ name: file.name, state: 'failed', problem: (error as Error).message, object: object.id });
      }
    }
  }
  const failed = await batch.finished();
  return failed > 0 || signal.aborted ? 1 : 0;
}

/** Log lines would run through the progress bar; only trouble is worth that. */
const quietly = (settings: CommandContext['settings']): CommandContext['settings'] =>
  settings.logLevel === 'info' ? { ...settings, logLevel: 'error' } : settings;

/**
 * The object that is named; else the one that was made from this path, or holds this file. Otherwise a new one, which
 * remembers the path.
 */
async function objectFor(
  { db }: Runtime,
  { source, label }: Collected,
  values: Values,
  description: Description,
): Promise<ObjectRow> {
  const id = typeof values['object'] === 'string' ? values['object'] : undefined;
  const fromPath = await findObjectBySource(db, source);
  const found = id === undefined ? fromPath : await findObject(db, id);
  if (found) return Object.keys(description).length === 0 ? found : describeObject(db, found.key, description, ACTOR);
  const wanted = {
    ...description,
    label: description.label ?? untagged(label),
    ...(id !== undefined && { id }),
    ...(!fromPath && { source }),
  };
  return createObject(db, wanted, ACTOR);
}
