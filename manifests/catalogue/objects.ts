import type { Selectable } from 'kysely';
import { InvalidError, NotFoundError, expected } from '../errors.ts';
import { record } from './activities.ts';
import { isSlug, newId, slugOf } from './ids.ts';
import type { Db, Tx } from './open.ts';
import type { LabelValue, LanguageMap, ObjectState, Tables } from './schema.ts';

export type ObjectRow = Selectable<Tables['object']>;

/** What a curator says of an object; what is absent stays as it is. */
export interface Description {
  label?: LanguageMap;
  summary?: LanguageMap;
  metadata?: LabelValue[];
  rights?: string;
  requiredStatement?: LabelValue;
  /** An XSD dateTime with a time zone. */
  navDate?: string;
  state?: ObjectState;
}

export interface NewObject extends Description {
  label: LanguageMap;
  /** The readable id; made of the label where absent. */
  id?: string;
  source?: string;
}

const ROOT = 'top';

/** By its id, or by one that it had before. */
export async function findObject(db: Db | Tx, id: string): Promise<ObjectRow | undefined> {
  const current = await db.selectFrom('object').selectAll().where('id', '=', id).executeTakeFirst();
  if (current) return current;
  return db
    .selectFrom('object')
    .selectAll('object')
    .innerJoin('formerId', 'formerId.object', 'object.key')
    .where('formerId.id', '=', id)
    .executeTakeFirst();
}

/** The object that was made from this path, or the first that holds an asset from it. */
export async function findObjectBySource(db: Db | Tx, source: string): Promise<ObjectRow | undefined> {
  const made = await db.selectFrom('object').selectAll().where('source', '=', source).executeTakeFirst();
  if (made) return made;
  return db
    .selectFrom('object')
    .selectAll('object')
    .innerJoin('asset', 'asset.object', 'object.key')
    .where('asset.source', '=', source)
    .orderBy('asset.created')
    .executeTakeFirst();
}

/** Makes an object and puts it at the end of the root collection. Throws InvalidError for an id that is taken. */
export async function createObject(
  db: Db,
  { id, source, ...description }: NewObject,
  actor: string,
): Promise<ObjectRow> {
  return db.transaction().execute(async (tx) => {
    const key = newId('o');
    const row = await tx
      .insertInto('object')
      .values({
        key,
        id: id === undefined ? await freeSlug(tx, description.label) : await claim(tx, id),
        source: source ?? null,
        ...asColumns(description),
        label: JSON.stringify(description.label),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await tx.selectFrom('collection').select('id').where('id', '=', ROOT).forUpdate().executeTakeFirstOrThrow();
    await tx
      .insertInto('collectionMember')
      .columns(['collection', 'position', 'object'])
      .expression((eb) =>
        eb
          .selectFrom('collectionMember')
          .select((select) => [
            select.val(ROOT).as('collection'),
            select(select.fn.coalesce(select.fn.max('position'), select.lit(0)), '+', select.lit(1)).as('position'),
            select.val(key).as('object'),
          ])
          .where('collection', '=', ROOT),
      )
      .execute();
    await record(tx, {
      actor,
      type: 'Create',
      resourceKind: 'object',
      resource: key,
      object: key,
      summary: `Made ${row.id}`,
    });
    return row;
  });
}

/** Changes what is said of an object. Throws NotFoundError. */
export async function describeObject(db: Db, key: string, description: Description, actor: string): Promise<ObjectRow> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('object')
      .set({ ...asColumns(description), modified: new Date() })
      .where('key', '=', key)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new NotFoundError(`There is no object with the key ${key}`);
    const summary = `Changed ${Object.keys(description).join(', ')}`;
    await record(tx, { actor, type: 'Update', resourceKind: 'object', resource: key, object: key, summary });
    return row;
  });
}

/** Gives an object another id; the old one leads to it from then on. Throws InvalidError for an id that is taken. */
export async function renameObject(db: Db, key: string, id: string, actor: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id: old } = await tx
      .selectFrom('object')
      .select('id')
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (old === id) return;
    await tx.deleteFrom('formerId').where('id', '=', id).where('object', '=', key).execute();
    await claim(tx, id);
    await tx.updateTable('object').set({ id, modified: new Date() }).where('key', '=', key).execute();
    await tx.insertInto('formerId').values({ id: old, object: key }).execute();
    await record(tx, {
      actor,
      type: 'Update',
      resourceKind: 'object',
      resource: key,
      object: key,
      summary: `Renamed from ${old} to ${id}`,
    });
  });
}

async function claim(tx: Tx, id: string): Promise<string> {
  if (!isSlug(id))
    throw new InvalidError(expected('lower-case letters, digits and single hyphens', 'the id of an object', id));
  if (await isTaken(tx, id)) throw new InvalidError(`The id ${id} belongs to another object`);
  return id;
}

async function freeSlug(tx: Tx, label: LanguageMap): Promise<string> {
  const slug = slugOf(Object.values(label)[0]?.[0] ?? '');
  for (let suffix = 1; ; suffix++) {
    const id = suffix === 1 ? slug : `${slug}-${suffix}`;
    if (!(await isTaken(tx, id))) return id;
  }
}

async function isTaken(tx: Tx, id: string): Promise<boolean> {
  // One object is made or renamed at a time, so that the id is still free when it is written.
  await tx.selectFrom('collection').select('id').where('id', '=', ROOT).forUpdate().executeTakeFirstOrThrow();
  return (await findObject(tx, id)) !== undefined;
}

function asColumns(description: Description) {
  const { label, summary, metadata, rights, requiredStatement, navDate, state } = description;
  return {
    ...(label && { label: JSON.stringify(label) }),
    ...(summary && { summary: JSON.stringify(summary) }),
    ...(metadata && { metadata: JSON.stringify(metadata) }),
    ...(rights !== undefined && { rights }),
    ...(requiredStatement && { requiredStatement: JSON.stringify(requiredStatement) }),
    ...(navDate !== undefined && { navDate }),
    ...(state && { state }),
  };
}
