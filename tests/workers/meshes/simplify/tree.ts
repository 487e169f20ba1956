import { lockedVertices, trianglesWithLocks } from '../../../../workers/meshes/simplify/locks.ts';
import { measureError } from '../../../../workers/meshes/simplify/distance.ts';
import { mergeMeshes } from '../../../../workers/meshes/simplify/merge.ts';
import { simplifySeams } from '../../../../workers/meshes/simplify/seams.ts';
import { simplifyMesh } from '../../../../workers/meshes/simplify/simplify.ts';
import { FAN_OUT } from '../../../../workers/meshes/tree.ts';
import { triangleCount } from '../../../../workers/meshes/tilemesh.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { sharedPlaces, splitIntoLeaves } from './tiling.ts';

export interface Node {
  mesh: TileMesh;
  /** Declared: 0 of a leaf. */
  error: number;
}

/** Nodes by level, the root first. Levels up to `seamsFrom` have their borders simplified, those below locked. */
export function buildTree(source: TileMesh, depth: number, seamsFrom: number): Node[][] {
  const leaves = splitIntoLeaves(source, depth);
  const triangles = triangleCount(source) / leaves.length;
  const shared = sharedPlaces(leaves);
  const levelAt = (x: number, y: number, z: number): number | undefined => shared.get(`${x},${y},${z}`);
  const levels: Node[][] = [leaves.map((mesh) => ({ mesh, error: 0 }))];
  for (let level = depth - 1; level >= 0; level--) {
    const below = levels[0]!;
    const seams = level > 0 && level <= seamsFrom;
    const families = Array.from({ length: FAN_OUT ** level }, (_, index) =>
      below.slice(index * FAN_OUT, (index + 1) * FAN_OUT),
    );
    const insides = families.map((family) => {
      const merged = mergeMeshes(family.map(({ mesh }) => mesh));
      const locked = lockedVertices(merged, level, levelAt);
      const wanted = seams ? trianglesWithLocks(merged, locked, triangles, 1) : Math.floor(triangles);
      return simplifyMesh(merged, { triangles: wanted, locked });
    });
    const meshes = seams ? simplifySeams(insides, { triangles }) : insides;
    levels.unshift(
      meshes.map((mesh, index) => ({
        mesh,
        error:
          Math.max(...families[index]!.map(({ error }) => error)) +
          measureError(
            families[index]!.map((child) => child.mesh),
            mesh,
            { samples: 4000, seed: level * 1000 + index },
          ),
      })),
    );
  }
  return levels;
}

/** A random cut through the tree: what a viewer might show at one time. Ends between the levels from … to. */
export function randomCut(levels: Node[][], from: number, to: number, next: () => number): Node[] {
  const visit = (level: number, index: number): Node[] =>
    level === to || (level >= from && next() < 0.4)
      ? [levels[level]![index]!]
      : Array.from({ length: FAN_OUT }, (_, child) => visit(level + 1, index * FAN_OUT + child)).flat();
  return visit(0, 0);
}
