import test from 'ava';
import { fc } from '../../properties.ts';
import { gridFor, MAX_BITS } from '../../../workers/meshes/grid.ts';
import type { Box } from '../../../workers/meshes/grid.ts';

test('a step is a power of two, about as many in an edge as asked for', (t) => {
  const { step } = gridFor({ min: [0, 0, 0], max: [1, 1, 1] }, 0.01, 64);
  t.is(step, 2 ** -13);
  t.true(0.01 / step / 64 > Math.SQRT1_2 && 0.01 / step / 64 < Math.SQRT2);
});

test('whatever the box and its edges, coordinates are from 0 to what 21 bits hold', (t) => {
  const place = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(place, place, place),
      fc.tuple(place, place, place),
      fc.double({ min: 0, max: 10, noNaN: true }),
      (a, b, edge) => {
        const min = a.map((x, i) => Math.min(x, b[i]!)) as [number, number, number];
        const max = a.map((x, i) => Math.max(x, b[i]!)) as [number, number, number];
        const { step, origin } = gridFor({ min, max }, edge, 64);
        t.true(Number.isInteger(Math.log2(step)));
        for (const axis of [0, 1, 2] as const) {
          t.true(Math.round((min[axis] - origin[axis]) / step) >= 0);
          t.true(Math.round((max[axis] - origin[axis]) / step) < 2 ** MAX_BITS);
          t.true(Number.isInteger(origin[axis] / step));
        }
      },
    ),
  );
});

test('a single place has a grid', (t) => {
  t.deepEqual(gridFor({ min: [0, 0, 0], max: [0, 0, 0] }, 0, 64), { step: 1, origin: [0, 0, 0] });
});

test('steps are no longer than edges that are shorter than the others', (t) => {
  const box: Box = { min: [0, 0, 0], max: [1, 1, 1] };
  t.is(gridFor(box, 0.01, 64, 2 ** -13).step, 2 ** -13);
  t.is(gridFor(box, 0.01, 64, 1e-5).step, 2 ** -17);
  t.is(gridFor(box, 0.01, 64, 1e-9).step, 2 ** -20);
});

test('the longest side has 4,096 steps however long the edges are', (t) => {
  t.is(gridFor({ min: [0, 0, 0], max: [0.5, 0.25, 1] }, 0.5, 32).step, 2 ** -12);
  t.is(gridFor({ min: [0, 0, 0], max: [0.25, 0, 0.25] }, 0.1, 64).step, 2 ** -14);
});
