import { MeshoptSimplifier } from 'meshoptimizer';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';

/** A mesh of one group, welded by position alone and simplified to a share of its triangles, with normals of its own. */
export async function simplified({ positions, indices }: TileMesh, share: number): Promise<TileMesh> {
  await MeshoptSimplifier.ready;
  const known = new Map<string, number>();
  const places: number[] = [];
  const placeOf = Uint32Array.from({ length: positions.length / 3 }, (_, vertex) => {
    const key = `${positions[vertex * 3]} ${positions[vertex * 3 + 1]} ${positions[vertex * 3 + 2]}`;
    const found = known.get(key) ?? places.push(vertex) - 1;
    known.set(key, found);
    return found;
  });
  const welded = indices.map((vertex) => placeOf[vertex]!);
  const points = Float32Array.from(places.flatMap((vertex) => [...positions.subarray(vertex * 3, vertex * 3 + 3)]));
  const target = Math.floor((indices.length / 3) * share) * 3;
  const [kept] = MeshoptSimplifier.simplify(welded, points, 3, target, 1e9, ['ErrorAbsolute']);
  const numbers = new Int32Array(places.length).fill(-1);
  const own: number[] = [];
  const result = Uint32Array.from(kept, (vertex) => {
    if (numbers[vertex] === -1) numbers[vertex] = own.push(vertex) - 1;
    return numbers[vertex]!;
  });
  const coarse = Int32Array.from(own.flatMap((vertex) => [...points.subarray(vertex * 3, vertex * 3 + 3)]));
  return {
    positions: coarse,
    normals: normalsOf(coarse, result),
    indices: result,
    groups: [{ material: 0, start: 0, count: result.length }],
  };
}

function normalsOf(positions: Int32Array, indices: Uint32Array): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [indices[i]! * 3, indices[i + 1]! * 3, indices[i + 2]! * 3];
    const [u, v] = [b, c].map((p) => [0, 1, 2].map((k) => positions[p + k]! - positions[a + k]!));
    const cross = [0, 1, 2].map((k) => u![(k + 1) % 3]! * v![(k + 2) % 3]! - u![(k + 2) % 3]! * v![(k + 1) % 3]!);
    for (const p of [a, b, c]) for (let k = 0; k < 3; k++) normals[p + k]! += cross[k]!;
  }
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i]!, normals[i + 1]!, normals[i + 2]!) || 1;
    for (let k = 0; k < 3; k++) normals[i + k]! /= length;
  }
  return normals;
}
