import test from 'ava';
import { findBorders, runBordersJob } from '../../../../workers/meshes/borders/borders.ts';
import type { BordersSummary } from '../../../../workers/meshes/borders/borders.ts';
import { SharedVertices } from '../../../../workers/meshes/borders/shared-vertices.ts';
import { leafFile } from '../../../../workers/meshes/partition/files.ts';
import type { PartitionOptions, PartitionSummary } from '../../../../workers/meshes/partition/partition.ts';
import { readTileMesh } from '../../../../workers/meshes/tilemesh-file.ts';
import { commonLevel } from '../../../../workers/meshes/tree.ts';
import { ball, batchOf, box, optionsFor, partitionHere, scratch, soupOf } from '../scans.ts';

async function bordersOf(
  folder: string,
  triangles: number[][],
  more: Partial<PartitionOptions> = {},
): Promise<{ partition: PartitionSummary; summary: BordersSummary; shared: SharedVertices }> {
  const partition = await partitionHere(optionsFor(folder, soupOf(folder, [batchOf(triangles)]), more));
  const { summary, shared } = await find(folder, partition);
  return { partition, summary, shared: SharedVertices.over(shared) };
}

const find = (folder: string, partition: PartitionSummary): ReturnType<typeof findBorders> =>
  findBorders(
    folder,
    partition,
    (job) => Promise.resolve(runBordersJob(job)),
    () => undefined,
  );

/** Whatever leaves say of each place. */
function placesOf(folder: string, { leaves }: PartitionSummary): Map<string, { leaves: number[]; normals: string[] }> {
  const places = new Map<string, { leaves: number[]; normals: string[] }>();
  for (const { index } of leaves.filter(({ triangles }) => triangles > 0)) {
    const { positions, normals } = readTileMesh(leafFile(folder, index));
    for (let at = 0; at < positions.length; at += 3) {
      const name = positions.subarray(at, at + 3).join();
      const place = places.get(name) ?? { leaves: [], normals: [] };
      places.set(name, place);
      place.leaves.push(index);
      place.normals.push(normals.subarray(at, at + 3).join());
    }
  }
  return places;
}

test('the level of a place is the finest on which all its leaves have one ancestor', async (t) => {
  const folder = scratch(t);
  const { partition, shared, summary } = await bordersOf(folder, ball(50, 0.3), { leafTriangles: 60 });
  let count = 0;
  for (const [name, { leaves }] of placesOf(folder, partition)) {
    const [x, y, z] = name.split(',').map(Number) as [number, number, number];
    const several = new Set(leaves).size > 1;
    if (several) count++;
    const level = Math.min(...leaves.map((leaf) => commonLevel(partition.depth, leaves[0]!, leaf)));
    t.is(shared.levelAt(x, y, z), several ? level : undefined);
  }
  t.true(count > 100);
  t.is(summary.shared, count);
});

test('a place has the same normal in all its leaves, that of all its faces', async (t) => {
  const [many, one] = [scratch(t), scratch(t)];
  const { partition } = await bordersOf(many, ball(50, 0.3), { leafTriangles: 60 });
  const whole = await bordersOf(one, ball(50, 0.3), { leafTriangles: 1e6 });
  t.is(whole.partition.leaves.length, 1);
  const wanted = placesOf(one, whole.partition);
  for (const [name, { normals }] of placesOf(many, partition)) {
    t.deepEqual([...new Set(normals)], [...new Set(wanted.get(name)!.normals)]);
  }
});

test('a closed surface is closed across its leaves, and has its volume', async (t) => {
  const { summary } = await bordersOf(scratch(t), ball(50), { leafTriangles: 60 });
  t.deepEqual(summary.edges, { open: 0, nonManifold: 0, unbalanced: 0 });
  t.true(summary.closed);
  t.true(Math.abs(summary.volume! / ((4 / 3) * Math.PI) - 1) < 0.005);
});

test('a hole has three open edges, wherever it is', async (t) => {
  const whole = ball(20);
  for (const missing of [0, 100, 333, 700]) {
    const { summary } = await bordersOf(
      scratch(t),
      whole.filter((_, number) => number !== missing),
      { leafTriangles: 20 },
    );
    t.is(summary.edges.open, 3);
    t.false(summary.closed);
    t.is(summary.volume, undefined);
  }
});

