import { setFrame } from '../../manifests/catalogue/frame.ts';
import { describeObject, findObject, renameObject } from '../../manifests/catalogue/objects.ts';
import type { Description, ObjectRow } from '../../manifests/catalogue/objects.ts';
import { InvalidError, NotFoundError, expected } from '../../manifests/errors.ts';
import { descriptionOf } from '../cli/description.ts';
import { frameOf } from '../cli/frame.ts';
import type { AskedFrame } from '../cli/frame.ts';
import { restrictionOf } from '../cli/restriction.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';
import type { Runtime } from '../runtime.ts';
import { ACTOR, linkBase } from './common.ts';
import { applyRestriction, prepareRestriction } from './restrict.ts';

export async function edit({ settings, positionals: [id], values }: CommandContext): Promise<number> {
  const { state, id: newId } = values;
  if (state !== undefined && state !== 'draft' && state !== 'published')
    throw new InvalidError(expected('draft or published', '--state', state));
  const description: Description = { ...descriptionOf(values), ...(state && { state }) };
  const asked = restrictionOf(values);
  const frame = frameOf(values);
  await using runtime = await openRuntime(settings, 'edit');
  const { db } = runtime;
  const object = await objectToEdit(runtime, id, frame?.asset);
  const describe = async (): Promise<void> => {
    if (Object.keys(description).length > 0) await describeObject(db, object.key, description, ACTOR);
  };
  // Withdrawn before a restriction is lifted, and restricted before it is published.
  if (state === 'draft') await describe();
  let remade = asked ? await applyRestriction(runtime, object.key, await prepareRestriction(runtime, asked)) : 0;
  if (frame) remade += await applyFrame(runtime, frame);
  if (state !== 'draft') await describe();
  if (typeof newId === 'string') await renameObject(db, object.key, newId, ACTOR);
  const changed = await db.selectFrom('object').selectAll().where('key', '=', object.key).executeTakeFirstOrThrow();
  const url = `${await linkBase(settings)}/objects/${changed.id}`;
  const { key: _key, ...shown } = changed;
  const work = remade > 0 ? `  ${remade} to be made anew: see \`vitrine status\`` : '';
  process.stdout.write(
    values['json'] ? `${JSON.stringify({ ...shown, url })}\n` : `${changed.id}  ${changed.state}  ${url}${work}\n`,
  );
  return 0;
}

/** The one that is named, or that of the asset; of both, each must be the other's. */
async function objectToEdit({ db }: Runtime, id: string | undefined, asset: string | undefined): Promise<ObjectRow> {
  const named = id === undefined ? undefined : await findObject(db, id);
  if (id !== undefined && !named)
    throw new NotFoundError(`There is no object ${JSON.stringify(id)}. \`vitrine status\` lists them.`);
  if (asset === undefined) {
    if (!named) throw new InvalidError('What is to be changed? Name an object, or a mesh with --asset ID');
    return named;
  }
  const object = await db
    .selectFrom('object')
    .selectAll('object')
    .innerJoin('asset', 'asset.object', 'object.key')
    .where('asset.id', '=', asset)
    .executeTakeFirst();
  if (!object || (named && named.key !== object.key))
    throw new NotFoundError(`There is no asset ${JSON.stringify(asset)}${id === undefined ? '' : ` in ${id}`}`);
  return object;
}

/** Resolves to how many assets are to be made anew. */
async function applyFrame({ db, queue }: Runtime, { asset, change }: AskedFrame): Promise<number> {
  const { asset: row, changed } = await setFrame(db, asset, change, ACTOR);
  if (!changed) return 0;
  await queue.add([{ asset, generation: row.generation }]);
  return 1;
}
