import * as three from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { seeded } from '../../../random.ts';
import { placeKey } from './tiling.ts';

// Distances as another library finds them.

export function distanceTo(meshes: readonly TileMesh[]): (x: number, y: number, z: number) => number {
  const positions: number[] = [];
  const indices: number[] = [];
  for (const mesh of meshes) {
    const first = positions.length / 3;
    for (const at of mesh.positions) positions.push(at);
    for (const index of mesh.indices) indices.push(first + index);
  }
  const geometry = new three.BufferGeometry();
  geometry.setAttribute('position', new three.BufferAttribute(Float32Array.from(positions), 3));
  geometry.setIndex(indices);
  const tree = new MeshBVH(geometry);
  const point = new three.Vector3();
  return (x, y, z) => tree.closestPointToPoint(point.set(x, y, z))!.distance;
}

/** The greatest distance found between a node and its leaves: all vertices of these, and points on each of its triangles. */
export function furthest({ positions, indices }: TileMesh, leaves: readonly TileMesh[]): number {
  const toNode = distanceTo([{ positions, indices } as TileMesh]);
  const toLeaves = distanceTo(leaves);
  const next = seeded(5);
  let most = 0;
  for (const leaf of leaves)
    for (let at = 0; at < leaf.positions.length; at += 3)
      most = Math.max(most, toNode(leaf.positions[at]!, leaf.positions[at + 1]!, leaf.positions[at + 2]!));
  for (let corner = 0; corner < indices.length; corner += 3)
    for (let sample = 0; sample < 2; sample++) {
      const [u, v] = [next(), next()];
      const [s, r] = u + v > 1 ? [1 - u, 1 - v] : [u, v];
      const [x, y, z] = [0, 1, 2].map((axis) => {
        const [a, b, c] = [0, 1, 2].map((at) => positions[indices[corner + at]! * 3 + axis]!) as [
          number,
          number,
          number,
        ];
        return a + s * (b - a) + r * (c - a);
      }) as [number, number, number];
      most = Math.max(most, toLeaves(x, y, z));
    }
  return most;
}

/** How far open edges between tiles are from the other tiles at most, by their ends and middles. */
export function gaps(meshes: readonly TileMesh[]): number {
  const passed = new Map<string, { way: number; tile: number; points: number[] }>();
  for (const [tile, { positions, indices }] of meshes.entries())
    for (let corner = 0; corner < indices.length; corner++) {
      const [from, to] = [indices[corner]!, indices[corner % 3 === 2 ? corner - 2 : corner + 1]!];
      const [a, b] = [placeKey(positions, from), placeKey(positions, to)];
      const known = passed.get(a < b ? `${a}|${b}` : `${b}|${a}`);
      const way = a < b ? 1 : -1;
      if (known) known.way += way;
      else {
        const ends = [from, to].flatMap((vertex) => Array.from(positions.subarray(vertex * 3, vertex * 3 + 3)));
        passed.set(a < b ? `${a}|${b}` : `${b}|${a}`, {
          way,
          tile,
          points: [...ends, ...[0, 1, 2].map((axis) => (ends[axis]! + ends[axis + 3]!) / 2)],
        });
      }
    }
  const open = [...passed.values()].filter(({ way }) => way !== 0);
  let most = 0;
  for (const [tile] of meshes.entries()) {
    const own = open.filter((edge) => edge.tile === tile);
    if (own.length === 0 || meshes.length === 1) continue;
    const others = distanceTo(meshes.filter((_, other) => other !== tile));
    for (const { points } of own)
      for (let at = 0; at < points.length; at += 3)
        most = Math.max(most, others(points[at]!, points[at + 1]!, points[at + 2]!));
  }
  return most;
}
