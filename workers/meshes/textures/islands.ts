import type { TileMesh } from '../tilemesh.ts';

/** The connected parts of a mesh, which are those of its texture as well: what a texture tears has vertices of its own. */
export interface Islands {
  count: number;
  /** Number of the island of each vertex, in the order of their first triangles. */
  ofVertex: Int32Array;
  /** Least u, least v, greatest u, greatest v of each. */
  bounds: Float64Array;
}

/** Beyond this no texture coordinate is meant: in 32-bit floats it could not tell texels apart any more. */
const FARTHEST = 2 ** 16;

export const usable = (coordinate: number): number => (Math.abs(coordinate) < FARTHEST ? coordinate : 0);

export function findIslands({ indices }: TileMesh, texcoords: Float32Array): Islands {
  const vertices = texcoords.length / 2;
  const parents = Uint32Array.from({ length: vertices }, (_, i) => i);
  for (let i = 0; i < indices.length; i += 3) {
    const a = rootOf(parents, indices[i]!);
    const b = rootOf(parents, indices[i + 1]!);
    if (a !== b) parents[Math.max(a, b)] = Math.min(a, b);
    const [c, d] = [Math.min(a, b), rootOf(parents, indices[i + 2]!)];
    if (c !== d) parents[Math.max(c, d)] = Math.min(c, d);
  }
  const ofVertex = new Int32Array(vertices).fill(-1);
  let count = 0;
  for (const index of indices) {
    const root = rootOf(parents, index);
    if (ofVertex[root] === -1) ofVertex[root] = count++;
    ofVertex[index] = ofVertex[root]!;
  }
  const bounds = new Float64Array(count * 4);
  for (let i = 0; i < bounds.length; i += 4) bounds.fill(Infinity, i, i + 2).fill(-Infinity, i + 2, i + 4);
  for (let i = 0; i < vertices; i++) {
    const at = ofVertex[i]! * 4;
    if (at < 0) continue;
    const [u, v] = [usable(texcoords[i * 2]!), usable(texcoords[i * 2 + 1]!)];
    if (u < bounds[at]!) bounds[at] = u;
    if (v < bounds[at + 1]!) bounds[at + 1] = v;
    if (u > bounds[at + 2]!) bounds[at + 2] = u;
    if (v > bounds[at + 3]!) bounds[at + 3] = v;
  }
  return { count, ofVertex, bounds };
}

function rootOf(parents: Uint32Array, start: number): number {
  let at = start;
  while (parents[at] !== at) {
    // Halving the path keeps trees flat without a second walk.
    const up = parents[parents[at]!]!;
    parents[at] = up;
    at = up;
  }
  return at;
}
