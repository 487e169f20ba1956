import test from 'ava';
import { pruneParts } from '../../../../workers/meshes/simplify/prune.ts';
import { mergeMeshes } from '../../../../workers/meshes/simplify/merge.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { meshOf } from './shapes.ts';

/** Two triangles of one square; the second has its own vertices. */
function square(at: number, size: number): TileMesh {
  const corners = [at, 0, 0, at + size, 0, 0, at + size, size, 0, at, 0, 0, at + size, size, 0, at, size, 0];
  return meshOf(Int32Array.from(corners), Uint32Array.of(0, 1, 2, 3, 4, 5));
}
const squares = mergeMeshes(
  [square(0, 5), square(100, 40), square(200, 3), square(300, 10)].map((mesh, material) => ({
    ...mesh,
    groups: [{ material, start: 0, count: 6 }],
  })),
);
const left = (triangles: number, lockedAt?: number): number[] => {
  const locked = Uint8Array.from({ length: squares.positions.length / 3 }, (_, vertex) =>
    Number(squares.positions[vertex * 3] === lockedAt),
  );
  const kept = pruneParts(squares, squares.indices, locked, triangles);
  return [...new Set(Array.from(kept, (vertex) => Math.floor(squares.positions[vertex * 3]! / 100)))];
};

test('the smallest parts go first, whole', (t) => {
  t.deepEqual(left(8), [0, 1, 2, 3]);
  t.deepEqual(left(7), [0, 1, 3]);
  t.deepEqual(left(4), [1, 3]);
  t.deepEqual(left(3), [1]);
});

test('parts with something locked stay, and so does the largest', (t) => {
  t.deepEqual(left(7, 200), [1, 2, 3]);
  t.deepEqual(left(0), [1]);
});
