import type { TileMesh } from '../tilemesh.ts';
import { compact } from './compact.ts';
import { trianglesWithLocks } from './locks.ts';
import { pruneParts } from './prune.ts';
import { simplifier } from './simplifier.ts';
import { weld } from './weld.ts';
import type { Welded } from './weld.ts';

export interface SimplifyOptions {
  /** How many triangles are wanted. */
  triangles: number;
  /** 1 per vertex that has to stay. Other vertices at its place stay with it. */
  locked: Uint8Array;
}

/**
 * What a change of a normal or a colour by 1 over a distance counts like: a change of position by this times the distance.
 * At a quarter of a whale's skull with a pattern, without | with these weights: normals 8.5° | 6.0° off, colours 9.0 | 3.0 of 255,
 * surface 2.5 | 3.0 steps, 0.8 | 1.6 µs per triangle, without colours 1.2 µs. Twice the weights: 4.6°, 2.3 and 3.9 steps.
 */
const NORMAL_WEIGHT = 0.2;
const COLOUR_WEIGHT = 0.5;
/** More than this many times the triangles wanted: something other than the surface's shape is in the way. */
const STUCK = 1.1;
/** The inside keeps at least this share of what it would have if nothing were locked. */
const LEAST_INSIDE = 0.5;

/**
 * A mesh of fewer triangles, of vertices of the given one, so that positions stay on the grid. Both sides of a seam
 * (between materials, charts of a texture, or hard normals) go the same way, so that it stays closed.
 *
 * Where seams are so many that the number is not reached, as in files that give each triangle its own normals, normals and
 * colours are made smooth first, which opens these seams; where parts are so many, the smallest are left out. What cannot be
 * reached is left: with seams of materials or charts at most vertices (simplifyWelded helps), or with many locks.
 */
export function simplifyMesh(mesh: TileMesh, { triangles, locked }: SimplifyOptions): TileMesh {
  const target = trianglesWithLocks(mesh, locked, triangles, LEAST_INSIDE);
  const enough = target * 3 * STUCK;
  let from = mesh;
  let lockedFrom = locked;
  let indices = simplifyIndices(from, lockedFrom, target);
  if (indices.length > enough) {
    const welded = weld(mesh, { classOf: (material) => material, texcoords: true });
    if (welded.mesh.positions.length < mesh.positions.length) {
      from = welded.mesh;
      lockedFrom = lockedAfter(welded, locked);
      indices = simplifyIndices(from, lockedFrom, target);
    }
  }
  if (indices.length > enough) indices = pruneParts(from, indices, lockedFrom, target);
  return compact(from, indices);
}

/**
 * For textured nodes that get a new texture: texture coordinates are dropped, and vertices are welded by their position, so
 * that the charts' seams are not in the way (at a sixteenth, they left 22 % of the triangles).
 * @param classOf materials of one class become one, whose number the groups of the result have
 */
export function simplifyWelded(
  mesh: TileMesh,
  { triangles, locked, classOf }: SimplifyOptions & { classOf: (material: number) => number },
): TileMesh {
  const welded = weld(mesh, { classOf, texcoords: false });
  return simplifyMesh(welded.mesh, { triangles, locked: lockedAfter(welded, locked) });
}

/** The triangles of a mesh that are left, of its own vertices; groups do not matter. */
export function simplifyIndices(
  { positions, normals, colours, indices }: TileMesh,
  locked: Uint8Array,
  triangles: number,
): Uint32Array {
  // The width of a vertex's attributes: normal, then colour.
  const width = colours ? 6 : 3;
  let attributes = normals;
  if (colours) {
    const count = positions.length / 3;
    attributes = new Float32Array(count * width);
    for (let vertex = 0; vertex < count; vertex++)
      for (let part = 0; part < 3; part++) {
        attributes[vertex * width + part] = normals[vertex * 3 + part]!;
        attributes[vertex * width + 3 + part] = colours[vertex * 4 + part]! / 255;
      }
  }
  const weights = Array.from({ length: width }, (_, part) => (part < 3 ? NORMAL_WEIGHT : COLOUR_WEIGHT));
  const [simplified] = simplifier.simplifyWithAttributes(
    indices,
    Float32Array.from(positions),
    3,
    attributes,
    width,
    weights,
    locked,
    Math.min(triangles * 3, indices.length),
    Infinity,
    ['ErrorAbsolute'],
  );
  return simplified;
}

function lockedAfter({ mesh, numbers }: Welded, locked: Uint8Array): Uint8Array {
  const after = new Uint8Array(mesh.positions.length / 3);
  for (let vertex = 0; vertex < numbers.length; vertex++) if (locked[vertex]) after[numbers[vertex]!] = 1;
  return after;
}
