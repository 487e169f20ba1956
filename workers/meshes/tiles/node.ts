import { rmSync } from 'node:fs';
import { SharedVertices } from '../borders/shared-vertices.ts';
import { measureError } from '../simplify/distance.ts';
import { lockedVertices, trianglesWithLocks } from '../simplify/locks.ts';
import { mergeMeshes } from '../simplify/merge.ts';
import { simplifyMesh, simplifyWelded } from '../simplify/simplify.ts';
import { readSurface, surfaceFiles } from '../surface-file.ts';
import type { TileSurface } from '../surface.ts';
import { triangleCount } from '../tilemesh.ts';
import type { TileMesh } from '../tilemesh.ts';
import { readTileMesh, writeTileMesh } from '../tilemesh-file.ts';
import { BAKE_DEFAULTS, bakeNode } from '../textures/bake.ts';
import { classOf } from '../textures/classes.ts';
import type { MaterialClasses } from '../textures/classes.ts';
import { densityOf } from '../textures/density.ts';
import { untextured } from '../textures/tile-material.ts';
import { FAN_OUT, childrenOf } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { isTexturedScan, texturesOf } from './context.ts';
import type { TileContext } from './context.ts';
import { ROOT_PICTURE, ROOT_TRIANGLES } from './depth.ts';
import { innerMesh, nodeSurface } from './files.ts';
import { finishNode, reportOf } from './finish.ts';
import type { NodeReport } from './finish.ts';

/** Points on a coarse tile of which the distance to the finer ones is measured. */
const SAMPLES = 4096;
/**
 * What a coarse texture counts like, in its texels: what is flat and painted is to become finer as well when it is looked
 * at closely. Viewers refine at 1 to 16 pixels of error.
 */
const TEXEL_ERROR = 2;
/** Surfaces of these levels are kept for the preview. */
export const KEPT_LEVELS = 3;

export interface NodeInput {
  context: TileContext;
  node: TreeNode;
}

/** Makes the tile of a node from those of its children, with what it shares with other tiles left as it is. */
export async function makeNode({ context, node }: NodeInput): Promise<NodeReport> {
  const done = reportOf(context.folder, node);
  if (done) return clear(context, node, done);
  const children = childrenSurfaces(context, node);
  return complete(context, node, children, simplifyInside(context, node, children));
}

/** The first half of a node whose border is simplified together with its neighbours': see seams.ts. */
export function makeInside({ context, node }: NodeInput): void {
  if (reportOf(context.folder, node)) return;
  const children = childrenSurfaces(context, node);
  writeTileMesh(innerMesh(context.folder, node), simplifyInside(context, node, children, 1));
}

/** The second half. */
export async function makeOutside({ context, node }: NodeInput): Promise<NodeReport> {
  const done = reportOf(context.folder, node);
  if (done) return clear(context, node, done);
  const mesh = readTileMesh(innerMesh(context.folder, node));
  return complete(context, node, childrenSurfaces(context, node), mesh);
}

function childrenSurfaces({ folder }: TileContext, node: TreeNode): Child[] {
  return childrenOf(node).flatMap((child) => {
    const report = reportOf(folder, child);
    return report ? [{ report, surface: readSurface(nodeSurface(folder, child)) }] : [];
  });
}

interface Child {
  report: NodeReport;
  surface: TileSurface;
}

/**
 * @param share of the triangles that the inside would have if nothing were locked, it keeps at least: all where the border
 * is simplified later
 */
function simplifyInside(context: TileContext, { level }: TreeNode, children: readonly Child[], share = 0): TileMesh {
  const shared = SharedVertices.over(context.shared);
  const textured = isTexturedScan(context) ? texturesOf(context).classes : undefined;
  const meshes = children.map(({ surface }) => (textured ? classified(surface, textured) : surface.mesh));
  const merged = mergeMeshes(meshes);
  const locked = lockedVertices(merged, level, (x, y, z) => shared.levelAt(x, y, z));
  const most = level > 0 ? Infinity : ROOT_TRIANGLES[textured ? 'textured' : 'plain'];
  const wanted = Math.min(Math.ceil(triangleCount(merged) / FAN_OUT), most);
  const triangles = trianglesWithLocks(merged, locked, wanted, share);
  return textured
    ? simplifyWelded(merged, { triangles, locked, classOf: (material) => material })
    : simplifyMesh(merged, { triangles, locked });
}

/** The mesh of a textured tile, its groups told by the classes of their materials: what is one on coarser levels. */
export function classified({ mesh, materials }: TileSurface, { list }: MaterialClasses): TileMesh {
  const numbers = materials.map((material) => {
    const { key } = classOf(material);
    return list.findIndex((other) => other.key === key);
  });
  return { ...mesh, groups: mesh.groups.map((group) => ({ ...group, material: numbers[group.material]! })) };
}

async function complete(
  context: TileContext,
  node: TreeNode,
  children: readonly Child[],
  mesh: TileMesh,
): Promise<NodeReport> {
  const surfaces = children.map(({ surface }) => surface);
  const steps = measureError(
    surfaces.map((surface) => surface.mesh),
    mesh,
    { samples: SAMPLES, seed: node.level * 2 ** 24 + node.index },
  );
  const { step } = context.grid;
  const surface = withPictures(context, node, mesh, surfaces);
  const density = densityOf([surface]);
  const shape = Math.max(...children.map(({ report }) => report.error)) + steps * step;
  const error = Math.max(shape, density > 0 ? (TEXEL_ERROR * step) / density : 0);
  const report = await finishNode(context, node, surface, error);
  return clear(context, node, report);
}

function withPictures(
  context: TileContext,
  { level }: TreeNode,
  mesh: TileMesh,
  children: readonly TileSurface[],
): TileSurface {
  if (!isTexturedScan(context)) return { mesh, materials: context.materials.map(untextured), pictures: [] };
  const { classes } = texturesOf(context);
  const maxSide = level === 0 ? ROOT_PICTURE : BAKE_DEFAULTS.maxSide;
  return bakeNode(mesh, children, { ...BAKE_DEFAULTS, maxSide, classes, density: densityOf(children) / 2 });
}

/** Nobody needs the surfaces of a finished node's children any more. */
function clear({ folder }: TileContext, node: TreeNode, report: NodeReport): NodeReport {
  rmSync(innerMesh(folder, node), { force: true });
  if (node.level >= KEPT_LEVELS)
    for (const child of childrenOf(node))
      for (const file of surfaceFiles(nodeSurface(folder, child))) rmSync(file, { force: true });
  return report;
}
