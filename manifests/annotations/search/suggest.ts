import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import { queryText } from './query.ts';
import type { Term } from './query.ts';
import { selection } from './selection.ts';
import type { Filters, Scope } from './selection.ts';
import { foldedOf, segmentsOf, wordsOf } from './words.ts';
import type { Word } from './words.ts';

export interface Suggestion {
  /** One word, or several where several were begun. */
  word: string;
  /** Annotations that have it; undefined where there are more than were looked at. */
  count: number | undefined;
}

const MOST = 10;
/** Annotations that are looked at: among them are all frequent words that begin so. */
const SAMPLE = 200;
/** Bytes on the disk, and characters of all: texts of whole volumes are not read at each letter that somebody types. */
const LARGEST_TEXT = 32_768;
const MOST_CHARACTERS = 200_000;

/**
 * Words that begin with some letters, the most frequent first; where several words were typed, the last is completed. They are
 * taken from the texts themselves, so that nothing is proposed which is in none.
 */
export async function suggest(
  db: Db,
  { letters, least, ...where }: Filters & { scope: Scope; letters: string; least: number },
): Promise<Suggestion[]> {
  const begun = [...wordsOf(letters)];
  if (begun.length === 0) return [];
  const query = queryText([beginning(begun)], new Map());
  const { rows } = await sql<{ texts: string[] }>`
    select t.texts from ${selection(where, query, { most: SAMPLE })} f
    join annotation_text t on t.container = f.container and t.annotation = f.annotation
    where pg_column_size(t.texts) < ${LARGEST_TEXT}`.execute(db);
  const { words, isWhole } = tally(
    rows.map(({ texts }) => texts),
    begun,
  );
  const found = words.toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)).slice(0, MOST);
  if (isWhole && rows.length < SAMPLE) return found.filter(({ count: number }) => number >= least);
  // Each costs a search, which is too much for every letter that somebody types.
  if (least <= 1) return found.map(({ word }) => ({ word, count: undefined }));
  return (await count(db, where, found, least)).filter(({ count: number }) => number === undefined || number >= least);
}

/** The last word may go on. A script without spaces has its neighbours for that. */
function beginning(words: Word[]): Term {
  return { kind: 'words', words, isPrefix: words.at(-1)?.joined === false, isExact: true };
}

interface Counted {
  word: string;
  count: number;
}

function tally(
  annotations: readonly (readonly string[])[],
  begun: readonly Word[],
): { words: Counted[]; isWhole: boolean } {
  const found = new Map<string, Counted>();
  let characters = 0;
  for (const texts of annotations) {
    if (characters > MOST_CHARACTERS) break;
    const here = new Map<string, string>();
    for (const text of texts) {
      characters += text.length;
      for (const word of begun.at(-1)?.joined ? segmentsBegun(text, begun) : wordsBegun(text, begun))
        here.set(foldedOf(word), word);
    }
    for (const [folded, word] of here) {
      const one = found.get(folded);
      if (one) one.count += 1;
      else found.set(folded, { word, count: 1 });
    }
  }
  return { words: [...found.values()], isWhole: characters <= MOST_CHARACTERS };
}

function* wordsBegun(text: string, begun: readonly Word[]): Generator<string, void> {
  const words = [...wordsOf(text)];
  const before = begun.length - 1;
  const letters = begun[before]?.folded ?? '';
  for (let at = before; at < words.length; at++) {
    const [first, last] = [words[at - before], words[at]];
    if (!first || !last?.folded.startsWith(letters)) continue;
    if (before === 0) yield first.lower;
    else if (begun.every(({ folded }, n) => n === before || words[at - before + n]?.folded === folded))
      yield text.slice(first.start, last.end).toLowerCase();
  }
}

function* segmentsBegun(text: string, begun: readonly Word[]): Generator<string, void> {
  const letters = begun.map(({ folded }) => folded).join('');
  for (const segment of segmentsOf(text)) if (foldedOf(segment).startsWith(letters)) yield segment;
}

/** As many as a search for each of them finds. */
async function count(
  db: Db,
  where: Filters & { scope: Scope },
  found: readonly Counted[],
  most: number,
): Promise<Suggestion[]> {
  if (found.length === 0) return [];
  const counts = found.map(
    ({ word }, n) =>
      sql`select ${n}::integer as n, count(*) from ${selection(where, queryText([exactly(word)], new Map()), { most: most + 1 })}`,
  );
  const { rows } = await sql<{ n: number; count: number }>`${sql.join(counts, sql` union all `)} order by n`.execute(
    db,
  );
  return rows.map(({ n, count: number }) => ({
    word: found[n]?.word ?? '',
    count: number > most ? undefined : number,
  }));
}

const exactly = (word: string): Term => ({ kind: 'words', words: [...wordsOf(word)], isPrefix: false, isExact: true });
