import { triangleCount } from '../tilemesh.ts';
import type { TileMesh } from '../tilemesh.ts';

/**
 * From this share of locked vertices on, the borders of a level are simplified as seams (seams.ts). What is locked is
 * missing inside: at a fifth, the inside has to fall to a fifth of its triangles where a quarter was asked for, and its
 * error grows faster than with the triangles; one level later it would be two fifths.
 */
export const SEAM_SHARE = 0.2;

/**
 * Which vertices of a merged node must stay: those that it shares with tiles outside of it. Every vertex between two
 * tiles then is the same one on both sides on all levels up to the one on which the two become one tile, so that any
 * cut through the tree closes.
 * @param levelAt the finest level on which all tiles around a point have one ancestor; undefined inside of a tile
 * @returns 1 per vertex that is locked, else 0
 */
export function lockedVertices(
  mesh: TileMesh,
  level: number,
  levelAt: (x: number, y: number, z: number) => number | undefined,
): Uint8Array {
  const { positions } = mesh;
  const locked = new Uint8Array(positions.length / 3);
  for (let vertex = 0; vertex < locked.length; vertex++) {
    const common = levelAt(positions[vertex * 3]!, positions[vertex * 3 + 1]!, positions[vertex * 3 + 2]!);
    if (common !== undefined && common < level) locked[vertex] = 1;
  }
  return locked;
}

/**
 * The share of locked vertices among those that a node will have: about half as many as triangles, as in every closed
 * mesh (Euler). To be compared with SEAM_SHARE.
 */
export function lockShare(lockedCount: number, triangles: number): number {
  return lockedCount / Math.max(1, triangles / 2);
}

/**
 * How many triangles leave the inside of a node, what is not locked, `share` of what it had if nothing were locked: at
 * least as many as are wanted for the node. On levels whose borders are simplified as seams afterwards, the inside is brought
 * to its whole share, as the borders come to theirs later.
 */
export function trianglesWithLocks(mesh: TileMesh, locked: Uint8Array, triangles: number, share: number): number {
  if (locked.length === 0) return 0;
  let lockedCount = 0;
  for (let vertex = 0; vertex < locked.length; vertex++) lockedCount += locked[vertex]!;
  const wanted = triangles / triangleCount(mesh);
  const left = lockedCount + (locked.length - lockedCount) * wanted * share;
  const most = Math.max(triangles, (left / locked.length) * triangleCount(mesh));
  return Math.min(triangleCount(mesh), Math.floor(most));
}
