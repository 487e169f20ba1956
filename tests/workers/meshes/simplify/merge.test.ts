import test from 'ava';
import { mergeMeshes } from '../../../../workers/meshes/simplify/merge.ts';
import { triangleCount, vertexCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { roughSphere } from './shapes.ts';
import { openEdges, splitIntoLeaves } from './tiling.ts';

test('four parts of a sphere become the sphere', (t) => {
  const whole = roughSphere(16, 10_000);
  const parts = splitIntoLeaves(whole, 1);
  t.is(parts.length, 4);
  t.true(openEdges([parts[0]!]) > 0);
  const merged = mergeMeshes(parts);
  t.is(triangleCount(merged), triangleCount(whole));
  t.is(vertexCount(merged), vertexCount(whole));
  t.is(openEdges([merged]), 0);
  t.deepEqual(merged.groups, [{ material: 0, start: 0, count: whole.indices.length }]);
});

/** One triangle of a material, with whatever is wanted at its first corner. */
function triangle(material: number, rest: Partial<TileMesh> = {}): TileMesh {
  return {
    positions: Int32Array.of(0, 0, 0, 4, 0, 0, 0, 4, 0),
    normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
    indices: Uint32Array.of(0, 1, 2),
    groups: [{ material, start: 0, count: 3 }],
    ...rest,
  };
}
const opaque = [255, 255, 255, 255];

for (const [what, other] of [
  ['position', triangle(1, { positions: Int32Array.of(0, 0, 1, 4, 0, 0, 0, 4, 0) })],
  ['normal', triangle(1, { normals: Float32Array.of(0, 1, 0, 0, 0, 1, 0, 0, 1) })],
  ['colour', triangle(1, { colours: Uint8Array.of(255, 255, 255, 254, ...opaque, ...opaque) })],
  ['texture coordinate', triangle(1, { texcoords: Float32Array.of(0.5, 0, 0, 0, 0, 0) })],
] as const)
  test(`a vertex that differs in its ${what} stays apart, the others become one`, (t) => {
    t.is(vertexCount(mergeMeshes([triangle(1), other])), 4);
    t.is(vertexCount(mergeMeshes([other, other])), 3);
  });

test('vertices of different materials stay apart, and groups are in the order of materials', (t) => {
  const merged = mergeMeshes([triangle(7), triangle(2), triangle(7)]);
  t.deepEqual(merged.groups, [
    { material: 2, start: 0, count: 3 },
    { material: 7, start: 3, count: 6 },
  ]);
  t.is(vertexCount(merged), 6);
  t.deepEqual([...merged.indices], [0, 1, 2, 3, 4, 5, 3, 4, 5]);
});

test('what is missing in one of several is white and 0, 0', (t) => {
  const merged = mergeMeshes([
    triangle(0),
    triangle(1, { colours: new Uint8Array(12).fill(9), texcoords: new Float32Array(6).fill(0.25) }),
  ]);
  t.is(Buffer.from(merged.colours!).toString('hex'), 'ff'.repeat(12) + '09'.repeat(12));
  t.deepEqual([...merged.texcoords!], [0, 0, 0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25]);
});

test('nothing becomes nothing', (t) => {
  const merged = mergeMeshes([]);
  t.is(merged.positions.length + merged.indices.length + merged.groups.length, 0);
});
