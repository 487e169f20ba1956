import test from 'ava';
import { clustersOf } from '../../../../workers/meshes/simplify/clusters.ts';
import { roughSphere } from './shapes.ts';

const { positions, indices } = roughSphere(12, 10_000);
const triangles = (list: Uint32Array): string[] =>
  Array.from({ length: list.length / 3 }, (_, at) => list.subarray(at * 3, at * 3 + 3).join());

test('clusters hold each triangle once, in their order, and none is larger than the limit', (t) => {
  const clusters = clustersOf(positions, indices, 300);
  t.true(clusters.length >= 6);
  t.true(clusters.every((cluster) => cluster.length > 0 && cluster.length <= 900));
  const order = new Map(triangles(indices).map((triangle, at) => [triangle, at]));
  for (const cluster of clusters) {
    const numbers = triangles(cluster).map((triangle) => order.get(triangle)!);
    t.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
  }
  t.deepEqual(clusters.flatMap(triangles).toSorted(), triangles(indices).toSorted());
});

test('what is small enough is one cluster, and nothing is none', (t) => {
  t.deepEqual(clustersOf(positions, indices, indices.length / 3), [indices]);
  t.deepEqual(clustersOf(positions, new Uint32Array(0), 10), []);
});
