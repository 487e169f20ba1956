import { findObject } from '../../manifests/catalogue/objects.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { remakeAsset } from '../../manifests/catalogue/remake.ts';
import { InvalidError, NotFoundError } from '../../manifests/errors.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';
import { ACTOR } from './common.ts';
import { quietly, untilMade } from './making.ts';

/** Makes derivatives anew and waits until each is ready or failed; exits with 1 when any failed. */
export async function remake(context: CommandContext): Promise<number> {
  const { settings, positionals, values, signal } = context;
  const { damaged, all } = values;
  if (positionals.length === 0 && !damaged && !all)
    throw new InvalidError('What is to be made anew? Name objects or assets, or say --damaged or --all');
  await using runtime = await openRuntime(quietly(settings), 'remake');
  const { db, queue } = runtime;
  const ids = all ? await assetsOf(db) : await named(db, positionals);
  if (damaged && !all) for (const id of await damagedAssets(db)) ids.add(id);
  return await untilMade(context, runtime, ids.size, async (batch, report) => {
    for (const id of ids) {
      if (signal.aborted) break;
      const asset = await remakeAsset(db, id, ACTOR);
      if (!asset) throw new NotFoundError(`The asset ${id} is not there any more`);
      await queue.add([{ asset: id, generation: asset.generation }]);
      batch.expect(asset, report);
    }
  });
}

async function named(db: Db, names: readonly string[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const name of names) {
    const object = await findObject(db, name);
    const found = object
      ? await assetsOf(db, object.key)
      : (await db.selectFrom('asset').select('id').where('id', '=', name).execute()).map(({ id }) => id);
    if (!object && [...found].length === 0)
      throw new NotFoundError(`There is no object or asset ${JSON.stringify(name)}. \`vitrine status\` lists them.`);
    for (const id of found) ids.add(id);
  }
  return ids;
}

async function assetsOf(db: Db, object?: string): Promise<Set<string>> {
  let query = db.selectFrom('asset').select('id').orderBy('created');
  if (object !== undefined) query = query.where('object', '=', object);
  return new Set((await query.execute()).map(({ id }) => id));
}

async function damagedAssets(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('asset').select('id').where('damaged', 'is not', null).orderBy('damaged').execute();
  return rows.map(({ id }) => id);
}
