import type { Selectable } from 'kysely';
import { newId, slugOf } from '../../catalogue/ids.ts';
import type { Db } from '../../catalogue/open.ts';
import type { LanguageMap, Tables } from '../../catalogue/schema.ts';

export type ContainerRow = Selectable<Tables['annotationContainer']>;

export const findContainer = (db: Db, id: string): Promise<ContainerRow | undefined> =>
  db.selectFrom('annotationContainer').selectAll().where('id', '=', id).executeTakeFirst();

/** That of a view in which nobody has written yet. */
export function unwritten(view: string): ContainerRow {
  const since = new Date(0);
  return {
    id: view,
    view,
    label: null,
    creator: null,
    created: since,
    modified: since,
    last: 0,
    deleted: 0,
    revision: 0,
  };
}

/** A project's container under a readable id; another one, where that is taken. */
export async function createContainer(
  db: Db,
  { label, slug, creator }: { label: LanguageMap; slug?: string; creator: string },
): Promise<ContainerRow> {
  const wished = slugOf(slug ?? Object.values(label)[0]?.[0] ?? '');
  for (let suffix = 1; ; suffix++) {
    // The id of a view, of one to come too, is that of its own container.
    const id = /^v[2-9b-z]{10}$/.test(wished) ? newId('n') : suffix === 1 ? wished : `${wished}-${suffix}`;
    const row = await db
      .insertInto('annotationContainer')
      .values({ id, label: JSON.stringify(label), creator })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row) return row;
  }
}

/** The containers of projects, in the order in which they were made. */
export const projectContainers = (db: Db): Promise<ContainerRow[]> =>
  db.selectFrom('annotationContainer').selectAll().where('view', 'is', null).orderBy('created').orderBy('id').execute();
