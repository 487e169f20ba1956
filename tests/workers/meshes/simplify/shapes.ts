import { mergeMeshes } from '../../../../workers/meshes/simplify/merge.ts';
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

/** A closed sphere whose thirds in two directions have materials of their own, with their own vertices along the borders. */
export function manyMaterials(across: number, radius: number): TileMesh {
  const whole = roughSphere(across, radius);
  const parts = new Map<number, number[]>();
  for (let corner = 0; corner < whole.indices.length; corner += 3) {
    const third = (axis: number): number =>
      Math.min(2, Math.floor((whole.positions[whole.indices[corner]! * 3 + axis]! * 3) / (2 * radius)));
    const material = third(0) * 3 + third(1);
    const part = parts.get(material) ?? [];
    part.push(...whole.indices.subarray(corner, corner + 3));
    parts.set(material, part);
  }
  return mergeMeshes(
    [...parts].map(([material, indices]) => ({
      ...whole,
      indices: Uint32Array.from(indices),
      groups: [{ material, start: 0, count: indices.length }],
    })),
  );
}

/** A row of cubes in three directions that do not touch, each side of `across` squares; each triangle has its own vertices. */
export function flatCubes(cubes: number, across: number, size: number): TileMesh {
  const positions: number[] = [];
  const normals: number[] = [];
  for (let cube = 0; cube < cubes; cube++) {
    const from = [cube & 1, (cube >> 1) & 1, cube >> 2].map((at) => at * size * 1.5);
    for (let axis = 0; axis < 3; axis++)
      for (const side of [0, 1])
        for (let square = 0; square < across * across; square++) {
          const corner = (du: number, dv: number): number[] => {
            const at = [0, 0, 0];
            at[axis] = side * size;
            at[(axis + 1) % 3] = Math.round((((square % across) + du) / across) * size);
            at[(axis + 2) % 3] = Math.round(((Math.floor(square / across) + dv) / across) * size);
            return at.map((value, which) => value + from[which]!);
          };
          const [a, b, c, d] = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)];
          positions.push(...(side ? [a, b, c, a, c, d] : [a, c, b, a, d, c]).flat());
          const normal = [0, 0, 0];
          normal[axis] = side ? 1 : -1;
          for (let at = 0; at < 6; at++) normals.push(...normal);
        }
  }
  const indices = Uint32Array.from({ length: positions.length / 3 }, (_, at) => at);
  return {
    positions: Int32Array.from(positions),
    normals: Float32Array.from(normals),
    indices,
    groups: [{ material: 0, start: 0, count: indices.length }],
  };
}

/** Sheets of `across` × `across` squares, with waves; `holes` are left out. */
function sheet(across: number, size: number, at: (u: number, v: number) => number[], holes: boolean): TileMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  for (let u = 0; u <= across; u++)
    for (let v = 0; v <= across; v++) positions.push(...at(u * size, v * size).map(Math.round));
  for (let u = 0; u < across; u++)
    for (let v = 0; v < across; v++) {
      if (holes && u % 17 > 12 && v % 13 > 9) continue;
      const a = u * (across + 1) + v;
      indices.push(a, a + across + 1, a + across + 2, a, a + across + 2, a + 1);
    }
  return meshOf(Int32Array.from(positions), Uint32Array.from(indices));
}

/** An open surface with holes. */
export function bumpyGrid(across: number, size: number): TileMesh {
  const next = seeded(4);
  const wide = across * size;
  return sheet(
    across,
    size,
    (u, v) => [u, wide * (0.2 + 0.1 * roughness(u / wide, v / wide, 0.5, next() * 2 - 1)), v],
    true,
  );
}

/** Three sheets that share one edge, as no surface of a body does. */
export function winged(across: number, size: number): TileMesh {
  const wide = across * size;
  const sheets = [0, 1, 2].map((wing) => {
    const [x, z] = [Math.cos(wing * 2), Math.sin(wing * 2)];
    const wave = (u: number, v: number): number => size * Math.sin((u + 2 * v) / (3 * size)) * Math.min(1, u / wide);
    return sheet(across, size, (u, v) => [wide + u * x - z * wave(u, v), v, wide + u * z + x * wave(u, v)], false);
  });
  const merged = mergeMeshes(
    sheets.map((mesh) => ({ ...mesh, normals: Float32Array.from(mesh.normals, (_, at) => (at % 3 === 2 ? 1 : 0)) })),
  );
  return { ...merged, normals: smoothNormals(merged.positions, merged.indices) };
}

/** Closed needles a thousand times as long as they are wide, of twelve rings of three vertices, in all directions. */
export function needles(count: number, length: number): TileMesh {
  const next = seeded(8);
  const positions: number[] = [];
  const indices: number[] = [];
  const rings = 12;
  for (let needle = 0; needle < count; needle++) {
    const first = positions.length / 3;
    const from = [next(), next(), next()].map((at) => (0.5 + at) * length);
    const way = [next() - 0.5, next() - 0.5, next() - 0.5].map((at) => at * length);
    for (let ring = 0; ring < rings; ring++)
      for (let corner = 0; corner < 3; corner++)
        positions.push(
          ...[0, 1, 2].map((axis) =>
            Math.round(from[axis]! + (way[axis]! * ring) / rings + (axis === corner ? length / 1000 : 0)),
          ),
        );
    for (let ring = 0; ring + 1 < rings; ring++)
      for (let corner = 0; corner < 3; corner++) {
        const [a, b] = [first + ring * 3 + corner, first + ring * 3 + ((corner + 1) % 3)];
        indices.push(a, b, b + 3, a, b + 3, a + 3);
      }
    const last = first + (rings - 1) * 3;
    indices.push(first, first + 2, first + 1, last, last + 1, last + 2);
  }
  return meshOf(Int32Array.from(positions), Uint32Array.from(indices));
}
