import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';

/** Another text whenever an annotation on a view may have changed, in its own container or in a project's. */
export async function viewRevision(db: Db, view: string): Promise<string> {
  const { rows } = await sql<{ id: string; revision: number }>`
    select id, revision from annotation_container c
    where id = ${view} or (c.view is null and exists (
      select from annotation a where a.view = ${view} and a.container = c.id and a.deleted is null))
    order by id`.execute(db);
  return rows.map(({ id, revision }) => `${id}.${revision}`).join('+') || 'none';
}
