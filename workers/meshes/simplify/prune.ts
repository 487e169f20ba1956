import type { TileMesh } from '../tilemesh.ts';
import { simplifier } from './simplifier.ts';

/**
 * What is left of some triangles of a mesh without its smallest parts, by the diagonal of their boxes, so that at most so many are left.
 * A part is what hangs together by positions; those with a locked vertex stay, as the other side of it lies in another
 * tile. For nodes near the root: a scan of a hundred thousand flakes has no less than so many triangles otherwise.
 */
export function pruneParts(
  { positions }: TileMesh,
  indices: Uint32Array,
  locked: Uint8Array,
  triangles: number,
): Uint32Array {
  const parents = simplifier.generatePositionRemap(Float32Array.from(positions), 3);
  for (let corner = 0; corner < indices.length; corner += 3) {
    join(parents, indices[corner]!, indices[corner + 1]!);
    join(parents, indices[corner]!, indices[corner + 2]!);
  }
  const vertices = parents.length;
  const low = new Int32Array(vertices * 3).fill(2 ** 31 - 1);
  const high = new Int32Array(vertices * 3).fill(-(2 ** 31));
  const kept = new Uint8Array(vertices);
  for (let vertex = 0; vertex < vertices; vertex++) {
    const root = rootOf(parents, vertex);
    if (locked[vertex]) kept[root] = 1;
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[vertex * 3 + axis]!;
      if (value < low[root * 3 + axis]!) low[root * 3 + axis] = value;
      if (value > high[root * 3 + axis]!) high[root * 3 + axis] = value;
    }
  }
  const counts = new Uint32Array(vertices);
  for (let corner = 0; corner < indices.length; corner += 3) counts[rootOf(parents, indices[corner]!)]!++;
  const diagonal = new Float64Array(vertices);
  let parts = new Uint32Array(vertices);
  let found = 0;
  for (let root = 0; root < vertices; root++) {
    if (counts[root] === 0 || kept[root]) continue;
    let square = 0;
    for (let axis = 0; axis < 3; axis++) square += (high[root * 3 + axis]! - low[root * 3 + axis]!) ** 2;
    diagonal[root] = square;
    parts[found++] = root;
  }
  parts = parts.subarray(0, found).toSorted((a, b) => diagonal[a]! - diagonal[b]! || a - b);
  const pruned = new Uint8Array(vertices);
  let left = indices.length / 3;
  // The largest of what may go stays: nothing at all is never right.
  for (let at = 0; at < found - 1 && left > triangles; at++) {
    pruned[parts[at]!] = 1;
    left -= counts[parts[at]!]!;
  }
  const rest = new Uint32Array(left * 3);
  let to = 0;
  for (let corner = 0; corner < indices.length; corner += 3) {
    if (pruned[rootOf(parents, indices[corner]!)]) continue;
    rest[to++] = indices[corner]!;
    rest[to++] = indices[corner + 1]!;
    rest[to++] = indices[corner + 2]!;
  }
  return rest;
}

function rootOf(parents: Uint32Array, vertex: number): number {
  let at = vertex;
  while (parents[at] !== at) at = parents[at] = parents[parents[at]!]!;
  return at;
}

/** The smaller number becomes the root, so that the order does not matter. */
function join(parents: Uint32Array, one: number, other: number): void {
  const a = rootOf(parents, one);
  const b = rootOf(parents, other);
  if (a < b) parents[b] = a;
  else parents[a] = b;
}
