import { renameSync } from 'node:fs';
import { simplifySeams } from '../simplify/seams.ts';
import { readSummary, writeSummary } from '../stage.ts';
import { readTileMesh, writeTileMesh } from '../tilemesh-file.ts';
import { nodeName } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { innerMesh, seamsFile } from './files.ts';

export interface SeamsInput {
  folder: string;
  level: number;
  nodes: readonly TreeNode[];
  /** Triangles that are wanted for a node, on the average. */
  triangles: number;
}

/** Simplifies the borders between all nodes of a level, whose insides are done. */
export function makeSeams({ folder, level, nodes, triangles }: SeamsInput): void {
  const path = seamsFile(folder, level);
  if (!readSummary(path)) {
    const meshes = simplifySeams(
      nodes.map((node) => readTileMesh(innerMesh(folder, node))),
      { triangles },
    );
    nodes.forEach((node, at) => writeTileMesh(`${innerMesh(folder, node)}.seams`, meshes[at]!));
    // From here on the meshes with simplified borders are the ones, however often this is interrupted.
    writeSummary(path, { nodes: nodes.map(nodeName) });
  }
  for (const node of nodes) takeOver(`${innerMesh(folder, node)}.seams`, innerMesh(folder, node));
}

function takeOver(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
