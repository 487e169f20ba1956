import test from 'ava';
import { weld } from '../../../../workers/meshes/simplify/weld.ts';
import { triangleCount, vertexCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { flatCubes, manyMaterials } from './shapes.ts';
import { openEdges } from './tiling.ts';

const same = (material: number): number => material;

test('a cube with a normal per face gets one vertex per corner, and normals between the faces', (t) => {
  const cube = flatCubes(1, 1, 100);
  t.is(vertexCount(cube), 36);
  const { mesh, numbers } = weld(cube, { classOf: same, texcoords: true });
  t.is(vertexCount(mesh), 8);
  t.is(triangleCount(mesh), 12);
  t.is(openEdges([mesh]), 0);
  for (let vertex = 0; vertex < 36; vertex++)
    t.deepEqual(
      [...mesh.positions.subarray(numbers[vertex]! * 3, numbers[vertex]! * 3 + 3)],
      [...cube.positions.subarray(vertex * 3, vertex * 3 + 3)],
    );
  for (let vertex = 0; vertex < 8; vertex++) {
    const normal = [...mesh.normals.subarray(vertex * 3, vertex * 3 + 3)];
    t.true(Math.abs(Math.hypot(...normal) - 1) < 1e-6);
    // Outwards along all three axes.
    for (const [axis, part] of normal.entries())
      t.is(Math.sign(part), mesh.positions[vertex * 3 + axis]! > 50 ? 1 : -1);
  }
});

test('materials of one class become one group; of several classes, they keep their seam', (t) => {
  const sphere = manyMaterials(12, 10_000);
  const whole = weld(sphere, { classOf: () => 5, texcoords: false }).mesh;
  t.deepEqual(whole.groups, [{ material: 5, start: 0, count: sphere.indices.length }]);
  t.is(vertexCount(whole), triangleCount(whole) / 2 + 2);
  const halves = weld(sphere, { classOf: (material) => material % 2, texcoords: false }).mesh;
  t.deepEqual(
    halves.groups.map(({ material }) => material),
    [0, 1],
  );
  t.true(vertexCount(halves) > vertexCount(whole) && vertexCount(halves) < vertexCount(sphere));
});

/** Two triangles that meet in an edge, with two vertices at each of its ends. */
const folded: TileMesh = {
  positions: Int32Array.of(0, 0, 0, 10, 0, 0, 0, 10, 0, 0, 0, 0, 0, 10, 0, -10, 0, 0),
  normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1),
  colours: Uint8Array.from({ length: 24 }, (_, at) => (at < 12 ? 100 : 201)),
  texcoords: Float32Array.of(0, 0, 0.5, 0, 0, 0.5, 1, 0, 0, 0.5, 0.75, 0),
  indices: Uint32Array.of(0, 1, 2, 3, 4, 5),
  groups: [{ material: 0, start: 0, count: 6 }],
};

test('texture coordinates keep vertices apart, or are dropped', (t) => {
  const kept = weld(folded, { classOf: same, texcoords: true }).mesh;
  t.is(vertexCount(kept), 5);
  t.is(kept.texcoords!.length, 10);
  const dropped = weld(folded, { classOf: same, texcoords: false }).mesh;
  t.is(vertexCount(dropped), 4);
  t.is(dropped.texcoords, undefined);
});

test('colours that differ become their mean by area; what is equal stays bit by bit', (t) => {
  const { mesh, numbers } = weld(folded, { classOf: same, texcoords: false });
  t.deepEqual([...mesh.colours!.subarray(numbers[0]! * 4, numbers[0]! * 4 + 4)], [151, 151, 151, 151]);
  t.deepEqual([...mesh.colours!.subarray(numbers[1]! * 4, numbers[1]! * 4 + 4)], [100, 100, 100, 100]);
  t.deepEqual([...mesh.normals.subarray(0, 3)], [0, 0, 1]);
});

test('triangles that become lines are left out', (t) => {
  const line = { ...folded, positions: Int32Array.of(0, 0, 0, 10, 0, 0, 10, 0, 0, 0, 0, 0, 0, 10, 0, -10, 0, 0) };
  t.is(triangleCount(weld(line, { classOf: same, texcoords: false }).mesh), 1);
});
