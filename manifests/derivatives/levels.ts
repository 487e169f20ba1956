/**
 * The geometry of an image pyramid: pure integer arithmetic, shared by those who write one and those who serve it.
 * A level at scale factor s is `ceil(width / s)` × `ceil(height / s)` pixels, as viewers expect
 * (Image API 3.0, implementation notes, "Calculations for Tiling").
 */

/** Width and height of a ready-made tile in pixels; only edge tiles are smaller. */
export const TILE_SIZE = 512;

/** Whole levels no longer than this on their long side are kept ready-made too and advertised as `sizes`. */
export const MAX_READY_SIZE = 2048;

export interface Size {
  width: number;
  height: number;
}

export interface Region extends Size {
  x: number;
  y: number;
}

export interface Level extends Size {
  scaleFactor: number;
  columns: number;
  rows: number;
}

/** All levels of an image, the full resolution first, down to the first that fits into one tile. */
export function levelsOf({ width, height }: Size, tileSize = TILE_SIZE): Level[] {
  const levels: Level[] = [];
  for (let scaleFactor = 1; ; scaleFactor *= 2) {
    const w = Math.ceil(width / scaleFactor);
    const h = Math.ceil(height / scaleFactor);
    const columns = Math.ceil(w / tileSize);
    const rows = Math.ceil(h / tileSize);
    levels.push({ scaleFactor, width: w, height: h, columns, rows });
    if (columns * rows === 1) return levels;
  }
}

/** The part of the full image that a tile shows, in full-resolution pixels, cut at the image's edge. */
export function tileRegion(image: Size, level: Level, column: number, row: number, tileSize = TILE_SIZE): Region {
  const span = tileSize * level.scaleFactor;
  const x = column * span;
  const y = row * span;
  return { x, y, width: Math.min(span, image.width - x), height: Math.min(span, image.height - y) };
}

/** The pixels of a tile. */
export function tileSizeAt(level: Level, column: number, row: number, tileSize = TILE_SIZE): Size {
  return {
    width: Math.min(tileSize, level.width - column * tileSize),
    height: Math.min(tileSize, level.height - row * tileSize),
  };
}

/** Levels that are also kept whole: the smallest ones, without a gap, so that viewers may take them for the pyramid. */
export function readyLevels(levels: readonly Level[]): Level[] {
  return levels.filter((level) => Math.max(level.width, level.height) <= MAX_READY_SIZE);
}

/** The largest whole image that is kept ready-made; there is always one, as the smallest level fits into a tile. */
export function largestReady(image: Size): Size {
  const [largest = image] = readyLevels(levelsOf(image));
  return { width: largest.width, height: largest.height };
}
