import test from 'ava';
import { NO_MEASURES, distanceOf, withPoint, without } from '../../../viewer/twin/measures.ts';

test('every second point makes a distance', (t) => {
  const first = withPoint(NO_MEASURES, [0, 0, 0]);
  t.deepEqual(first, { done: [], start: [0, 0, 0] });
  const second = withPoint(first, [3, 4, 0]);
  t.is(second.start, null);
  t.deepEqual(second.done.map(distanceOf), [5]);
});

test('the oldest of very many goes, and any can be taken away', (t) => {
  let measures = NO_MEASURES;
  for (let index = 0; index < 40; index++) measures = withPoint(measures, [index, 0, 0]);
  t.is(measures.done.length, 12);
  t.deepEqual(measures.done.at(-1), [
    [38, 0, 0],
    [39, 0, 0],
  ]);
  const fewer = without(measures, 11);
  t.is(fewer.done.length, 11);
  t.deepEqual(fewer.done.at(-1)?.[0], [36, 0, 0]);
});
