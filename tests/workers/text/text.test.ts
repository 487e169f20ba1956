import test from 'ava';
import type { TextItem } from '../../../workers/text/model.ts';
import { endsDivided, textOf, textOfPage } from '../../../workers/text/text.ts';

const word = (text: string, whole?: string): TextItem => ({
  granularity: 'word',
  text,
  parts: [],
  ...(whole === undefined ? {} : { whole }),
});
const line = (parts: TextItem[], divided?: true): TextItem => ({
  granularity: 'line',
  parts,
  ...(divided ? { divided } : {}),
});
const block = (parts: TextItem[]): TextItem => ({ granularity: 'block', parts });

test('words are their glyphs, lines their words, blocks their lines, pages their blocks', (t) => {
  const glyphs: TextItem = {
    granularity: 'word',
    parts: ['a', 'b'].map((text) => ({ granularity: 'glyph', text, parts: [] })),
  };
  const blocks = [block([line([glyphs, word('c')]), line([word('')]), line([word('d')])]), block([line([word('e')])])];
  t.is(textOf(blocks[0]!), 'ab c\nd');
  t.is(textOfPage({ index: 0, unit: 'pixel', parts: blocks }), 'ab c\nd\ne');
});

test('a divided word is joined across lines and blocks, any sign of division gone', (t) => {
  for (const sign of ['-', '\u00ad', '¬', '⸗', '=', '']) {
    t.is(textOf(block([line([word(`ver${sign}`)], true), line([word('bunden'), word('mit')])])), 'verbunden mit');
  }
  t.is(textOf(block([line([word('1914-')]), line([word('1918')])])), '1914-\n1918');
});

test('a word that is spelt otherwise when whole is so, with the punctuation around its parts', (t) => {
  const text = textOf(block([line([word('„Zuk-', 'Zucker')], true), line([word('ker“,', 'Zucker'), word('x')])]));
  t.is(text, '„Zucker“, x');
  t.is(textOf(block([line([word('a-', 'ab')], true), line([word('c', 'cd')])])), 'ac');
});

test('words that are in no line are one line', (t) => {
  t.is(textOf(block([word('a'), word('b'), line([word('c')])])), 'a b\nc');
});

test('signs that only divide are told from those that may join', (t) => {
  t.deepEqual(['a\u00ad', 'a¬', 'a-', 'a'].map(endsDivided), [true, true, false, false]);
});
