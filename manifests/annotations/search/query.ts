import type { Db } from '../../catalogue/open.ts';
import { bodyMark, pairOf, quoted } from './marks.ts';
import { stemsOf, usedDictionaries } from './stems.ts';
import { wordsOf } from './words.ts';
import type { Word } from './words.ts';

/** One thing that is looked for; an annotation has to have all of them. */
export type Term =
  | { kind: 'body'; iri: string }
  /** Words that follow each other; the last may be only the beginning of one. A single one is found in its other forms, too. */
  | { kind: 'words'; words: Word[]; isPrefix: boolean; isExact: boolean };

/** Longer requests mean nothing that shorter ones do not. */
const MOST_TERMS = 32;
const TOKEN = /["“”„«»「」『』]([^"“”„«»「」『』]*)["“”„«»「」『』]|\S+/gu;

/** Reads `q`: words, "phrases in quotes", beginnings with a star, and IRIs of bodies. Undefined if nothing in it can be looked for. */
export function readQuery(q: string): Term[] | undefined {
  const terms: Term[] = [];
  for (const [token, phrase] of q.matchAll(TOKEN)) {
    if (terms.length >= MOST_TERMS) break;
    if (phrase === undefined && /^[a-z][a-z0-9+.-]*:\S*[/:]/i.test(token)) {
      terms.push({ kind: 'body', iri: token });
      continue;
    }
    const words = [...wordsOf(phrase ?? token)].slice(0, MOST_TERMS);
    if (words.length === 0) continue;
    const isPrefix = phrase === undefined && token.endsWith('*');
    terms.push({ kind: 'words', words, isPrefix, isExact: phrase !== undefined || words.length > 1 });
  }
  return terms.length > 0 ? terms : undefined;
}

/** The words of a query that are looked for in their other forms. */
const inflected = (terms: readonly Term[]): Word[] =>
  terms.flatMap((term) =>
    term.kind === 'words' && !term.isExact && !term.isPrefix ? term.words.filter(({ joined }) => !joined) : [],
  );

/** Lexemes of stems, by the lower case of the word. */
export type Stems = ReadonlyMap<string, readonly string[]>;

/** By all dictionaries that any text is stemmed by: in which languages those are that will be found, nobody knows before. */
export async function stemsOfQuery(db: Db, terms: readonly Term[]): Promise<Stems> {
  const words = inflected(terms);
  if (words.length === 0) return new Map();
  const dictionaries = await usedDictionaries(db);
  const wanted = words.flatMap(({ lower, folded }) =>
    [...new Set([lower, folded])].flatMap((word) => dictionaries.map((dictionary) => ({ lower, dictionary, word }))),
  );
  const marksOf = await stemsOf(db, wanted);
  const stems = new Map<string, Set<string>>();
  for (const one of wanted) {
    const marks = stems.get(one.lower) ?? new Set();
    stems.set(one.lower, marks);
    for (const mark of marksOf(one)) marks.add(mark);
  }
  return new Map([...stems].map(([lower, marks]) => [lower, [...marks]]));
}

/** A tsquery. */
export const queryText = (terms: readonly Term[], stems: Stems): string =>
  terms.map((term) => `(${term.kind === 'body' ? quoted(bodyMark(term.iri)) : wordsText(term, stems)})`).join(' & ');

function wordsText({ words, isPrefix, isExact }: Term & { kind: 'words' }, stems: Stems): string {
  const [only] = words;
  if (words.length === 1 && only && !isPrefix && !isExact)
    return [only.folded, ...(stems.get(only.lower) ?? [])].map(quoted).join(' | ');
  const steps: { at: number; lexeme: string }[] = [];
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    const isPair = word.joined && next?.joined && next.start === word.end;
    const previous = words[at - 1];
    const isCovered = word.joined && previous?.joined && previous.end === word.start;
    if (isPair) steps.push({ at, lexeme: quoted(pairOf(word.folded, next.folded)) });
    else if (!isCovered)
      steps.push({ at, lexeme: `${quoted(word.folded)}${isPrefix && at === words.length - 1 ? ':*' : ''}` });
  }
  return steps.map(({ at, lexeme }, n) => `${n === 0 ? '' : ` <${at - (steps[n - 1]?.at ?? 0)}> `}${lexeme}`).join('');
}
