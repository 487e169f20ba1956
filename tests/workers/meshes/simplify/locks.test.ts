import test from 'ava';
import {
  lockedVertices,
  lockShare,
  SEAM_SHARE,
  trianglesWithLocks,
} from '../../../../workers/meshes/simplify/locks.ts';
import { torus } from './shapes.ts';

const levelAt = (x: number): number | undefined => [undefined, 0, 1, 2][x];

test('vertices are locked whose tiles become one above the level of the node', (t) => {
  const mesh = { ...torus(3, 3, 100), positions: Int32Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0) };
  t.deepEqual([...lockedVertices(mesh, 0, levelAt)], [0, 0, 0, 0]);
  t.deepEqual([...lockedVertices(mesh, 1, levelAt)], [0, 1, 0, 0]);
  t.deepEqual([...lockedVertices(mesh, 2, levelAt)], [0, 1, 1, 0]);
});

test('a square tile of 55,000 triangles is locked for four levels, then its borders are seams', (t) => {
  // Its border is as long as four times the square root of its vertices, and twice that on each level above.
  const shares = [0, 1, 2, 3, 4].map((level) => lockShare(4 * Math.sqrt(27_500) * 2 ** level, 55_000));
  t.deepEqual(
    shares.map((share) => share < SEAM_SHARE),
    [true, true, true, true, false],
  );
  t.is(lockShare(0, 0), 0);
});

test('what is locked comes on top of what the inside is to have', (t) => {
  const mesh = torus(20, 20, 1000);
  const free = new Uint8Array(400);
  t.is(trianglesWithLocks(mesh, free, 200, 1), 200);
  const half = new Uint8Array(400).fill(1, 0, 200);
  // 200 that stay, and a quarter of the other 200: 250 of 400 vertices, of 800 triangles.
  t.is(trianglesWithLocks(mesh, half, 200, 1), 500);
  t.is(trianglesWithLocks(mesh, half, 200, 0.5), 450);
  t.is(trianglesWithLocks(mesh, half, 5000, 1), 800);
});
