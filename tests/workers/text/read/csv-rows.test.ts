import test from 'ava';
import { fc } from '../../../properties.ts';
import { CsvRows } from '../../../../workers/text/read/csv-rows.ts';

function rows(text: string, separator = ','): string[][] {
  const reader = new CsvRows(separator);
  return [...reader.feed(text), ...reader.end()].map(({ fields }) => fields);
}

test('what is written by the rules is read as it was, whatever it contains, wherever it is cut', (t) => {
  const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é') });
  fc.assert(
    fc.property(
      fc.array(fc.array(field, { minLength: 2, maxLength: 2 }), { maxLength: 5 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (table, end) => {
        const full = table.filter((row) => row.some((one) => one !== ''));
        const text = full.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',') + end).join('');
        const reader = new CsvRows(',');
        const read = text.split('').flatMap((character) => reader.feed(character));
        t.deepEqual(
          [...read, ...reader.end()].map(({ fields }) => fields),
          full,
        );
      },
    ),
  );
});

test('fields without quotes, empty ones and empty lines', (t) => {
  t.deepEqual(rows('a;b"c;\n\n;"";x', ';'), [
    ['a', 'b"c', ''],
    ['', '', 'x'],
  ]);
});

test('rows know their line, whatever lines are in fields and however they end', (t) => {
  const reader = new CsvRows(',');
  const all = [...reader.feed('a,"x\r\ny"\r\nb,c\rd,"e\nf"\n'), ...reader.feed('\ng,h'), ...reader.end()];
  t.deepEqual(
    all.map(({ line, fields }) => [line, fields[0]]),
    [
      [1, 'a'],
      [3, 'b'],
      [4, 'd'],
      [7, 'g'],
    ],
  );
});

test('a quote that is never closed is an error of the row it begins in', (t) => {
  t.throws(() => rows('a,b\nc,"d\ne,f\n'), { message: /line 2 is not closed/ });
  t.throws(() => rows(`a,"${'x'.repeat(1_000_001)}`), { message: /line 1 has more than 1000000 characters/ });
});
