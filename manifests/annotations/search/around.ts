import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import type { Hit } from './find.ts';
import { motivationMark, quoted } from './marks.ts';

/** What is said beside the text, such as a tag, is no part of it. */
const TRANSCRIBED = ['supplementing', 'painting', 'transcribing']
  .map((motivation) => quoted(motivationMark(motivation)))
  .join(' | ');
/** Annotations before and after one that is a single word. */
const NEIGHBOURS = 6;

/**
 * Where a text is transcribed word by word, a match is all of its annotation: then what stands around it is in those beside it, on the
 * same view and in the order in which they were made. The line that a word is in, where that is one of them, is not.
 */
export async function withSurroundings(db: Db, hits: readonly Hit[]): Promise<Hit[]> {
  const whole = hits.filter(isWhole);
  if (whole.length === 0) return [...hits];
  const { rows } = await sql<{ n: number; before: string | null; after: string | null }>`
    select h.n, string_agg(b.value, ' ' order by b.position) filter (where b.position < a.position) as before,
      string_agg(b.value, ' ' order by b.position) filter (where b.position > a.position) as after
    from unnest(${whole.map(({ container }) => container)}::text[], ${whole.map(({ id }) => id)}::text[])
      with ordinality as h(container, id, n)
    join annotation_text a on a.container = h.container and a.annotation = h.id
    cross join lateral (
      select b.position, b.texts->>0 as value from annotation n
      join annotation_text b on b.container = n.container and b.annotation = n.id and b.view = a.view
      where n.container = a.container and n.position between a.position - ${NEIGHBOURS} and a.position + ${NEIGHBOURS}
        and b.terms @@ ${TRANSCRIBED}::tsquery and (a.texts->>0 ~ '\\s' or b.texts->>0 !~ '\\s')) b
    where a.terms @@ ${TRANSCRIBED}::tsquery
    group by h.n`.execute(db);
  const around = new Map(rows.map(({ n, before, after }) => [whole[n - 1], { before, after }]));
  return hits.map((hit) => {
    const beside = around.get(hit);
    if (!beside) return hit;
    const before = beside.before === null ? '' : `${beside.before} `;
    const after = beside.after === null ? '' : ` ${beside.after}`;
    return { ...hit, isWhole: true, matches: hit.matches.map((match) => ({ ...match, before, after })) };
  });
}

function isWhole({ matches }: Hit): boolean {
  const [match, ...others] = matches;
  return match !== undefined && others.length === 0 && match.before === '' && match.after === '';
}
