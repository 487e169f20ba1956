import test from 'ava';
import { ShortEdges } from '../../../../workers/meshes/soup/short-edges.ts';

test('what is below the one length that most exceed is few', (t) => {
  const lengths = new ShortEdges();
  t.is(lengths.exceeded(0.99), 0);
  for (let i = 0; i < 9; i++) lengths.add(1e-6 ** 2);
  for (let i = 0; i < 991; i++) lengths.add(3 ** 2);
  t.true(lengths.exceeded(0.99) <= 3 && lengths.exceeded(0.99) > 3 / Math.SQRT2 - 1e-9);
  t.true(lengths.exceeded(0.999) <= 1e-6 && lengths.exceeded(0.999) > 1e-6 / Math.SQRT2 - 1e-12);
});
