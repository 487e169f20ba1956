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
  /** Annotations that have it; undefined where they are more than are counted. */
  count: number | undefined;
}

const MOST = 10;
/** Annotations that are looked at: among them are all frequent words that begin so. */
const SAMPLE = 300;
/** Bytes on the disk, and characters of all: texts of whole volumes are not read at each letter that somebody types. */
const LARGEST_TEXT = 32_768;
const MOST_CHARACTERS = 200_000;
const COUNTED = 100;

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
    select texts from ${selection(where, query, { most: SAMPLE })} where pg_column_size(texts) < ${LARGEST_TEXT}`.execute(
    db,
  );
  const { words, isWhole } = tally(
    rows.map(({ texts }) => texts),
    begun,
  );
  const found = words.toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)).slice(0, MOST);
  const counted = isWhole && rows.length < SAMPLE ? found : await count(db, where, found, Math.max(COUNTED, least));
  return counted.filter(({ count: number }) => number === undefined || number >= least);
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
  for (const [index, first] of words.entries()) {
    const last = words[index + begun.length - 1];
    if (!last) return;
    const isBegun = begun.every(({ folded }, n) => {
      const here = words[index + n]?.folded ?? '';
      return n === begun.length - 1 ? here.startsWith(folded) : here === folded;
    });
    if (isBegun) yield begun.length === 1 ? first.lower : text.slice(first.start, last.end).toLowerCase();
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
