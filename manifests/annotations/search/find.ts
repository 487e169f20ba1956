import { sql } from 'kysely';
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
export const MOST = 2000;

/** What is said of an object, in the order of its views; of a collection, in the order of its objects. */
export async function findTexts(db: Db, search: Search): Promise<Found> {
  const terms = search.terms ?? [];
  const stems = await stemsOfQuery(db, terms);
  const { condition, order } = selection(search, queryText(terms, stems));
  const lexemes = [...stems.values()].flat();
  const { rows } = await sql<Row>`
    with found as materialized (
      select t.container, t.annotation, t.view, t.position from annotation_text t where ${condition} limit ${MOST + 1}
    ), page as materialized (
      select f.*, row_number() over (order by ${order}, v.position, f.container, f.position) as number
      from found f join view v on v.id = f.view
      order by number limit ${PAGE_SIZE} offset ${search.page * PAGE_SIZE}
    )
    select c.total, p.container, p.annotation as id, p.view, o.id as object_id, o.label, a.viewer::text as viewer,
      a.x0, a.y0, a.x1, a.y1, t.texts,
      (select json_object_agg(s.lexeme, s.positions) from unnest(t.terms) s where s.lexeme = any(${lexemes}::text[])) as stems
    from (select count(*) as total from found) c left join (page p
    join annotation a on a.container = p.container and a.id = p.annotation
    join annotation_text t on t.container = p.container and t.annotation = p.annotation
    join view v on v.id = p.view join object o on o.key = v.object) on true
    order by p.number`.execute(db);
  const total = rows[0]?.total ?? 0;
  const hits = rows
    .filter(isHit)
    .map(({ x0, y0, x1, y1, objectId, label, texts, stems: at, total: _total, ...row }) => ({
      ...row,
      object: { id: objectId, label },
      bounds: x0 === null || y0 === null || x1 === null || y1 === null ? undefined : { x0, y0, x1, y1 },
      matches: matchesIn(texts, terms, stems, at ?? {}),
      isWhole: false,
    }));
  return {
    hits: await withSurroundings(db, hits),
    total: Math.min(total, MOST),
    isCut: total > MOST,
  };
}

interface Row {
  total: number;
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
