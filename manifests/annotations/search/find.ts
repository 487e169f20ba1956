import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import type { LanguageMap } from '../../catalogue/schema.ts';
import { withSurroundings } from './around.ts';
import { matchesIn } from './matches.ts';
import type { Match } from './matches.ts';
import { queryText, stemsOfQuery } from './query.ts';
import type { Term } from './query.ts';
import { selected } from './selection.ts';
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
  const where = selected(search, queryText(terms, stems));
  const { rows } =
    await sql<Row>`select * from annotation_text_page(${where}, ${MOST + 1}, ${wanted}, ${lexemes}::text[],
    ${search.page * PAGE_SIZE}, ${PAGE_SIZE})`.execute(db);
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
