import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { measureError } from '../../../../workers/meshes/simplify/distance.ts';
import { mergeMeshes } from '../../../../workers/meshes/simplify/merge.ts';
import { simplifySeams } from '../../../../workers/meshes/simplify/seams.ts';
import { simplifyMesh, simplifyWelded } from '../../../../workers/meshes/simplify/simplify.ts';
import { triangleCount, vertexCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { bumpyGrid, flatCubes, manyMaterials, needles, roughSphere } from './shapes.ts';
import { openEdges, placeKey } from './tiling.ts';

const unlocked = (mesh: TileMesh): Uint8Array => new Uint8Array(vertexCount(mesh));
const placesOf = ({ positions }: TileMesh): string[] =>
  Array.from({ length: positions.length / 3 }, (_, vertex) => placeKey(positions, vertex));

/** Cuts a sphere into squares of a texture, each with its own vertices. */
function charted(across: number): TileMesh {
  const whole = manyMaterials(across, 50_000);
  const texcoords = Float32Array.from({ length: vertexCount(whole) * 2 }, (_, at) => at / 2 ** 20);
  return {
    ...whole,
    texcoords,
    groups: [{ material: 3, start: 0, count: whole.indices.length }],
  };
}

for (const [name, mesh] of [
  ['a rough sphere', roughSphere(30, 50_000)],
  ['a sphere of nine materials', manyMaterials(36, 50_000)],
  ['a sphere with charts', charted(36)],
  ['an open surface', bumpyGrid(60, 300)],
] as const)
  test(`a quarter of ${name} has a quarter of the triangles, of its own vertices, and opens nothing`, (t) => {
    const triangles = Math.floor(triangleCount(mesh) / 4);
    const quarter = simplifyMesh(mesh, { triangles, locked: unlocked(mesh) });
    t.true(
      triangleCount(quarter) <= triangles && triangleCount(quarter) > triangles * 0.95,
      `${triangleCount(quarter)}`,
    );
    const places = new Set(placesOf(mesh));
    t.true(placesOf(quarter).every((place) => places.has(place)));
    t.true(openEdges([quarter]) <= openEdges([mesh]));
    t.deepEqual(
      quarter.groups.map(({ material }) => material),
      mesh.groups.map(({ material }) => material),
    );
    for (let at = 0; at < quarter.normals.length; at += 3)
      t.true(Math.abs(Math.hypot(...quarter.normals.subarray(at, at + 3)) - 1) < 1e-5);
  });

test('locked vertices stay, with those at their places', (t) => {
  const mesh = manyMaterials(24, 50_000);
  const locked = Uint8Array.from({ length: vertexCount(mesh) }, (_, vertex) =>
    Number(mesh.positions[vertex * 3]! > 80_000),
  );
  const coarse = simplifyMesh(mesh, { triangles: triangleCount(mesh) / 8, locked });
  const left = new Set(placesOf(coarse));
  const stay = placesOf(mesh).filter((_, vertex) => locked[vertex]);
  t.true(stay.length > 50);
  t.true(stay.every((place) => left.has(place)));
  t.true(left.size < new Set(placesOf(mesh)).size / 2);
});

test('normals per face are made smooth where they are in the way', (t) => {
  const mesh = flatCubes(8, 8, 1000);
  const coarse = simplifyMesh(mesh, { triangles: triangleCount(mesh) / 16, locked: unlocked(mesh) });
  t.true(triangleCount(coarse) <= triangleCount(mesh) / 16);
  t.is(openEdges([coarse]), 0);
});

test('colours decide which vertices stay', (t) => {
  // A flat sheet, half black and half white: the border between stays where it is.
  const flat = bumpyGrid(40, 100);
  const positions = Int32Array.from(flat.positions, (at, index) => (index % 3 === 1 ? 0 : at));
  const colours = new Uint8Array(vertexCount(flat) * 4).fill(255);
  for (let vertex = 0; vertex < vertexCount(flat); vertex++)
    if (positions[vertex * 3]! < 1500) colours.fill(0, vertex * 4, vertex * 4 + 3);
  const mesh = {
    ...flat,
    positions,
    normals: Float32Array.from(flat.normals, (_, at) => Number(at % 3 === 1)),
    colours,
  };
  const coarse = simplifyMesh(mesh, { triangles: triangleCount(mesh) / 10, locked: unlocked(mesh) });
  for (let corner = 0; corner < coarse.indices.length; corner += 3) {
    const vertices = [...coarse.indices.subarray(corner, corner + 3)];
    const xs = vertices.map((vertex) => coarse.positions[vertex * 3]!);
    // No triangle reaches from deep in the black into the white.
    if (Math.min(...xs) < 1300) t.true(Math.max(...xs) <= 1600, xs.join());
  }
});

test('parts that cannot have fewer triangles are left out, the smallest first', (t) => {
  const mesh = needles(400, 50_000);
  const coarse = simplifyMesh(mesh, { triangles: 600, locked: unlocked(mesh) });
  t.true(triangleCount(coarse) <= 660 && triangleCount(coarse) > 500, `${triangleCount(coarse)}`);
  t.is(openEdges([coarse]), 0);
});

test('charts are no seams where texture coordinates are dropped', (t) => {
  const mesh = charted(36);
  const triangles = Math.floor(triangleCount(mesh) / 64);
  const welded = simplifyWelded(mesh, { triangles, locked: unlocked(mesh), classOf: () => 7 });
  t.true(triangleCount(welded) <= triangles && triangleCount(welded) > triangles * 0.9);
  t.is(welded.texcoords, undefined);
  t.deepEqual(welded.groups, [{ material: 7, start: 0, count: welded.indices.length }]);
  t.is(vertexCount(welded), triangleCount(welded) / 2 + 2);
  t.is(openEdges([welded]), 0);
});

test('a node of empty leaves stays empty, and is exact', (t) => {
  const nothing = mergeMeshes([]);
  for (const mesh of [
    simplifyMesh(nothing, { triangles: 10, locked: unlocked(nothing) }),
    ...simplifySeams([nothing, nothing], { triangles: 10 }),
  ]) {
    t.is(triangleCount(mesh), 0);
    t.is(measureError([nothing], mesh, { samples: 10, seed: 1 }), 0);
  }
});

test('the same comes out each time, and in another thread', async (t) => {
  const mesh = manyMaterials(20, 50_000);
  const options = { triangles: 500, locked: unlocked(mesh) };
  const first = simplifyMesh(mesh, options);
  t.deepEqual(simplifyMesh(mesh, options), first);
  const worker = new Worker(new URL('thread.ts', import.meta.url), { workerData: { mesh, options } });
  const [answer] = (await once(worker, 'message')) as [TileMesh];
  t.deepEqual(answer, first);
});
