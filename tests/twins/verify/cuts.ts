import { Nearest, join, openEdges } from './surface.ts';
import type { Surface } from './surface.ts';
import type { Tile } from './tileset.ts';

/** A set of tiles that a viewer could show at one time: going down from `tops`, each tile or all of its children. */
export function randomCut(tops: readonly Tile[], refine: number, random: () => number): Tile[] {
  return tops.flatMap((tile) =>
    tile.children.length > 0 && random() < refine ? randomCut(tile.children, refine, random) : [tile],
  );
}

/** The tiles of a level, and leaves above it. */
export function tilesAt(tile: Tile, level: number): Tile[] {
  if (tile.level === level || tile.children.length === 0) return [tile];
  return tile.children.flatMap((child) => tilesAt(child, level));
}

export interface Gap {
  /** Metres from a vertex at an open edge of one tile to another one. */
  width: number;
  /** The larger of the two tiles' declared errors. */
  declared: number;
}

/** A gap in parts of what is declared. */
export const partOf = ({ width, declared }: Gap): number => (width === 0 ? 0 : width / declared);

/**
 * How wide the cracks of a cut are: none where all edges are closed. Which tile is on the other side of a crack nobody
 * knows: the nearest one may be round the corner, of the same level as the first, so that one counts for which the gap is
 * the smallest part of what is declared.
 */
export function gapsOf(tiles: readonly Tile[], surfaces: readonly Surface[]): { open: number; gaps: Gap[] } {
  const whole = join(surfaces);
  const open = openEdges(whole);
  const owners = new Uint32Array(whole.positions.length / 3);
  let vertex = 0;
  surfaces.forEach(({ positions }, tile) => {
    owners.fill(tile, vertex, vertex + positions.length / 3);
    vertex += positions.length / 3;
  });
  const nearest = surfaces.map((surface) => lazily(() => new Nearest(surface)));
  const boxes = tiles.map(({ box }) => box);
  const gaps = [...new Set(open.flat())].map((at) => {
    const [x, y, z] = whole.positions.subarray(at * 3, at * 3 + 3) as unknown as [number, number, number];
    const own = owners[at]!;
    let best: Gap = { width: Infinity, declared: 0 };
    for (let other = 0; other < tiles.length; other++) {
      if (other === own) continue;
      const declared = Math.max(tiles[own]!.geometricError, tiles[other]!.geometricError);
      if (partOf({ width: outside(boxes[other]!, x, y, z), declared }) >= partOf(best)) continue;
      const gap = { width: nearest[other]!().distance(x, y, z), declared };
      if (partOf(gap) < partOf(best)) best = gap;
    }
    return best;
  });
  return { open: open.length, gaps };
}

/** Metres from the point to the box. */
function outside(box: readonly number[], ...point: [number, number, number]): number {
  return Math.hypot(...point.map((value, axis) => Math.max(0, Math.abs(value - box[axis]!) - box[3 + axis * 4]!)));
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
