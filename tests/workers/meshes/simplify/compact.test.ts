import test from 'ava';
import { compact } from '../../../../workers/meshes/simplify/compact.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';

const mesh: TileMesh = {
  positions: Int32Array.from({ length: 18 }, (_, at) => at),
  normals: Float32Array.from({ length: 18 }, (_, at) => at / 100),
  colours: Uint8Array.from({ length: 24 }, (_, at) => at),
  texcoords: Float32Array.from({ length: 12 }, (_, at) => at / 4),
  indices: Uint32Array.of(0, 1, 2, 3, 4, 5),
  groups: [
    { material: 4, start: 0, count: 3 },
    { material: 6, start: 3, count: 3 },
  ],
};

test('triangles go to the groups of their vertices, and vertices keep all they have', (t) => {
  const { indices, groups, positions, colours, texcoords } = compact(mesh, Uint32Array.of(5, 4, 3, 2, 1, 0));
  t.deepEqual(groups, mesh.groups);
  t.deepEqual([...indices], [0, 1, 2, 3, 4, 5]);
  t.deepEqual([...positions], [6, 7, 8, 3, 4, 5, 0, 1, 2, 15, 16, 17, 12, 13, 14, 9, 10, 11]);
  t.deepEqual([...colours!.subarray(0, 8)], [8, 9, 10, 11, 4, 5, 6, 7]);
  t.deepEqual([...texcoords!.subarray(0, 4)], [1, 1.25, 0.5, 0.75]);
});

test('what is no longer used is gone, with its group', (t) => {
  const { indices, groups, positions, normals } = compact(mesh, Uint32Array.of(3, 4, 5));
  t.deepEqual(groups, [{ material: 6, start: 0, count: 3 }]);
  t.deepEqual([...indices], [0, 1, 2]);
  t.deepEqual([...positions], [9, 10, 11, 12, 13, 14, 15, 16, 17]);
  t.is(normals.length, 9);
});
