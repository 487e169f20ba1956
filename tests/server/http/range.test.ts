import { fc } from '../../properties.ts';
import test from 'ava';
import { parseRange } from '../../../server/http/range.ts';

test('a range is what RFC 9110 says it is', (t) => {
  t.deepEqual(parseRange('bytes=0-0', 10), { start: 0, end: 0 });
  t.deepEqual(parseRange('bytes=5-', 10), { start: 5, end: 9 });
  t.deepEqual(parseRange('bytes=5-99', 10), { start: 5, end: 9 });
  t.deepEqual(parseRange('bytes=-3', 10), { start: 7, end: 9 });
  t.deepEqual(parseRange('bytes=-30', 10), { start: 0, end: 9 });
  t.is(parseRange('bytes=10-', 10), 'unsatisfiable');
  t.is(parseRange('bytes=-0', 10), 'unsatisfiable');
  t.is(parseRange('bytes=0-', 0), 'unsatisfiable');
});

test('several ranges, other units and nonsense are left aside', (t) => {
  for (const header of ['', 'bytes=', 'bytes=-', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=a-b', 'bytes=9-2'])
    t.is(parseRange(header, 10), undefined, header);
});

test('a range never reaches beyond the file', (t) => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(1e9), (first, last, size) => {
      const range = parseRange(`bytes=${first}-${last}`, size);
      if (range === undefined) return last < first;
      if (range === 'unsatisfiable') return first >= size;
      return range.start === first && range.end < size && range.start <= range.end;
    }),
  );
  t.pass();
});
