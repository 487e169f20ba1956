import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { readableStates } from '../../catalogue/access.ts';
import type { Visitor } from '../../catalogue/access.ts';
import type { Db } from '../../catalogue/open.ts';
import { motivationMark, objectMark, quoted, userMark } from './marks.ts';

/** What is searched: an object, which the visitor may read, or what of a collection they may read. */
export type Scope =
  | { kind: 'object'; key: string }
  /** `collections`: it, and those in it. */
  | { kind: 'collection'; collections: readonly string[]; visitor: Visitor };

/** What an annotation has to be besides. */
export interface Filters {
  /** Any of them; `non-painting` is all but painting. */
  motivations?: readonly string[];
  /** IRIs, any of them. */
  users?: readonly string[];
  /** When it was made, in any of them. */
  dates?: readonly { from: Date; to: Date }[];
}

/** A collection with all that are in it, however deep; undefined where there is none. */
export async function collectionScope(db: Db, id: string, visitor: Visitor): Promise<Scope | undefined> {
  const { rows } = await sql<{ id: string }>`
    with recursive inside as (
      select id from collection where id = ${id}
      union select m.child from inside i join collection_member m on m.collection = i.id and m.child is not null
    ) select id from inside`.execute(db);
  if (rows.length === 0) return undefined;
  return { kind: 'collection', collections: rows.map((row) => row.id), visitor };
}

/** The rows of `annotation_text t` that are meant, and the order of the objects of `view v`. `query`: a tsquery, or nothing. */
export function selection(
  { scope, motivations = [], users = [], dates = [] }: Filters & { scope: Scope },
  query: string,
): { condition: RawBuilder<boolean>; order: RawBuilder<unknown> } {
  const texts = [
    ...(scope.kind === 'object' ? [quoted(objectMark(scope.key))] : []),
    ...(query === '' ? [] : [query]),
    ...any(
      motivations.map((motivation) =>
        motivation === 'non-painting' ? `!${quoted(motivationMark('painting'))}` : quoted(motivationMark(motivation)),
      ),
    ),
    ...any(users.map((user) => quoted(userMark(user)))),
  ];
  const conditions: RawBuilder<boolean>[] = [];
  if (texts.length > 0) conditions.push(sql`t.terms @@ ${texts.join(' & ')}::tsquery`);
  if (dates.length > 0) {
    const ranges = dates.map(({ from, to }) => sql`t.created between ${from} and ${to}`);
    conditions.push(sql`(${sql.join(ranges, sql` or `)})`);
  }
  if (scope.kind === 'object') return { condition: sql.join(conditions, sql` and `), order: sql`true` };
  const { collections, visitor } = scope;
  const inside = sql`m.collection = any(${[...collections]}::text[])`;
  conditions.push(sql`exists (select from view v join object o on o.key = v.object and o.state in (${sql.join(readableStates(visitor))})
    join collection_member m on m.object = o.key and ${inside} where v.id = t.view)`);
  return {
    condition: sql.join(conditions, sql` and `),
    order: sql`(select min(m.position) from collection_member m where m.object = v.object and ${inside}), v.object`,
  };
}

const any = (lexemes: string[]): string[] => (lexemes.length > 0 ? [`(${lexemes.join(' | ')})`] : []);
