import { describeObject, findObject, renameObject } from '../../manifests/catalogue/objects.ts';
import type { Description } from '../../manifests/catalogue/objects.ts';
import { InvalidError, NotFoundError, expected } from '../../manifests/errors.ts';
import { descriptionOf } from '../cli/description.ts';
import { restrictionOf } from '../cli/restriction.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';
import { ACTOR, linkBase } from './common.ts';
import { applyRestriction, prepareRestriction } from './restrict.ts';

export async function edit({ settings, positionals: [id = ''], values }: CommandContext): Promise<number> {
  const { state, id: newId } = values;
  if (state !== undefined && state !== 'draft' && state !== 'published')
    throw new InvalidError(expected('draft or published', '--state', state));
  const description: Description = { ...descriptionOf(values), ...(state && { state }) };
  const asked = restrictionOf(values);
  await using runtime = await openRuntime(settings, 'edit');
  const { db } = runtime;
  const object = await findObject(db, id);
  if (!object) throw new NotFoundError(`There is no object ${JSON.stringify(id)}. \`vitrine status\` lists them.`);
  const describe = async (): Promise<void> => {
    if (Object.keys(description).length > 0) await describeObject(db, object.key, description, ACTOR);
  };
  // Withdrawn before a restriction is lifted, and restricted before it is published.
  if (state === 'draft') await describe();
  const remade = asked ? await applyRestriction(runtime, object.key, await prepareRestriction(runtime, asked)) : 0;
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
