import test from 'ava';
import { fc } from '../../../properties.ts';
import { foldedOf, segmentsOf, wordsOf } from '../../../../manifests/annotations/search/words.ts';

const folded = (text: string): string[] => [...wordsOf(text)].map((word) => word.folded);

test('words are taken out of texts in many scripts, without accents and in lower case', (t) => {
  t.deepEqual(folded("It's  the BIRD's-eye view, 1,5 m"), [
    'it',
    's',
    'the',
    'bird',
    's',
    'eye',
    'view',
    '1',
    '5',
    'm',
  ]);
  t.deepEqual(folded('Häuser, Fluß; Œuvre ſeyn naïve'), ['hauser', 'fluss', 'oeuvre', 'seyn', 'naive']);
  t.deepEqual(folded("l'homme dell’arte"), ['l', 'homme', 'dell', 'arte']);
  t.deepEqual(folded('Μῆνιν ἄειδε ΛΟΓΟΣ λόγος'), ['μηνιν', 'αειδε', 'λογοσ', 'λογοσ']);
  t.deepEqual(folded('שָׁלוֹם كِتَابٌ'), ['שלום', 'كتاب']);
  t.deepEqual(folded('हिन्दी'), ['हिन्दी'], 'vowel signs stay');
  t.deepEqual(folded('한국어'), ['한국어']);
});

test('scripts without spaces give their characters, each where it is', (t) => {
  const words = [...wordsOf('A城春，が')];
  t.deepEqual(
    words.map((word) => [word.folded, word.start, word.end, word.joined]),
    [
      ['a', 0, 1, false],
      ['城', 1, 2, true],
      ['春', 2, 3, true],
      ['が', 4, 5, true],
    ],
  );
  t.deepEqual([...segmentsOf('吾輩は猫である。名前はまだ無い。')].includes('名前'), true);
});

test('however a text is composed, it is cut and folded in the same way', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      t.deepEqual(folded(text.normalize('NFD')), folded(text.normalize('NFC')));
      for (const { start, end, folded: one } of wordsOf(text)) {
        t.true(start < end && end <= text.length);
        t.is(foldedOf(foldedOf(one)), foldedOf(one));
        t.false(one.includes('@') || one.includes('~'));
      }
    }),
    { numRuns: 300 },
  );
});

test('plain ASCII is cut as Unicode is', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '9', "'", ' ', '-', '_', '@') }), (text) => {
      // A letter that is not ASCII, apart, makes the other way the one that is taken.
      const other = [...wordsOf(`${text} é`)].slice(0, -1);
      t.deepEqual([...wordsOf(text)], other);
    }),
  );
});
