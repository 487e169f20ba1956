import { compact } from '../../../../workers/meshes/simplify/compact.ts';
import { commonLevel, FAN_OUT } from '../../../../workers/meshes/tree.ts';
import { triangleCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';

// What the pipeline does around simplification, in the plainest way: for meshes that are small.

export const placeKey = (positions: ArrayLike<number>, vertex: number): string =>
  `${positions[vertex * 3]},${positions[vertex * 3 + 1]},${positions[vertex * 3 + 2]}`;

/** Leaves of a complete tree: triangles halved twice per level, each time by the median along the longest axis. */
export function splitIntoLeaves(mesh: TileMesh, levels: number): TileMesh[] {
  let parts = [Array.from({ length: triangleCount(mesh) }, (_, triangle) => triangle)];
  const middle = (triangle: number, axis: number): number =>
    [0, 1, 2].reduce((sum, corner) => sum + mesh.positions[mesh.indices[triangle * 3 + corner]! * 3 + axis]!, 0);
  for (let split = 0; split < levels * 2; split++)
    parts = parts.flatMap((part) => {
      const extents = [0, 1, 2].map((axis) => {
        const middles = part.map((triangle) => middle(triangle, axis));
        return middles.reduce((a, b) => Math.max(a, b), -Infinity) - middles.reduce((a, b) => Math.min(a, b), Infinity);
      });
      const axis = extents.indexOf(Math.max(...extents));
      const sorted = part.toSorted((a, b) => middle(a, axis) - middle(b, axis) || a - b);
      return [sorted.slice(0, sorted.length >> 1), sorted.slice(sorted.length >> 1)];
    });
  return parts.map((part) =>
    compact(
      mesh,
      Uint32Array.from(
        part.toSorted((a, b) => a - b).flatMap((t) => Array.from(mesh.indices.subarray(t * 3, t * 3 + 3))),
      ),
    ),
  );
}

/** Per place that several leaves share, the finest level on which these have one ancestor. */
export function sharedPlaces(leaves: readonly TileMesh[]): Map<string, number> {
  const depth = Math.log2(leaves.length) / Math.log2(FAN_OUT);
  const first = new Map<string, number>();
  const common = new Map<string, number>();
  for (const [leaf, mesh] of leaves.entries())
    for (let vertex = 0; vertex * 3 < mesh.positions.length; vertex++) {
      const key = placeKey(mesh.positions, vertex);
      const other = first.get(key);
      if (other === undefined) first.set(key, leaf);
      else if (other !== leaf) common.set(key, Math.min(common.get(key) ?? depth, commonLevel(depth, other, leaf)));
    }
  return common;
}

/** Edges that are not passed as often in one direction as in the other, by the places of their ends: 0 if closed. */
export function openEdges(meshes: readonly TileMesh[]): number {
  const passed = new Map<string, number>();
  for (const { positions, indices } of meshes)
    for (let corner = 0; corner < indices.length; corner++) {
      const from = placeKey(positions, indices[corner]!);
      const to = placeKey(positions, indices[corner % 3 === 2 ? corner - 2 : corner + 1]!);
      const [key, way] = from < to ? [`${from}|${to}`, 1] : [`${to}|${from}`, -1];
      passed.set(key, (passed.get(key) ?? 0) + way);
    }
  return [...passed.values()].reduce((sum, way) => sum + Math.abs(way), 0);
}
