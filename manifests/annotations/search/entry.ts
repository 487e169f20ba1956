import type { JsonObject } from '../documents/annotation.ts';
import type { Annotation } from '../model/types.ts';
import { dictionaryOf } from './languages.ts';
import type { Db, Tx } from '../../catalogue/open.ts';
import { bodyMark, motivationMark, pairOf, quoted, userMark } from './marks.ts';
import { stemsOf, useDictionaries } from './stems.ts';
import type { Inflected } from './stems.ts';
import { irisOf, textsOf } from './texts.ts';
import { wordsOf } from './words.ts';
import type { Word } from './words.ts';

/** What the index of texts gets to know of an annotation. */
export interface Entry {
  /** Words, pairs of characters, and marks, as the text of a tsvector. */
  terms: string;
  /** Words to be stemmed, with their positions, `,` between them. */
  stems: (Inflected & { at: string })[];
  /** Of the bodies, without markup. */
  texts: string[];
  /** When it was made, by what it says itself; undefined where that is no time that PostgreSQL knows. */
  created?: string;
}

/** The same with its stems, as `annotation_text_put` of the catalogue takes it. */
export type StemmedEntry = Omit<Entry, 'stems'>;

/** A tsvector counts no further. */
const LAST_POSITION = 16_383;
/** Between two bodies, so that no phrase begins in one and ends in the other. */
export const GAP = 2;
/** UTF-16 units of words; what follows is not found. Each gives at most nine bytes, and a tsvector has at most 1 MiB. */
const MOST_LETTERS = 100_000;
const MOST_MARKS = 200;
const LONGEST_MARK = 500;

/** `completed`: the annotation as it is stored, which has the creator. */
export function entryOf(annotation: Annotation, completed: JsonObject): Entry {
  const positions = new Map<string, number[]>();
  const stems = new Map<string, { dictionary: string; word: string; at: number[] }>();
  const texts = textsOf(annotation);
  // Of the same length; PostgreSQL takes neither halves of characters nor zeros.
  const values = texts.map(({ value }) => value.toWellFormed().replaceAll('\0', ' '));
  for (const { word, position, next, text } of positioned(values)) {
    const language = texts[text]?.language;
    add(positions, word.folded, position);
    if (word.joined && next?.joined && next.start === word.end)
      add(positions, pairOf(word.folded, next.folded), position);
    const dictionary = language === undefined || word.joined ? undefined : dictionaryOf(language);
    if (dictionary === undefined) continue;
    for (const form of new Set([word.lower, word.folded])) {
      const key = `${dictionary} ${form}`;
      const stem = stems.get(key) ?? { dictionary, word: form, at: [] };
      stem.at.push(position);
      stems.set(key, stem);
    }
  }
  const marks = [
    // Viewers are told of one where there is none.
    ...(annotation.motivation.length > 0 ? annotation.motivation : ['commenting']).map(motivationMark),
    ...idsOf(completed['creator']).map(userMark),
    ...irisOf(annotation).map(bodyMark),
  ].filter((mark) => mark.length <= LONGEST_MARK);
  const terms = [
    ...[...positions].map(([lexeme, at]) => `${quoted(lexeme)}:${at.join(',')}`),
    ...[...new Set(marks)].slice(0, MOST_MARKS).map(quoted),
  ];
  return {
    terms: terms.join(' '),
    stems: [...stems.values()].map(({ at, ...stem }) => ({ ...stem, at: at.join(',') })),
    texts: values,
    ...createdOf(completed),
  };
}

/** In one question for all of them, to be written by the same connection. */
export async function withStems(db: Db | Tx, entries: readonly Entry[]): Promise<StemmedEntry[]> {
  const stems = entries.flatMap((entry) => entry.stems);
  const markOf = await stemsOf(db, stems);
  await useDictionaries(db, new Set(stems.map(({ dictionary }) => dictionary)));
  return entries.map(({ terms, stems: own, ...entry }) => ({
    ...entry,
    terms: [terms, ...own.flatMap((stem) => markOf(stem).map((mark) => `${quoted(mark)}:${stem.at}`))].join(' '),
  }));
}

interface Positioned {
  word: Word;
  next: Word | undefined;
  position: number;
  /** Which of the bodies it is in. */
  text: number;
}

/** Words with their positions in the index: the same each time they are counted. */
export function* positioned(texts: readonly string[]): Generator<Positioned, void> {
  let position = 1;
  let letters = 0;
  for (const [text, value] of texts.entries()) {
    let word: Word | undefined;
    for (const next of wordsOf(value)) {
      if (word) yield { word, next, position: position++, text };
      word = next;
      letters += next.folded.length;
      if (letters > MOST_LETTERS || position >= LAST_POSITION) return;
    }
    if (word) yield { word, next: undefined, position: position++, text };
    position += GAP;
  }
}

function add(positions: Map<string, number[]>, lexeme: string, position: number): void {
  const at = positions.get(lexeme);
  if (at) at.push(position);
  else positions.set(lexeme, [position]);
}

function createdOf({ created }: JsonObject): Pick<Entry, 'created'> {
  const at = new Date(typeof created === 'string' ? created : Number.NaN);
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9999 ? { created: at.toISOString() } : {};
}

const idsOf = (creator: unknown): string[] =>
  [creator].flat().flatMap((one) => {
    const id: unknown = typeof one === 'object' && one !== null ? (one as JsonObject)['id'] : one;
    return typeof id === 'string' ? [id] : [];
  });
