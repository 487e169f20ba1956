import { acceptFile } from '../../manifests/catalogue/accept.ts';
import { createObject, describeObject, findObject, findObjectBySource } from '../../manifests/catalogue/objects.ts';
import type { Description, ObjectRow } from '../../manifests/catalogue/objects.ts';
import { VitrineError } from '../../manifests/errors.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { collect } from '../cli/collect.ts';
import type { Collected } from '../cli/collect.ts';
import { descriptionOf, plainText, untagged } from '../cli/description.ts';
import type { Values } from '../cli/parse.ts';
import { restrictionOf } from '../cli/restriction.ts';
import type { CommandContext } from '../main.ts';
import { ACTOR } from './common.ts';
import { quietly, untilMade } from './making.ts';
import { applyRestriction, prepareRestriction } from './restrict.ts';
import { openRuntime } from '../runtime.ts';
import type { Runtime } from '../runtime.ts';

/** Takes files in and waits until each is ready or failed; exits with 1 when any failed. */
export async function add(context: CommandContext): Promise<number> {
  const { settings, positionals, values, signal } = context;
  const description = descriptionOf(values);
  const asked = restrictionOf(values);
  const inPlace = values['in-place'] === true;
  const collected = await Promise.all(positionals.map(collect));
  await using runtime = await openRuntime(quietly(settings), 'add');
  const restriction = asked && (await prepareRestriction(runtime, asked));
  const total = collected.reduce((sum, { files }) => sum + files.length, 0);
  return await untilMade(context, runtime, total, async (batch, report) => {
    for (const one of collected) {
      const object = await objectFor(runtime, one, values, description);
      // Before its files, so that there is no moment in which more of them is served.
      if (restriction) await applyRestriction(runtime, object.key, restriction);
      for (const file of one.files) {
        if (signal.aborted) break;
        if (inPlace && file.pack)
          process.stderr.write(
            `${file.name}: ${file.pack.length} files that belong together are copied into one, not left in place\n`,
          );
        try {
          const { asset, outcome } = await acceptFile(
            { ...file, name: plainText(file.name), object: object.key, inPlace: inPlace && !file.pack },
            {
              ...runtime,
              data: settings.data,
              reserve: mebibytes(settings.reserve),
              actor: ACTOR,
              signal,
              onProgress: (fraction) => batch.copying(file.name, fraction),
            },
          );
          batch.expect(asset, report, outcome === 'unchanged');
        } catch (error) {
          if (signal.aborted) break;
          if (!(error instanceof VitrineError || (error as NodeJS.ErrnoException).code)) throw error;
          batch.dropped();
          report({ name: file.name, state: 'failed', problem: (error as Error).message, object: object.id });
        }
      }
    }
  });
}

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
