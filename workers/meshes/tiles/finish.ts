import { SharedVertices } from '../borders/shared-vertices.ts';
import { encodeTile } from '../encode/tile.ts';
import { boxOf } from '../partition/report.ts';
import { readSummary, writeSummary, writeWhole } from '../stage.ts';
import { writeSurface } from '../surface-file.ts';
import type { TileSurface } from '../surface.ts';
import { triangleCount } from '../tilemesh.ts';
import type { TileInfo } from '../tileset/documents.ts';
import type { TreeNode } from '../tree.ts';
import type { TileContext } from './context.ts';
import { nodeFile, nodeSurface, tileFile } from './files.ts';

/** What is told of a tile that is done. */
export interface NodeReport extends TileInfo {
  triangles: number;
  /** Of its GLB. */
  bytes: number;
  /** Vertices that its parent may not move: other tiles than the parent's have them as well. */
  locked: number;
}

/** Writes a node's tile, and its surface for the level above; then its report, which says that it is done. */
export async function finishNode(
  context: TileContext,
  node: TreeNode,
  surface: TileSurface,
  error: number,
): Promise<NodeReport> {
  const { folder, grid, settings, shared } = context;
  const glb = await encodeTile(surface, grid, settings);
  writeWhole(tileFile(folder, node), glb);
  writeSurface(nodeSurface(folder, node), surface);
  const { positions } = surface.mesh;
  const report: NodeReport = {
    ...node,
    ...boxOf(positions),
    error,
    triangles: triangleCount(surface.mesh),
    bytes: glb.length,
    locked: countLocked(positions, SharedVertices.over(shared), node.level - 1),
  };
  writeSummary(nodeFile(folder, node), report);
  return report;
}

/** Of a node that was done before, by this task or an ended one. */
export const reportOf = (folder: string, node: TreeNode): NodeReport | undefined =>
  readSummary(nodeFile(folder, node)) as NodeReport | undefined;

function countLocked(positions: Int32Array, shared: SharedVertices, parentLevel: number): number {
  let locked = 0;
  for (let at = 0; at < positions.length; at += 3) {
    const common = shared.levelAt(positions[at]!, positions[at + 1]!, positions[at + 2]!);
    if (common !== undefined && common < parentLevel) locked++;
  }
  return locked;
}
