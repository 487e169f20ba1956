import { sql } from 'kysely';
import type { RawBuilder, Selectable } from 'kysely';
import { readableStates } from '../../catalogue/access.ts';
import type { Visitor } from '../../catalogue/access.ts';
import type { Db, Tx } from '../../catalogue/open.ts';
import type { Tables } from '../../catalogue/schema.ts';

export type AnnotationRow = Pick<
  Selectable<Tables['annotation']>,
  | 'container'
  | 'id'
  | 'position'
  | 'version'
  | 'body'
  | 'writer'
  | 'actor'
  | 'software'
  | 'view'
  | 'modified'
  | 'deleted'
  | 'deletedBy'
>;

/** What documents are made of. */
export const COLUMNS = [
  'container',
  'id',
  'position',
  'version',
  'body',
  'writer',
  'actor',
  'software',
  'view',
  'modified',
  'deleted',
  'deletedBy',
] as const satisfies readonly (keyof AnnotationRow)[];

/** What belongs to an object that the visitor may not see is as closed as the object, whichever container it is in. */
export const isReadable = (visitor: Visitor): RawBuilder<boolean> =>
  sql<boolean>`(annotation.view is null or exists (select from view join object on object.key = view.object
    where view.id = annotation.view and object.state in (${sql.join(readableStates(visitor))})))`;

/** Deleted ones too, which are told from those that never were. */
export const readAnnotationRow = (
  db: Db | Tx,
  container: string,
  id: string,
  visitor: Visitor = 'administrator',
): Promise<AnnotationRow | undefined> =>
  db
    .selectFrom('annotation')
    .select(COLUMNS)
    .where('container', '=', container)
    .where('id', '=', id)
    .where(isReadable(visitor))
    .executeTakeFirst();
