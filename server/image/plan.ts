import type { Level, Region, Size } from '../../manifests/derivatives/levels.ts';
import type { Pyramid } from '../../manifests/derivatives/pyramid.ts';
import type { Format, Quality } from './request.ts';
import type { Resolved } from './resolve.ts';

/** How a request is answered: by one read of ready-made bytes, or by work on pixels. */
export type Plan = TileRead | WholeRead | Transform;

export interface TileRead {
  kind: 'tile';
  level: number;
  column: number;
  row: number;
}

export interface WholeRead {
  kind: 'whole';
  level: number;
}

export interface Transform {
  kind: 'transform';
  source: WholeRead | TileBlock;
  /** Which part of the source's pixels. */
  extract: Region;
  size: Size;
  mirror: boolean;
  rotation: string;
  quality: Quality;
  format: Format;
  /** Of the size, where it is known. */
  pixelsPerInch?: number;
}

/** A rectangle of a level's tiles. */
export interface TileBlock {
  kind: 'tiles';
  level: number;
  column: number;
  row: number;
  columns: number;
  rows: number;
}

/** The part of a pyramid that a plan needs: its geometry. */
export type PyramidShape = Pick<Pyramid, 'width' | 'height' | 'tileSize' | 'levels' | 'sizes'>;

/**
 * No request decodes more than this. A size that keeps the shape needs less than four times what it gives (40 Mpx), as
 * the next level would do otherwise; only one that squeezes a huge region in one direction alone asks for more, and is
 * made from a coarser level.
 */
const MOST_SOURCE_PIXELS = 176_000_000;

export function plan(asked: Resolved, pyramid: PyramidShape): Plan {
  if (asked.format === 'jpg' && asked.rotation === '0' && !asked.mirror && asked.quality === 'default') {
    const ready = findWhole(asked, pyramid) ?? findTile(asked, pyramid);
    if (ready) return ready;
  }
  return planTransform(asked, pyramid);
}

function findWhole({ region, size }: Resolved, { width, height, levels, sizes }: PyramidShape): WholeRead | undefined {
  if (region.width !== width || region.height !== height) return undefined;
  for (let i = 0; i < sizes.length; i++) {
    const level = sizes[i];
    if (level?.width === size.width && level.height === size.height) {
      return { kind: 'whole', level: levels.length - sizes.length + i };
    }
  }
  return undefined;
}

function findTile({ region, size }: Resolved, { width, height, tileSize, levels }: PyramidShape): TileRead | undefined {
  const right = region.x + region.width;
  const bottom = region.y + region.height;
  for (let i = 0; i < levels.length; i++) {
    const factor = levels[i]!.scaleFactor;
    const span = tileSize * factor;
    if (
      region.x % span === 0 &&
      region.y % span === 0 &&
      right === Math.min(region.x + span, width) &&
      bottom === Math.min(region.y + span, height) &&
      size.width === Math.ceil(region.width / factor) &&
      size.height === Math.ceil(region.height / factor)
    ) {
      return { kind: 'tile', level: i, column: region.x / span, row: region.y / span };
    }
  }
  return undefined;
}

/**
 * From the coarsest level that is not coarser than the result. Where the region does not fall on whole pixels of that
 * level, each of its edges goes to the nearest one: half a pixel of the level at most, so never more than half a pixel
 * of the result. A finer level would halve that for four times the decoding.
 */
function planTransform(asked: Resolved, shape: PyramidShape): Transform {
  const { region, size, mirror, rotation, quality, format, pixelsPerInch } = asked;
  const { levels, sizes, tileSize } = shape;
  let chosen = 0;
  for (let i = levels.length - 1; i > 0; i--) {
    const { scaleFactor } = levels[i]!;
    const across = isFineEnough(region.x, region.width, size.width, scaleFactor, shape.width);
    const down = isFineEnough(region.y, region.height, size.height, scaleFactor, shape.height);
    if (across && down) {
      chosen = i;
      break;
    }
  }
  while (chosen < levels.length - 1 && pixels(region, levels[chosen]!) > MOST_SOURCE_PIXELS) chosen++;

  const level = levels[chosen]!;
  const [left, right] = edges(region.x, region.width, size.width, level.scaleFactor, shape.width);
  const [top, bottom] = edges(region.y, region.height, size.height, level.scaleFactor, shape.height);
  const column = Math.floor(left / tileSize);
  const row = Math.floor(top / tileSize);
  const columns = Math.ceil(right / tileSize) - column;
  const rows = Math.ceil(bottom / tileSize) - row;
  // One JPEG is decoded faster than its tiles, but not if only some of them are needed.
  const whole = chosen >= levels.length - sizes.length && columns === level.columns && rows === level.rows;
  return {
    kind: 'transform',
    source: whole ? { kind: 'whole', level: chosen } : { kind: 'tiles', level: chosen, column, row, columns, rows },
    extract: { x: left - column * tileSize, y: top - row * tileSize, width: right - left, height: bottom - top },
    size,
    mirror,
    rotation,
    quality,
    format,
    ...(pixelsPerInch !== undefined && { pixelsPerInch }),
  };
}

function isFineEnough(start: number, length: number, result: number, factor: number, full: number): boolean {
  return result * factor <= length || isLevelEdge(start, length, result, factor, full);
}

/** As in every tile at the right and lower edges: the level's last pixel stands for what is left of the image. */
function isLevelEdge(start: number, length: number, result: number, factor: number, full: number): boolean {
  return start + length === full && start % factor === 0 && Math.ceil(length / factor) === result;
}

function edges(start: number, length: number, result: number, factor: number, full: number): [number, number] {
  const from = Math.round(start / factor);
  if (isLevelEdge(start, length, result, factor, full)) return [from, Math.ceil(full / factor)];
  const last = Math.ceil(full / factor) - 1;
  const first = Math.min(from, last);
  return [first, Math.max(first + 1, Math.round((start + length) / factor))];
}

function pixels(region: Size, { scaleFactor }: Level): number {
  return (region.width / scaleFactor) * (region.height / scaleFactor);
}
