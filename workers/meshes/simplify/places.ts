import { vertexCount } from '../tilemesh.ts';
import type { TileMesh } from '../tilemesh.ts';
import { hash } from './merge.ts';

export interface Places {
  /** Per mesh and vertex, the number of its place. */
  of: Uint32Array[];
  /** 1 per place that more than one of the meshes has. */
  shared: Uint8Array;
}

/** Numbers the different positions of several meshes, and tells which of them these share. */
export function findPlaces(meshes: readonly TileMesh[]): Places {
  const vertices = meshes.reduce((sum, mesh) => sum + vertexCount(mesh), 0);
  let size = 16;
  while (size < vertices * 2) size *= 2;
  const mask = size - 1;
  // Number of a place + 1: 0 is an empty one.
  const table = new Uint32Array(size);
  const positions = new Int32Array(vertices * 3);
  const owners = new Uint32Array(vertices);
  const shared = new Uint8Array(vertices);
  const of: Uint32Array[] = [];
  let count = 0;
  for (const [mesh, { positions: from }] of meshes.entries()) {
    const numbers = new Uint32Array(from.length / 3);
    for (let vertex = 0; vertex < numbers.length; vertex++) {
      const x = from[vertex * 3]!;
      const y = from[vertex * 3 + 1]!;
      const z = from[vertex * 3 + 2]!;
      let at = hash(x, y, z) & mask;
      let number: number;
      while ((number = table[at]!) !== 0) {
        const known = (number - 1) * 3;
        if (positions[known] === x && positions[known + 1] === y && positions[known + 2] === z) break;
        at = (at + 1) & mask;
      }
      if (number === 0) {
        positions[count * 3] = x;
        positions[count * 3 + 1] = y;
        positions[count * 3 + 2] = z;
        owners[count] = mesh;
        table[at] = number = ++count;
      } else if (owners[number - 1] !== mesh) shared[number - 1] = 1;
      numbers[vertex] = number - 1;
    }
    of.push(numbers);
  }
  return { of, shared: shared.slice(0, count) };
}
