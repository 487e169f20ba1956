import type { Grid } from '../grid.ts';
import { FAN_OUT, childrenOf, nodeName } from '../tree.ts';
import type { TreeNode } from '../tree.ts';

/** What is told of a tile. */
export interface TileInfo extends TreeNode {
  /** Of its own vertices, in steps of the grid. */
  min: readonly [number, number, number];
  max: readonly [number, number, number];
  /** Metres that its surface is from that of the leaves below it, at most. */
  error: number;
}

type Json = Record<string, unknown>;
type Corner = [number, number, number];

/** Levels of one document: 4^0 + … + 4^4 = 341 tiles, some 100 kB before compression. */
const LEVELS_PER_DOCUMENT = 5;
const ROOT_DOCUMENT = 'tileset.json';

export const tilePath = ({ level, index }: TreeNode): string => `tiles/${level}/${index}.glb`;
const documentPath = (node: TreeNode): string => `tilesets/${nodeName(node)}.json`;

/**
 * The documents of a tileset (3D Tiles 1.1) by their paths: the first names others where the tree is deeper than one
 * should load at once. Tiles are those that are not empty; whoever has children has a tile.
 */
export function tilesetDocuments(tiles: readonly TileInfo[], grid: Grid): Map<string, Json> {
  const known = new Map(tiles.map((tile) => [nodeName(tile), tile]));
  const documents = new Map<string, Json>();
  const depth = Math.max(...tiles.map(({ level }) => level));

  /** The tile, with its box and error made to hold those of all below it. */
  function build(tile: TileInfo, base: string): { json: Json; min: Corner; max: Corner; error: number } {
    const below = childrenOf(tile).flatMap((child) => {
      const info = known.get(nodeName(child));
      return info ? [buildChild(info, base)] : [];
    });
    // What is flat gets a step of thickness: a box without one has no axis.
    const thick = tile.min.map((value, axis) => (value === tile.max[axis]! ? 0.5 : 0)) as Corner;
    const least = (axis: 0 | 1 | 2): number =>
      Math.min(tile.min[axis] - thick[axis], ...below.map((child) => child.min[axis]));
    const most = (axis: 0 | 1 | 2): number =>
      Math.max(tile.max[axis] + thick[axis], ...below.map((child) => child.max[axis]));
    const min: Corner = [least(0), least(1), least(2)];
    const max: Corner = [most(0), most(1), most(2)];
    // Where a simplification changed nothing that could be measured it still comes before what it stands for.
    const error =
      below.length === 0 ? 0 : Math.max(tile.error, ...below.map((child) => child.error + grid.step / FAN_OUT));
    const json = {
      boundingVolume: { box: boxOf(min, max, grid.step) },
      geometricError: error,
      content: { uri: base + tilePath(tile) },
      ...(below.length > 0 && { children: below.map((child) => child.json) }),
    };
    return { json, min, max, error };
  }

  function buildChild(tile: TileInfo, base: string): ReturnType<typeof build> {
    const starts = tile.level % LEVELS_PER_DOCUMENT === 0 && tile.level < depth;
    if (!starts) return build(tile, base);
    const built = build(tile, '../');
    documents.set(documentPath(tile), document(built.json, built.error));
    const { boundingVolume, geometricError } = built.json;
    return { ...built, json: { boundingVolume, geometricError, content: { uri: base + documentPath(tile) } } };
  }

  const { json, min, max, error } = build(known.get(nodeName({ level: 0, index: 0 }))!, '');
  const diagonal = Math.hypot(...max.map((value, axis) => value - min[axis]!)) * grid.step;
  const [x, y, z] = grid.origin;
  const transform = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, x, 0 - z, y, 1];
  documents.set(ROOT_DOCUMENT, document({ transform, ...json }, Math.max(diagonal, error + grid.step)));
  return documents;
}

function document(root: Json, geometricError: number): Json {
  return { asset: { version: '1.1', generator: 'Vitrine' }, geometricError, root: { refine: 'REPLACE', ...root } };
}

/** Tiles are y-up, tilesets z-up: x, −z, y (3D Tiles 1.1, "glTF transforms"). */
function boxOf(min: Corner, max: Corner, step: number): number[] {
  const centre = min.map((value, axis) => ((value + max[axis]!) / 2) * step);
  const half = min.map((value, axis) => ((max[axis]! - value) / 2) * step);
  const [x, y, z] = centre as Corner;
  return [x, 0 - z, y, half[0]!, 0, 0, 0, half[2]!, 0, 0, 0, half[1]!];
}
