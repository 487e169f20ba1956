import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import type { LanguageMap } from '../../catalogue/schema.ts';
import { withSurroundings } from './around.ts';
import { matchesIn } from './matches.ts';
import type { Match } from './matches.ts';
import { queryText, stemsOfQuery } from './query.ts';
import type { Term } from './query.ts';
import { selection } from './selection.ts';
import type { Filters, Scope } from './selection.ts';

export interface Search extends Filters {
  scope: Scope;
  /** All annotations where it is undefined. */
  terms: readonly Term[] | undefined;
  /** From 0. */
  page: number;
}

export interface Hit {
  container: string;
  id: string;
  view: string;
  /** The form that viewers draw, as text. */
  viewer: string;
  /** The object that the view is of. */
  object: { id: string; label: LanguageMap };
  bounds: { x0: number; y0: number; x1: number; y1: number } | undefined;
  matches: Match[];
  /** The match is all of the annotation; what is before and after it stands in others. */
  isWhole: boolean;
}

export interface Found {
  hits: Hit[];
  /** At most `MOST`. */
  total: number;
  /** There are more. */
  isCut: boolean;
}

/** A page of a hundred took 7 ms of CPU here and 4 in PostgreSQL, and nobody looks at so many at once. */
export const PAGE_SIZE = 50;
/** Annotations that are brought into the order of the object. More of them nobody looks through, and each costs a look into the table. */
export const MOST = 1000;

/** What is said of an object, in the order of its views; of a collection, in the order of its objects. */
export async function findTexts(db: Db, search: Search): Promise<Found> {
  const terms = search.terms ?? [];
  const stems = await stemsOfQuery(db, terms);
  const lexemes = [...stems.values()].flat();
  const wanted = (search.page + 1) * PAGE_SIZE + 1;
  const found = selection(search, queryText(terms, stems), { most: MOST + 1, wanted });
  const { rows } = await sql<Row>`
    with found as materialized (
      select container, annotation, view, position, walked from ${found}
    ), page as materialized (
      select f.*, row_number() over (order by ${orderOf(search.scope)} v.position, f.container collate "C", f.position) as number
      from found f join view v on v.id = f.view ${objectsOf(search.scope)}
      order by number limit ${PAGE_SIZE} offset ${search.page * PAGE_SIZE}
    )
    select c.total, c.walked, p.container, p.annotation as id, p.view, o.id as object_id, o.label, a.viewer,
      a.x0, a.y0, a.x1, a.y1, t.texts,
      (select json_object_agg(s.lexeme, s.positions) from unnest(t.terms) s where s.lexeme = any(${lexemes}::text[])) as stems
    from (select count(*) as total, coalesce(bool_or(walked), false) as walked from found) c left join (page p
    join annotation a on a.container = p.container and a.id = p.annotation
    join annotation_text t on t.container = p.container and t.annotation = p.annotation
    join view v on v.id = p.view join object o on o.key = v.object) on true
    order by p.number`.execute(db);
  const { total = 0, walked = false } = rows[0] ?? {};
  const hits = rows
    .filter(isHit)
    .map(({ x0, y0, x1, y1, objectId, label, texts, stems: at, total: _total, walked: _walked, ...row }) => ({
      ...row,
      object: { id: objectId, label },
      bounds: x0 === null || y0 === null || x1 === null || y1 === null ? undefined : { x0, y0, x1, y1 },
      matches: matchesIn(texts, terms, stems, at ?? {}),
      isWhole: false,
    }));
  return {
    hits: await withSurroundings(db, hits),
    total: Math.min(total, MOST),
    // Of a frequent word nobody knows how many there are.
    isCut: total > MOST || (walked && total >= wanted),
  };
}

const orderOf = ({ kind }: Scope): RawBuilder<unknown> => (kind === 'object' ? sql`` : sql`i.place, v.object,`);

/** Where in the collection the objects of what was found are: asked once for each of them, for which it is `offset 0`. */
function objectsOf(scope: Scope): RawBuilder<unknown> {
  if (scope.kind === 'object') return sql``;
  return sql`join (select d.object, (select min(m.position) from collection_member m
      where m.object = d.object and m.collection = any(${[...scope.collections]}::text[])) as place
    from (select distinct v.object from (select distinct view from found) f join view v on v.id = f.view) d offset 0) i on i.object = v.object`;
}

interface Row {
  total: number;
  walked: boolean;
  container: string;
  /** Null in the one row that there is for an empty page. */
  id: string;
  view: string;
  objectId: string;
  label: LanguageMap;
  viewer: string;
  texts: string[];
  x0: number | null;
  y0: number | null;
  x1: number | null;
  y1: number | null;
  stems: Record<string, number[]> | null;
}

const isHit = ({ id }: { id: string | null }): boolean => id !== null;
