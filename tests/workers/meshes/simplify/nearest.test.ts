import test from 'ava';
import { squaredDistances } from '../../../../workers/meshes/simplify/nearest.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { seeded } from '../../../random.ts';
import { distanceTo } from './reference.ts';
import { meshOf, roughSphere, torus } from './shapes.ts';

function scattered(count: number, size: number, seed: number): Float64Array {
  const next = seeded(seed);
  return Float64Array.from({ length: count * 3 }, () => next() * size);
}

/** Triangles of all sizes anywhere, some of them lines. */
function soup(count: number, seed: number): TileMesh {
  const next = seeded(seed);
  const positions: number[] = [];
  for (let triangle = 0; triangle < count; triangle++) {
    const middle = [next(), next(), next()].map((at) => at * 100_000);
    const size = 10 ** (next() * 5);
    for (let corner = 0; corner < 3; corner++)
      positions.push(...middle.map((at) => Math.max(0, Math.round(at + (next() - 0.5) * size))));
    if (triangle % 7 === 0) positions.splice(-3, 3, ...positions.slice(-6, -3));
  }
  return meshOf(Int32Array.from(positions), Uint32Array.from(positions.slice(0, count * 3).keys()));
}

for (const [name, mesh, points] of [
  ['near a surface', roughSphere(24, 50_000), Float64Array.from(roughSphere(30, 50_300, 2).positions)],
  ['anywhere around a ring', torus(60, 30, 20_000), scattered(2000, 45_000, 1)],
  ['of triangles of all sizes', soup(3000, 5), scattered(1000, 100_000, 6)],
  ['far from a small mesh', torus(20, 10, 50), scattered(500, 2 ** 21 - 1, 3)],
] as const)
  test(`distances ${name} are those that three-mesh-bvh finds`, (t) => {
    const squares = squaredDistances(points, [mesh]);
    const measure = distanceTo([mesh]);
    const expected = Array.from(squares, (_, at) => measure(points[at * 3]!, points[at * 3 + 1]!, points[at * 3 + 2]!));
    const worst = expected.reduce(
      (most, distance, at) => Math.max(most, Math.abs(Math.sqrt(squares[at]!) - distance)),
      0,
    );
    // The other library counts in 32 bits.
    t.true(worst < 0.02, `${worst}`);
    t.true(Math.max(...expected) > 1);
  });

test('the nearest of several meshes counts', (t) => {
  const meshes = [torus(20, 10, 1000), roughSphere(6, 3000)];
  const points = scattered(300, 6000, 9);
  const apart = meshes.map((mesh) => squaredDistances(points, [mesh]));
  t.deepEqual(
    [...squaredDistances(points, meshes)],
    [...apart[0]!].map((square, at) => Math.min(square, apart[1]![at]!)),
  );
});

test('nothing is near where there are no triangles', (t) => {
  t.deepEqual([...squaredDistances(Float64Array.of(1, 2, 3), [])], [Infinity]);
});
