import test from 'ava';
import { formatLength } from '../../../viewer/twin/length.ts';

test('lengths are said in the unit that a person would use', (t) => {
  const lengths = [0.0004321, 0.00999, 0.01, 0.12345, 0.9999, 1, 12.345678, 1234.5];
  t.deepEqual(
    lengths.map((metres) => formatLength(metres, 'en')),
    ['0.4321 mm', '9.99 mm', '1 cm', '12.35 cm', '99.99 cm', '1 m', '12.35 m', '1.235 km'],
  );
});

test('numbers are written as in the visitor’s language', (t) => {
  t.is(formatLength(0.12345, 'de'), '12,35 cm');
  t.is(formatLength(0, 'fr').replace(/\s/, ' '), '0 mm');
});