test('two boxes that meet along an edge have one non-manifold edge and are closed', async (t) => {
  const { summary } = await bordersOf(scratch(t), [...box([0, 0, 0], [1, 1, 1]), ...box([1, 1, 0], [2, 2, 1])], {
    leafTriangles: 2,
  });
  t.deepEqual(summary.edges, { open: 0, nonManifold: 1, unbalanced: 0 });
  t.true(Math.abs(summary.volume! - 2) < 1e-9);
});

test('a triangle turned round makes a surface that is not closed, without open edges', async (t) => {
  const triangles = ball(20);
  const [a, b, c, d, e, f, ...rest] = triangles[300]!;
  triangles[300] = [d!, e!, f!, a!, b!, c!, ...rest];
  const { summary } = await bordersOf(scratch(t), triangles, { leafTriangles: 20 });
  t.deepEqual(summary.edges, { open: 0, nonManifold: 0, unbalanced: 3 });
  t.false(summary.closed);
});

test('holes, crowded edges and pieces are found at their places, however the leaves divide them', async (t) => {
  const holed = ball(24).filter((_, number) => ![100, 500, 501].includes(number));
  const small = ball(6, 0, 0.05).map((triangle) => triangle.map((value, at) => value + (at % 3 === 0 ? 3 : 0)));
  const cubes = [...box([0, 2, 0], [1, 3, 1]), ...box([1, 3, 0], [2, 4, 1])];
  const triangles = [...holed, ...small, ...cubes];
  const found = await Promise.all(
    [10, 40, 1e6].map(async (leafTriangles) => (await bordersOf(scratch(t), triangles, { leafTriangles })).summary),
  );
  for (const { defects, edges } of found) {
    t.is(edges.open, 3 + 4);
    t.is(defects.loops?.count, 2);
    t.deepEqual(
      defects.loops?.longest.map(({ closed, edges: sides }) => [closed, sides]),
      [
        [true, 4],
        [true, 3],
      ],
    );
    t.like(defects.crowds, [{ edges: 1 }]);
    t.is(defects.crowds.length, 1);
    t.is(defects.pieces?.count, 3);
    t.deepEqual(
      defects.pieces?.largest.map(({ triangles: count }) => count),
      [holed.length, cubes.length, small.length],
    );
  }
  const [first, ...others] = found.map(({ defects }) =>
    defects.loops?.longest.map(({ places, length }) => [places.map(String).toSorted(), length.toFixed(6)]),
  );
  for (const other of others) t.deepEqual(other, first);
});

test('the surface at a hole looks outwards', async (t) => {
  const { summary, partition } = await bordersOf(
    scratch(t),
    ball(24).filter((_, number) => number !== 500),
    { leafTriangles: 1e6 },
  );
  const [hole] = summary.defects.loops?.longest ?? [];
  const [leaf] = partition.leaves;
  t.truthy(hole && leaf);
  const middle = leaf!.min.map((least, axis) => (least + leaf!.max[axis]!) / 2);
  const outwards = hole!.places[0]!.map((value, axis) => value - middle[axis]!);
  const along = hole!.normal.reduce((sum, value, axis) => sum + value * outwards[axis]!, 0);
  t.true(along / Math.hypot(...outwards) / Math.hypot(...hole!.normal) > 0.95);
});

test('triangles that do not hang together have no holes to follow, and are counted all the same', async (t) => {
  const loose = Array.from({ length: 90_000 }, (_, at): number[] => {
    const [x, z] = [at % 300, Math.floor(at / 300)];
    return [x, 0, z, x + 0.5, 0, z, x, 0, z + 0.5];
  });
  const { summary } = await bordersOf(scratch(t), loose, { leafTriangles: 60_000 });
  t.is(summary.edges.open, 270_000);
  t.deepEqual(summary.defects, { crowds: [] });
});

test('borders that are known are read again as they were', async (t) => {
  const folder = scratch(t);
  const partition = await partitionHere(optionsFor(folder, soupOf(folder, [batchOf(ball(30))])));
  const first = await find(folder, partition);
  const second = await findBorders(
    folder,
    partition,
    () => Promise.reject(new Error('not needed')),
    () => undefined,
  );
  t.deepEqual(second.summary, first.summary);
  t.deepEqual(Buffer.from(new Uint8Array(second.shared)), Buffer.from(new Uint8Array(first.shared)));
});
