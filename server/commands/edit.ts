import { describeObject, findObject, renameObject } from '../../manifests/catalogue/objects.ts';
import type { Description } from '../../manifests/catalogue/objects.ts';
import { InvalidError, NotFoundError, expected } from '../../manifests/errors.ts';
import { descriptionOf } from '../cli/description.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';
import { ACTOR, linkBase } from './common.ts';

export async function edit({ settings, positionals: [id = ''], values }: CommandContext): Promise<number> {
  const { state, id: newId } = values;
  if (state !== undefined && state !== 'draft' && state !== 'published')
    throw new InvalidError(expected('draft or published', '--state', state));
  const description: Description = { ...descriptionOf(values), ...(state && { state }) };
  await using runtime = await openRuntime(settings, 'edit');
  const { db } = runtime;
  const object = await findObject(db, id);
  if (!object) throw new NotFoundError(`There is no object ${JSON.stringify(id)}. \`vitrine status\` lists them.`);
  if (Object.keys(description).length > 0) await describeObject(db, object.key, description, ACTOR);
  if (typeof newId === 'string') await renameObject(db, object.key, newId, ACTOR);
  const changed = await db.selectFrom('object').selectAll().where('key', '=', object.key).executeTakeFirstOrThrow();
  const url = `${await linkBase(settings)}/objects/${changed.id}`;
  const { key: _key, ...shown } = changed;
  process.stdout.write(
    values['json'] ? `${JSON.stringify({ ...shown, url })}\n` : `${changed.id}  ${changed.state}  ${url}\n`,
  );
  return 0;
}
