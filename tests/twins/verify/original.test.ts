import test from 'ava';
import { compareLeaves } from './original.ts';
import type { Surface } from './surface.ts';

const STEP = 2 ** -8;
const grid: Surface = {
  positions: Float64Array.from([0, 0, 0, 5, 0, 0, 0, 7, 0, 0, 0, 9], (value) => value * STEP),
  indices: Uint32Array.of(0, 1, 2, 0, 2, 3),
};
const near = (by: number): Surface => ({
  positions: grid.positions.map((value, at) => value + (at % 2 === 0 ? by : -by) * STEP),
  indices: Uint32Array.of(1, 2, 0, 3, 0, 2),
});

test('leaves are the original where its corners are within half a step of theirs', (t) => {
  for (const by of [0, 0.3, 0.499, 0.501]) {
    t.deepEqual(compareLeaves(near(by), grid), { step: STEP, missing: 0, invented: 0, lost: 0 }, String(by));
  }
});

test('what is missing, turned over, invented or elsewhere is found', (t) => {
  const one = { ...grid, indices: grid.indices.slice(0, 3) };
  t.like(compareLeaves(grid, one), { missing: 1, invented: 0 });
  t.like(compareLeaves(one, grid), { missing: 0, invented: 1 });
  t.like(compareLeaves(grid, { ...grid, indices: Uint32Array.of(0, 2, 1, 0, 2, 3) }), {
    missing: 1,
    invented: 1,
    lost: 0,
  });
  t.true(compareLeaves(near(0.6), grid).lost > 0);
});
