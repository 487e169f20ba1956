import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { seeded } from '../../../random.ts';

// Meshes made in code, on the grid, welded by position; normals are those of the triangles around a vertex.

/** A mesh of one material of triangles that share their vertices. */
export function meshOf(positions: Int32Array, indices: Uint32Array, material = 0): TileMesh {
  return {
    positions,
    normals: smoothNormals(positions, indices),
    indices,
    groups: [{ material, start: 0, count: indices.length }],
  };
}

export function smoothNormals(positions: Int32Array, indices: Uint32Array): Float32Array {
  const sums = new Float64Array(positions.length);
  for (let corner = 0; corner < indices.length; corner += 3) {
    const [a, b, c] = [indices[corner]! * 3, indices[corner + 1]! * 3, indices[corner + 2]! * 3];
    const ab = [0, 1, 2].map((axis) => positions[b + axis]! - positions[a + axis]!);
    const ac = [0, 1, 2].map((axis) => positions[c + axis]! - positions[a + axis]!);
    for (let axis = 0; axis < 3; axis++) {
      const [u, v] = [(axis + 1) % 3, (axis + 2) % 3];
      const part = ab[u]! * ac[v]! - ab[v]! * ac[u]!;
      for (const vertex of [a, b, c]) sums[vertex + axis]! += part;
    }
  }
  const normals = new Float32Array(positions.length);
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(sums[at]!, sums[at + 1]!, sums[at + 2]!) || 1;
    for (let axis = 0; axis < 3; axis++) normals[at + axis] = sums[at + axis]! / length;
  }
  return normals;
}

/** Waves of several lengths, with some noise from vertex to vertex: as rough as a scan. Between about -1 and 1. */
function roughness(x: number, y: number, z: number, noise: number): number {
  let sum = 0;
  for (const [length, height] of [
    [1.3, 0.5],
    [0.37, 0.25],
    [0.11, 0.1],
    [0.041, 0.04],
  ] as const)
    sum += height * Math.sin(x / length + 1) * Math.cos(y / length + 2) * Math.sin(z / length + 3);
  return sum + noise * 0.006;
}

/**
 * A closed surface around a middle: a cube whose sides have `across` squares across, blown up to a sphere of `radius`
 * steps and displaced by a tenth of that. 12 × across² triangles.
 */
export function roughSphere(across: number, radius: number, seed = 1): TileMesh {
  const random = seeded(seed);
  const numbers = new Map<string, number>();
  const positions: number[] = [];
  const vertex = (x: number, y: number, z: number): number => {
    const key = `${x},${y},${z}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const direction = [x, y, z].map((at) => Math.tan(((at / across) * 2 - 1) * (Math.PI / 4)));
    const length = Math.hypot(...direction);
    const [dx, dy, dz] = direction.map((at) => at / length) as [number, number, number];
    const far = radius * (0.9 + 0.1 * roughness(dx, dy, dz, random() * 2 - 1));
    positions.push(Math.round(radius + dx * far), Math.round(radius + dy * far), Math.round(radius + dz * far));
    numbers.set(key, numbers.size);
    return numbers.size - 1;
  };
  const indices: number[] = [];
  for (let axis = 0; axis < 3; axis++)
    for (const side of [0, across])
      for (let u = 0; u < across; u++)
        for (let v = 0; v < across; v++) {
          const corner = (du: number, dv: number): number => {
            const at = [0, 0, 0];
            at[axis] = side;
            at[(axis + 1) % 3] = u + du;
            at[(axis + 2) % 3] = v + dv;
            return vertex(at[0]!, at[1]!, at[2]!);
          };
          const [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
          if (side) indices.push(a, b, c, a, c, d);
          else indices.push(a, c, b, a, d, c);
        }
  return meshOf(Int32Array.from(positions), Uint32Array.from(indices));
}

/** A closed ring: `around` × `across` × 2 triangles. */
export function torus(around: number, across: number, radius: number): TileMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let u = 0; u < around; u++)
    for (let v = 0; v < across; v++) {
      const [a, b] = [(u / around) * 2 * Math.PI, (v / across) * 2 * Math.PI];
      const out = radius * (0.7 + 0.28 * Math.cos(b));
      positions.push(
        Math.round(radius + out * Math.cos(a)),
        Math.round(radius * 0.3 + radius * 0.28 * Math.sin(b)),
        Math.round(radius + out * Math.sin(a)),
      );
      const at = (du: number, dv: number): number => ((u + du) % around) * across + ((v + dv) % across);
      indices.push(at(0, 0), at(0, 1), at(1, 1), at(0, 0), at(1, 1), at(1, 0));
    }
  return meshOf(Int32Array.from(positions), Uint32Array.from(indices));
}
