import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import { objectMark, quoted } from './marks.ts';
import { queryText, readQuery } from './query.ts';
import { foldedOf } from './words.ts';

export interface Suggestion {
  word: string;
  /** Annotations that have it; undefined where they are more than are counted. */
  count: number | undefined;
}

const MOST_WORDS = 50;
const MOST = 20;
const COUNTED = 1000;

/** Words of an object's texts that begin with some letters, the most frequent first. */
export async function suggest(db: Db, object: string, letters: string, least: number): Promise<Suggestion[]> {
  const beginning = foldedOf(letters.trim());
  if (beginning === '' || beginning.startsWith('@')) return [];
  const { rows } = await sql<{ shown: string }>`
    select min(shown) as shown from annotation_word
    where object = ${object} and word >= ${beginning} and word < ${`${beginning}\u{10FFFF}`}
    group by word order by word limit ${MOST_WORDS}`.execute(db);
  const queries = rows.map(({ shown }) => {
    const terms = readQuery(`"${shown}"`) ?? [];
    return [quoted(objectMark(object)), queryText(terms, new Map())].join(' & ');
  });
  const { rows: counts } = await sql<{ n: number; count: number }>`
    select q.n, (select count(*) from (
      select from annotation_text t where t.terms @@ q.query::tsquery limit ${COUNTED + 1}) found) as count
    from unnest(${queries}::text[]) with ordinality as q(query, n)`.execute(db);
  return counts
    .filter(({ count }) => count >= Math.max(1, least))
    .toSorted((a, b) => b.count - a.count || a.n - b.n)
    .slice(0, MOST)
    .map(({ n, count }) => ({ word: rows[n - 1]?.shown ?? '', count: count > COUNTED ? undefined : count }));
}
