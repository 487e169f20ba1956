import { BufferAttribute, BufferGeometry, Vector3 } from 'three';
import { MeshBVH } from 'three-mesh-bvh';
import type { Primitive } from './tile.ts';

/** Triangles in one list: of a tile, of a cut, or of the source. Metres. */
export interface Surface {
  positions: Float64Array;
  indices: Uint32Array;
}

/** One list of several; what they share stays apart. */
export function join(surfaces: readonly Surface[]): Surface {
  const positions = new Float64Array(surfaces.reduce((sum, surface) => sum + surface.positions.length, 0));
  const indices = new Uint32Array(surfaces.reduce((sum, surface) => sum + surface.indices.length, 0));
  let [vertex, corner] = [0, 0];
  for (const surface of surfaces) {
    positions.set(surface.positions, vertex * 3);
    for (const index of surface.indices) indices[corner++] = index + vertex;
    vertex += surface.positions.length / 3;
  }
  return { positions, indices };
}

export const surfaceOf = (primitives: readonly Primitive[]): Surface => join(primitives);

/** Gives every vertex the number of the first at the same place, bit by bit. */
export function weld({ positions }: Surface): Uint32Array {
  const count = positions.length / 3;
  const first = new Uint32Array(count);
  const words = new Uint32Array(positions.map((value) => value + 0).buffer);
  const capacity = 2 ** Math.ceil(Math.log2(count * 2 + 2));
  const table = new Int32Array(capacity).fill(-1);
  for (let i = 0; i < count; i++) {
    let hash = 0;
    for (let k = 0; k < 6; k++) hash = Math.imul(hash ^ words[i * 6 + k]!, 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 13)) & (capacity - 1);
    for (;;) {
      const other = table[slot]!;
      if (other < 0) table[slot] = i;
      if (other < 0 || same(positions, i, other)) {
        first[i] = other < 0 ? i : other;
        break;
      }
      slot = (slot + 1) & (capacity - 1);
    }
  }
  return first;
}

const same = (positions: Float64Array, a: number, b: number): boolean =>
  positions[a * 3] === positions[b * 3] &&
  positions[a * 3 + 1] === positions[b * 3 + 1] &&
  positions[a * 3 + 2] === positions[b * 3 + 2];

/** Edges that one triangle alone has, as pairs of vertices of the surface. */
export function openEdges(surface: Surface): [number, number][] {
  const first = weld(surface);
  const count = surface.positions.length / 3;
  const edges = new Map<number, number>();
  const { indices } = surface;
  for (let triangle = 0; triangle < indices.length; triangle += 3) {
    const corners = [0, 1, 2].map((corner) => first[indices[triangle + corner]!]!) as [number, number, number];
    if (new Set(corners).size < 3) continue;
    for (let corner = 0; corner < 3; corner++) {
      const [a, b] = [corners[corner]!, corners[(corner + 1) % 3]!];
      const key = a < b ? a * count + b : b * count + a;
      edges.set(key, (edges.get(key) ?? 0) + 1);
    }
  }
  return [...edges].filter(([, uses]) => uses === 1).map(([key]) => [Math.floor(key / count), key % count]);
}

/** The distance from points to the surface. */
export class Nearest {
  readonly #bvh: MeshBVH;
  readonly #point = new Vector3();
  readonly #hit = { point: new Vector3(), distance: 0, faceIndex: 0 };

  constructor({ positions, indices }: Surface) {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(Float32Array.from(positions), 3));
    geometry.setIndex(new BufferAttribute(indices.slice(), 1));
    this.#bvh = new MeshBVH(geometry, { indirect: true });
  }

  distance(x: number, y: number, z: number): number {
    return this.at(x, y, z).distance;
  }

  /** The nearest point and the triangle it lies in, valid until the next call. */
  at(x: number, y: number, z: number): { point: Vector3; distance: number; faceIndex: number } {
    this.#bvh.closestPointToPoint(this.#point.set(x, y, z), this.#hit);
    return this.#hit;
  }
}

export interface Sample {
  triangle: number;
  /** Barycentric. */
  weights: readonly [number, number, number];
  point: readonly [number, number, number];
}

/** Points spread evenly over the surface. */
export function samples({ positions, indices }: Surface, count: number, random: () => number): Sample[] {
  const sums = new Float64Array(indices.length / 3);
  let sum = 0;
  for (let triangle = 0; triangle < sums.length; triangle++) {
    const [a, b, c] = corner(triangle);
    const [ux, uy, uz] = [0, 1, 2].map((k) => positions[b + k]! - positions[a + k]!) as [number, number, number];
    const [vx, vy, vz] = [0, 1, 2].map((k) => positions[c + k]! - positions[a + k]!) as [number, number, number];
    sum += Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx);
    sums[triangle] = sum;
  }
  return Array.from({ length: count }, () => {
    const wanted = random() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    const [root, other] = [Math.sqrt(random()), random()];
    const weights = [1 - root, root * (1 - other), root * other] as const;
    const [a, b, c] = corner(low);
    const point = [0, 1, 2].map(
      (k) => weights[0] * positions[a + k]! + weights[1] * positions[b + k]! + weights[2] * positions[c + k]!,
    ) as [number, number, number];
    return { triangle: low, weights, point };
  });

  function corner(triangle: number): [number, number, number] {
    return [indices[triangle * 3]! * 3, indices[triangle * 3 + 1]! * 3, indices[triangle * 3 + 2]! * 3];
  }
}
