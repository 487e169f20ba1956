import test from 'ava';
import { findNeighbours } from '../../../../workers/meshes/textures/adjacency.ts';
import { findCharts } from '../../../../workers/meshes/textures/charts.ts';
import { findOverlaps } from '../../../../workers/meshes/textures/overlaps.ts';
import { patchedSphere, RADIUS } from './models.ts';
import { simplified } from './simplified.ts';

const sphere = patchedSphere(4, 8, 8);

test('neighbours are found by position, across the seams of a texture', (t) => {
  const { positions, indices } = sphere.mesh;
  const neighbours = findNeighbours(positions, indices);
  t.false(neighbours.includes(-1));
  for (const [edge, other] of neighbours.entries()) {
    const back = [0, 1, 2].map((k) => neighbours[other * 3 + k]);
    t.true(back.includes(Math.floor(edge / 3)));
  }
});

test('a border has no neighbour', (t) => {
  const positions = Int32Array.from([0, 0, 0, 9, 0, 0, 0, 9, 0, 9, 9, 0]);
  t.deepEqual([...findNeighbours(positions, Uint32Array.from([0, 1, 2, 1, 3, 2]))], [-1, 1, -1, -1, -1, 0]);
});

test('every triangle is on a chart that faces its way and does not hide it; there are few of them', async (t) => {
  const { positions, indices } = await simplified(sphere.mesh, 0.5);
  const density = 100 / RADIUS;
  const { of, frames } = findCharts(positions, indices, density);
  t.is(of.length, indices.length / 3);
  t.true(of.every((chart) => chart >= 0 && chart < frames.count));
  t.true(frames.count >= 6 && frames.count < 40, String(frames.count));
  t.is(findOverlaps(positions, indices, of, frames, density, 0).size, 0);
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => [...positions.subarray(indices[i + k]! * 3, indices[i + k]! * 3 + 3)]);
    const [u, v] = [b!, c!].map((p) => p.map((value, k) => value - a![k]!));
    const along = [0, 1, 2].reduce((sum, k) => {
      const cross = u![(k + 1) % 3]! * v![(k + 2) % 3]! - u![(k + 2) % 3]! * v![(k + 1) % 3]!;
      return sum + cross * frames.normals[of[i / 3]! * 3 + k]!;
    }, 0);
    t.true(along > 0);
  }
});

test('a flat strip wound up like a stair does not lie over itself', (t) => {
  // Two turns of a spiral ramp that rises gently: every triangle faces upwards, so that normals alone would make one chart.
  const [steps, positions, indices]: [number, number[], number[]] = [64, [], []];
  for (let i = 0; i <= steps; i++) {
    const angle = (i / steps) * 4 * Math.PI;
    for (const radius of [500, 1000])
      positions.push(Math.round(radius * Math.cos(angle)), Math.round(radius * Math.sin(angle)), i * 12);
    if (i < steps) indices.push(i * 2, i * 2 + 1, i * 2 + 2, i * 2 + 1, i * 2 + 3, i * 2 + 2);
  }
  const [points, corners] = [Int32Array.from(positions), Uint32Array.from(indices)];
  const { of, frames } = findCharts(points, corners, 0.1);
  t.true(frames.count >= 2);
  t.is(findOverlaps(points, corners, of, frames, 0.1, 0).size, 0);
});
