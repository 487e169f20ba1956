import { positioned } from './entry.ts';
import type { Stems, Term } from './query.ts';
import type { Word } from './words.ts';

/** Where in an annotation's text something was found. */
export interface Match {
  before: string;
  exact: string;
  after: string;
}

/** Characters of the text that are given around a match. */
const AROUND = 60;
const MOST_MATCHES = 20;

interface Placed {
  word: Word;
  position: number;
  text: number;
}

/** `stemmed`: positions of the stems that the index has of this annotation. */
export function matchesIn(
  texts: readonly string[],
  terms: readonly Term[],
  stems: Stems,
  stemmed: Readonly<Record<string, readonly number[]>>,
): Match[] {
  const words: Placed[] = [...positioned(texts)];
  const found = new Map<number, { at: Placed; to: Placed }>();
  for (const term of terms) {
    if (term.kind !== 'words') continue;
    const [only] = term.words;
    const at = new Set(
      only && !term.isExact ? (stems.get(only.lower) ?? []).flatMap((stem) => stemmed[stem] ?? []) : [],
    );
    for (const [index, first] of words.entries()) {
      const to = words[index + term.words.length - 1];
      if (to?.text !== first.text) continue;
      const isHere = at.has(first.position) || term.words.every((word, n) => isWord(words[index + n], word, n, term));
      const longer = found.get(index);
      if (isHere && !(longer && longer.to.position >= to.position)) found.set(index, { at: first, to });
    }
  }
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .slice(0, MOST_MATCHES)
    .map(([, { at, to }]) => {
      const value = texts[at.text] ?? '';
      const [start, end] = [at.word.start, to.word.end];
      return {
        before: endOf(value.slice(0, start)),
        exact: value.slice(start, end),
        after: beginningOf(value.slice(end)),
      };
    });
}

function isWord(
  placed: Placed | undefined,
  word: Word,
  n: number,
  { words, isPrefix }: Term & { kind: 'words' },
): boolean {
  if (!placed) return false;
  const { folded } = placed.word;
  return isPrefix && n === words.length - 1 ? folded.startsWith(word.folded) : folded === word.folded;
}

/** Never half a character. */
const endOf = (text: string): string => text.slice(-AROUND).replace(/^[\udc00-\udfff]/, '');
const beginningOf = (text: string): string => text.slice(0, AROUND).replace(/[\ud800-\udbff]$/, '');
