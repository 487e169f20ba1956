import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import { withSurroundings } from './around.ts';
import { matchesIn } from './matches.ts';
import type { Match } from './matches.ts';
import { motivationMark, objectMark, quoted, userMark } from './marks.ts';
import { inflected, queryText } from './query.ts';
import type { Stems, Term } from './query.ts';

export interface Filters {
  /** Any of them; `non-painting` is all but painting. */
  motivations?: readonly string[];
  /** IRIs, any of them. */
  users?: readonly string[];
  /** When it was made, in any of them. */
  dates?: readonly { from: Date; to: Date }[];
}

export interface Search extends Filters {
  /** Key of an object. */
  object: string;
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

/** What is said of an object, in the order of its views. */
export async function findTexts(db: Db, search: Search): Promise<Found> {
  const terms = search.terms ?? [];
  const stems = await stemsOf(db, search.object, terms);
  const query = [
    quoted(objectMark(search.object)),
    ...(terms.length > 0 ? [queryText(terms, stems)] : []),
    ...filterTexts(search),
  ].join(' & ');
  const dates = (search.dates ?? []).map(({ from, to }) => sql`t.created between ${from} and ${to}`);
  const made = dates.length > 0 ? sql`and (${sql.join(dates, sql` or `)})` : sql``;
  const lexemes = [...stems.values()].flat();
  const { rows } = await sql<Row>`
    with found as materialized (
      select t.container, t.annotation, t.view, t.position from annotation_text t
      where t.terms @@ ${query}::tsquery ${made} limit ${MOST + 1}
    ), page as materialized (
      select f.*, v.position as number, count(*) over () as total from found f join view v on v.id = f.view
      order by v.position, f.container, f.position limit ${PAGE_SIZE} offset ${search.page * PAGE_SIZE}
    )
    select p.container, p.annotation as id, p.view, p.total, a.viewer::text as viewer, a.x0, a.y0, a.x1, a.y1, t.texts,
      (select json_object_agg(s.lexeme, s.positions) from unnest(t.terms) s where s.lexeme = any(${lexemes}::text[])) as stems
    from page p join annotation a on a.container = p.container and a.id = p.annotation
    join annotation_text t on t.container = p.container and t.annotation = p.annotation
    order by p.number, p.container, p.position`.execute(db);
  const total = rows[0]?.total ?? 0;
  const hits = rows.map(({ x0, y0, x1, y1, texts, stems: at, total: _total, ...row }) => ({
    ...row,
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
  container: string;
  id: string;
  view: string;
  total: number;
  viewer: string;
  texts: string[];
  x0: number | null;
  y0: number | null;
  x1: number | null;
  y1: number | null;
  stems: Record<string, number[]> | null;
}

function filterTexts({ motivations = [], users = [] }: Filters): string[] {
  return [
    ...any(
      motivations.map((motivation) =>
        motivation === 'non-painting' ? `!${quoted(motivationMark('painting'))}` : quoted(motivationMark(motivation)),
      ),
    ),
    ...any(users.map((user) => quoted(userMark(user)))),
  ];
}

const any = (lexemes: string[]): string[] => (lexemes.length > 0 ? [`(${lexemes.join(' | ')})`] : []);

/** The stems of a query's words in the languages that the object's texts are in. */
async function stemsOf(db: Db, object: string, terms: readonly Term[]): Promise<Stems> {
  const words = inflected(terms).filter(({ joined }) => !joined);
  const stems = new Map<string, string[]>();
  if (words.length === 0) return stems;
  const forms = words.flatMap(({ lower, folded }) =>
    [...new Set([lower, folded])].map((form) => [lower, form] as const),
  );
  const { rows } = await sql<{ lower: string; lexeme: string }>`
    select distinct w.lower, d.dictionary || '~' || stem as lexeme
    from (select distinct substr(word, 2) as dictionary from annotation_word
      where object = ${object} and word >= '@' and word < 'A') d,
      unnest(${forms.map(([lower]) => lower)}::text[], ${forms.map(([, form]) => form)}::text[]) as w(lower, form),
      unnest(annotation_stems(d.dictionary, w.form)) as stem`.execute(db);
  for (const { lower, lexeme } of rows) stems.set(lower, [...(stems.get(lower) ?? []), lexeme]);
  return stems;
}
