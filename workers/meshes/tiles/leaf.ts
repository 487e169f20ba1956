import { leafFile } from '../partition/files.ts';
import type { TileSurface } from '../surface.ts';
import { readTileMesh } from '../tilemesh-file.ts';
import { cutLeaf } from '../textures/cut.ts';
import { untextured } from '../textures/tile-material.ts';
import type { TreeNode } from '../tree.ts';
import { isTexturedScan, texturesOf } from './context.ts';
import type { TileContext } from './context.ts';
import { finishNode, reportOf } from './finish.ts';
import type { NodeReport } from './finish.ts';

/** Makes the tile of a leaf: the scan itself, with its own texels. */
export async function makeLeaf({ context, node }: { context: TileContext; node: TreeNode }): Promise<NodeReport> {
  const { folder, materials } = context;
  const done = reportOf(folder, node);
  if (done) return done;
  const mesh = readTileMesh(leafFile(folder, node.index));
  const surface: TileSurface = isTexturedScan(context)
    ? cutLeaf(mesh, materials, texturesOf(context).texels)
    : { mesh, materials: materials.map(untextured), pictures: [] };
  return finishNode(context, node, surface, 0);
}
