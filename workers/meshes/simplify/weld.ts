import type { MeshGroup, TileMesh } from '../tilemesh.ts';
import { hash } from './merge.ts';

export interface WeldOptions {
  /** Materials of one class are made one, and its number becomes their material. */
  classOf: (material: number) => number;
  /** Whether texture coordinates keep vertices apart; else they are dropped. */
  texcoords: boolean;
}

export interface Welded {
  mesh: TileMesh;
  /** What became of each vertex. */
  numbers: Uint32Array;
}

/**
 * One vertex per position, so that neither hard normals nor charts keep triangles apart. Where normals or colours differ,
 * they become the mean of those around, weighted with the triangles' areas: a flat-shaded file comes out smooth. Where they
 * do not, they stay as they are bit by bit, and so do tiles that share them. Triangles that have become lines are left out.
 */
export function weld(mesh: TileMesh, { classOf, texcoords: keep }: WeldOptions): Welded {
  const { positions } = mesh;
  const vertices = positions.length / 3;
  const texcoords = keep && mesh.texcoords ? new Int32Array(mesh.texcoords.slice().buffer) : undefined;
  const classes = [...new Set(mesh.groups.map(({ material }) => classOf(material)))].toSorted((a, b) => a - b);
  let size = 16;
  while (size < vertices * 2) size *= 2;
  const mask = size - 1;
  // Number of a vertex + 1: 0 is an empty place. The same for what became of the old ones.
  const table = new Uint32Array(size);
  const numbers = new Uint32Array(vertices);
  const firsts = new Uint32Array(vertices);
  const indices = new Uint32Array(mesh.indices.length);
  const groups: MeshGroup[] = [];
  let count = 0;
  let corner = 0;
  for (const material of classes) {
    const start = corner;
    const first = count;
    for (const group of mesh.groups) {
      if (classOf(group.material) !== material) continue;
      const end = group.start + group.count;
      for (let at = group.start; at < end; at++) {
        const vertex = mesh.indices[at]!;
        if (numbers[vertex] === 0) {
          const x = positions[vertex * 3]!;
          const y = positions[vertex * 3 + 1]!;
          const z = positions[vertex * 3 + 2]!;
          let place = hash(x, y, z) & mask;
          let number: number;
          while ((number = table[place]!) !== 0) {
            const known = firsts[number - 1]!;
            if (
              number > first &&
              positions[known * 3] === x &&
              positions[known * 3 + 1] === y &&
              positions[known * 3 + 2] === z &&
              (!texcoords ||
                (texcoords[known * 2] === texcoords[vertex * 2] &&
                  texcoords[known * 2 + 1] === texcoords[vertex * 2 + 1]))
            )
              break;
            place = (place + 1) & mask;
          }
          if (number === 0) {
            firsts[count++] = vertex;
            table[place] = number = count;
          }
          numbers[vertex] = number;
        }
      }
      for (let at = group.start; at < end; at += 3) {
        const a = numbers[mesh.indices[at]!]! - 1;
        const b = numbers[mesh.indices[at + 1]!]! - 1;
        const c = numbers[mesh.indices[at + 2]!]! - 1;
        if (a === b || b === c || c === a) continue;
        indices[corner++] = a;
        indices[corner++] = b;
        indices[corner++] = c;
      }
    }
    if (corner > start) groups.push({ material, start, count: corner - start });
  }
  for (let vertex = 0; vertex < vertices; vertex++) numbers[vertex]!--;

  const welded: TileMesh = {
    positions: new Int32Array(count * 3),
    normals: new Float32Array(count * 3),
    ...(mesh.colours && { colours: new Uint8Array(count * 4) }),
    ...(keep && mesh.texcoords && { texcoords: new Float32Array(count * 2) }),
    indices: indices.slice(0, corner),
    groups,
  };
  for (let number = 0; number < count; number++) {
    const vertex = firsts[number]!;
    for (let axis = 0; axis < 3; axis++) welded.positions[number * 3 + axis] = positions[vertex * 3 + axis]!;
    if (welded.texcoords)
      for (let axis = 0; axis < 2; axis++) welded.texcoords[number * 2 + axis] = mesh.texcoords![vertex * 2 + axis]!;
  }
  const weights = cornerWeights(mesh);
  blend(mesh.normals, welded.normals, 3, numbers, firsts, weights);
  normalise(welded.normals);
  if (welded.colours) blend(mesh.colours!, welded.colours, 4, numbers, firsts, weights);
  return { mesh: welded, numbers };
}

/** Per vertex, the area of the triangles around it. */
function cornerWeights({ positions, indices }: TileMesh): Float64Array {
  const weights = new Float64Array(positions.length / 3);
  for (let corner = 0; corner < indices.length; corner += 3) {
    const a = indices[corner]! * 3;
    const b = indices[corner + 1]! * 3;
    const c = indices[corner + 2]! * 3;
    const abx = positions[b]! - positions[a]!;
    const aby = positions[b + 1]! - positions[a + 1]!;
    const abz = positions[b + 2]! - positions[a + 2]!;
    const acx = positions[c]! - positions[a]!;
    const acy = positions[c + 1]! - positions[a + 1]!;
    const acz = positions[c + 2]! - positions[a + 2]!;
    const area = Math.hypot(aby * acz - abz * acy, abz * acx - abx * acz, abx * acy - aby * acx);
    for (let at = corner; at < corner + 3; at++) weights[indices[at]!]! += area;
  }
  return weights;
}

/** Copies what all vertices that became one have in common; where they differ, takes the weighted mean. */
function blend(
  from: Float32Array | Uint8Array,
  to: Float32Array | Uint8Array,
  width: number,
  numbers: Uint32Array,
  firsts: Uint32Array,
  weights: Float64Array,
): void {
  const count = to.length / width;
  const differs = new Uint8Array(count);
  for (let vertex = 0; vertex < numbers.length; vertex++) {
    const number = numbers[vertex]!;
    const first = firsts[number]!;
    for (let part = 0; part < width; part++)
      if (from[vertex * width + part] !== from[first * width + part]) differs[number] = 1;
  }
  const sums = new Float64Array(to.length);
  const whole = new Float64Array(count);
  for (let vertex = 0; vertex < numbers.length; vertex++) {
    const number = numbers[vertex]!;
    if (differs[number] === 0) continue;
    const weight = weights[vertex]!;
    whole[number]! += weight;
    for (let part = 0; part < width; part++) sums[number * width + part]! += from[vertex * width + part]! * weight;
  }
  const round = to instanceof Uint8Array;
  for (let number = 0; number < count; number++)
    for (let part = 0; part < width; part++) {
      const at = number * width + part;
      const mean =
        differs[number] && whole[number]! > 0 ? sums[at]! / whole[number]! : from[firsts[number]! * width + part]!;
      to[at] = round ? Math.round(mean) : mean;
    }
}

/** To length 1 what is not: means are shorter. Sums of opposite normals, of sheets without thickness, point upwards. */
function normalise(normals: Float32Array): void {
  for (let at = 0; at < normals.length; at += 3) {
    const x = normals[at]!;
    const y = normals[at + 1]!;
    const z = normals[at + 2]!;
    const length = Math.sqrt(x * x + y * y + z * z);
    if (Math.abs(length - 1) < 1e-5) continue;
    normals[at] = length > 0 ? x / length : 0;
    normals[at + 1] = length > 0 ? y / length : 1;
    normals[at + 2] = length > 0 ? z / length : 0;
  }
}
