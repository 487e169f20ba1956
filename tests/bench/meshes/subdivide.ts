import type { Surface } from '../../twins/verify/surface.ts';
import { writePly } from './generate.ts';
import type { Told } from './generate.ts';
import { normalsOf } from './load.ts';
import { fractal } from './noise.ts';

/** How far the new vertices are moved, in parts of the mean edge of the mesh. */
const ROUGHNESS = 0.15;

/** A real scan enlarged, as binary PLY: every edge in so many parts, and the new vertices moved by noise along the normal. */
export function subdividePly(path: string, mesh: Surface, parts: number, seed = 1): { triangles: number } {
  const fine = subdivided(mesh, parts, seed);
  writePly(path, fine);
  return { triangles: fine.triangles };
}

/**
 * Vertices are numbered: those of the mesh, then those within each edge, then those within each face. None is kept: what
 * two faces share is computed from the edge itself and is therefore the same for both.
 */
function subdivided(mesh: Surface, parts: number, seed: number): Told {
  const { positions, indices } = mesh;
  const corners = positions.length / 3;
  const faces = indices.length / 3;
  const { ends, edgeOf } = edgesOf(mesh);
  const edges = ends.length / 2;
  const inEdge = parts - 1;
  const inFace = (inEdge * (inEdge - 1)) / 2;
  const normals = normalsOf(mesh);
  const edge = meanEdge(mesh, ends);
  const octaves = Math.max(1, Math.ceil(Math.log2(parts)));

  /** The place between three vertices, by their weights, moved. */
  function tell(
    [a, b, c]: readonly [number, number, number],
    [u, v, w]: readonly [number, number, number],
    take: (x: number, y: number, z: number) => void,
  ): void {
    const mix = (values: ArrayLike<number>, axis: number): number =>
      (u * values[a * 3 + axis]! + v * values[b * 3 + axis]! + w * values[c * 3 + axis]!) / parts;
    const [x, y, z] = [mix(positions, 0), mix(positions, 1), mix(positions, 2)];
    const by = ROUGHNESS * edge * fractal((x / edge) * 2, (y / edge) * 2, (z / edge) * 2, octaves, seed);
    take(x + by * mix(normals, 0), y + by * mix(normals, 1), z + by * mix(normals, 2));
  }

  /** The number of the vertex that lies i parts towards the second and j towards the third corner of a face. */
  function numberOf(face: number, i: number, j: number): number {
    const k = parts - i - j;
    const corner = (side: number): number => indices[face * 3 + side]!;
    if (k === parts) return corner(0);
    if (i === parts) return corner(1);
    if (j === parts) return corner(2);
    const within = (side: number, along: number): number => {
      const number = edgeOf[face * 3 + side]!;
      const from = ends[number * 2] === corner(side) ? along : parts - along;
      return corners + number * inEdge + from - 1;
    };
    if (j === 0) return within(0, i);
    if (k === 0) return within(1, j);
    if (i === 0) return within(2, k);
    // Rows of the inner triangle: that with j has parts − 1 − j vertices.
    const before = (j - 1) * inEdge - ((j - 1) * j) / 2;
    return corners + edges * inEdge + face * inFace + before + i - 1;
  }

  return {
    triangles: faces * parts * parts,
    vertices: corners + edges * inEdge + faces * inFace,
    eachVertex(take) {
      for (let vertex = 0; vertex < corners; vertex++) tell([vertex, vertex, vertex], [parts, 0, 0], take);
      for (let number = 0; number < edges; number++) {
        const [a, b] = [ends[number * 2]!, ends[number * 2 + 1]!];
        for (let along = 1; along < parts; along++) tell([a, b, b], [parts - along, along, 0], take);
      }
      for (let face = 0; face < faces; face++) {
        const [a, b, c] = [indices[face * 3]!, indices[face * 3 + 1]!, indices[face * 3 + 2]!];
        for (let j = 1; j < parts; j++)
          for (let i = 1; i + j < parts; i++) tell([a, b, c], [parts - i - j, i, j], take);
      }
    },
    eachFace(take) {
      for (let face = 0; face < faces; face++) {
        for (let j = 0; j < parts; j++) {
          for (let i = 0; i + j < parts; i++) {
            take(numberOf(face, i, j), numberOf(face, i + 1, j), numberOf(face, i, j + 1));
            if (i + j + 1 < parts)
              take(numberOf(face, i + 1, j), numberOf(face, i + 1, j + 1), numberOf(face, i, j + 1));
          }
        }
      }
    },
  };
}

/** The two ends of every edge, the smaller number first, and the three edges of every face: from each corner to the next. */
function edgesOf({ positions, indices }: Surface): { ends: Uint32Array; edgeOf: Uint32Array } {
  const count = positions.length / 3;
  const known = new Map<number, number>();
  const ends: number[] = [];
  const edgeOf = new Uint32Array(indices.length);
  for (let corner = 0; corner < indices.length; corner++) {
    const next = corner % 3 === 2 ? corner - 2 : corner + 1;
    const [a, b] = [indices[corner]!, indices[next]!];
    const [low, high] = a < b ? [a, b] : [b, a];
    const key = low * count + high;
    let number = known.get(key);
    if (number === undefined) {
      number = ends.push(low, high) / 2 - 1;
      known.set(key, number);
    }
    edgeOf[corner] = number;
  }
  return { ends: Uint32Array.from(ends), edgeOf };
}

function meanEdge({ positions }: Surface, ends: Uint32Array): number {
  let sum = 0;
  for (let at = 0; at < ends.length; at += 2) {
    const [a, b] = [ends[at]! * 3, ends[at + 1]! * 3];
    sum += Math.hypot(
      positions[a]! - positions[b]!,
      positions[a + 1]! - positions[b + 1]!,
      positions[a + 2]! - positions[b + 2]!,
    );
  }
  return sum / (ends.length / 2);
}
