import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { readableStates } from '../../catalogue/access.ts';
import type { Visitor } from '../../catalogue/access.ts';
import type { Db } from '../../catalogue/open.ts';
import { motivationMark, quoted, userMark } from './marks.ts';

/** What is searched, as far as the visitor may read it: an object, or a collection with those in it. */
export type Scope = { visitor: Visitor } & (
  { kind: 'object'; key: string } | { kind: 'collection'; collections: readonly string[] }
);

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

/** What the functions of the catalogue take to find annotations: a tsquery, when they were made, and where they are. `query`: a tsquery, or nothing. */
export function selected(
  { scope, motivations = [], users = [], dates = [] }: Filters & { scope: Scope },
  query: string,
): RawBuilder<unknown> {
  const texts = [
    ...(query === '' ? [] : [query]),
    ...any(
      motivations.map((motivation) =>
        motivation === 'non-painting' ? `!${quoted(motivationMark('painting'))}` : quoted(motivationMark(motivation)),
      ),
    ),
    ...any(users.map((user) => quoted(userMark(user)))),
  ];
  const made = dates.length > 0 ? `{${dates.map(rangeText).join(',')}}` : null;
  const [key, collections] = scope.kind === 'object' ? [scope.key, null] : [null, [...scope.collections]];
  return sql`${texts.join(' & ') || EVERYTHING}::tsquery, ${made}::tstzmultirange, ${key}::text, ${collections}::text[],
    ${[...readableStates(scope.visitor)]}::text[]`;
}

/** The annotations that are meant: up to `most` of them, or of a frequent word the first that are `wanted`; then they are `walked`. */
export const selection = (
  where: Filters & { scope: Scope },
  query: string,
  { most, wanted = most }: { most: number; wanted?: number },
): RawBuilder<unknown> => sql`annotation_text_find(${selected(where, query)}, ${most}, ${wanted})`;

/** No annotation has this mark. */
const EVERYTHING = `!${quoted('@')}`;

const any = (lexemes: string[]): string[] => (lexemes.length > 0 ? [`(${lexemes.join(' | ')})`] : []);

/** Both ends are in it. */
const rangeText = ({ from, to }: { from: Date; to: Date }): string => `[${from.toISOString()},${to.toISOString()}]`;
