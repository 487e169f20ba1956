/** One word of a text, or one character of a script that sets no spaces. */
export interface Word {
  /** In lower case, as dictionaries want it. */
  lower: string;
  /** What is compared: without accents, too. */
  folded: string;
  /** Where it is in the text, in UTF-16 units. */
  start: number;
  end: number;
  /** Of a script without spaces: its neighbour on the right follows at once. */
  joined: boolean;
}

/** Longer ones are no words. */
const LONGEST = 80;

const UNSPACED = '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmr}\\p{scx=Mymr}';
/**
 * A word; or a character of such a script with its marks. Marks of all scripts (Inherited) belong to both. Apostrophes divide: who looks
 * for `homme` means `l'homme`, too, and `it's` is looked for as the phrase that it is.
 */
const WORD = new RegExp(
  `(?<one>(?=[\\p{L}\\p{N}])[${UNSPACED}]\\p{M}*)|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])(?:(?![${UNSPACED}])[\\p{L}\\p{N}]|\\p{M}|[\\u00ad\\u200c\\u200d](?=[\\p{L}\\p{N}]))*`,
  'gu',
);

/** The same of plain ASCII, which needs no looking up in Unicode: six times as fast. */
// eslint-disable-next-line no-control-regex -- all of them are ASCII
const ASCII = /^[\x00-\x7f]*$/;
const ASCII_WORD = /[a-z0-9]+/gi;

/**
 * Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic: what readers leave out when they search. Marks of
 * the scripts of India and of South-East Asia are vowels that nobody leaves out.
 */
const ACCENTS =
  /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]/g;
const UNSEEN = /[\u00ad\u200c\u200d]/g;
/** Letters that have no decomposition, and the final sigma. */
const LETTERS: Readonly<Record<string, string>> = {
  ς: 'σ',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ſ: 's',
  ꝛ: 'r',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

const lowerOf = (text: string): string => text.normalize('NFC').toLowerCase().replace(UNSEEN, '');

/** What two words have in common whose reader takes them for the same. */
export const foldedOf = (text: string): string =>
  lowerOf(text)
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFC');

/** The words of a text, in its order. */
export function* wordsOf(text: string): Generator<Word, void> {
  const isAscii = ASCII.test(text);
  for (const match of text.matchAll(isAscii ? ASCII_WORD : WORD)) {
    const [found] = match;
    if (found.length > LONGEST) continue;
    const { index: start } = match;
    if (isAscii) {
      const lower = found.toLowerCase();
      yield { lower, folded: lower, start, end: start + found.length, joined: false };
      continue;
    }
    const folded = foldedOf(found);
    if (folded === '' || folded.length > LONGEST) continue;
    yield {
      lower: lowerOf(found),
      folded,
      start,
      end: start + found.length,
      joined: match.groups?.['one'] !== undefined,
    };
  }
}

/** Words as a reader would take them out of a run of an unspaced script; Node has the dictionaries. */
export function* segmentsOf(text: string): Generator<string, void> {
  const runs = new RegExp(`[${UNSPACED}\\p{M}]{2,}`, 'gu');
  for (const [run] of text.matchAll(runs))
    for (const { segment, isWordLike } of segmenter.segment(run)) if (isWordLike && segment.length > 1) yield segment;
}
const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
