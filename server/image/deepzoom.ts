import { TILE_SIZE, tileRegion, tileSizeAt } from '../../manifests/derivatives/levels.ts';
import type { Level, Size } from '../../manifests/derivatives/levels.ts';
import type { Resolved } from './resolve.ts';

const TILE = /^(\d{1,2})\/(\d{1,8})_(\d{1,8})\.jpg$/;

/** The description of an image in Deep Zoom's schema of 2008: its levels follow from its size. */
export function deepZoomDocument({ width, height }: Size): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<Image xmlns="http://schemas.microsoft.com/deepzoom/2008" Format="jpg" Overlap="0" TileSize="${TILE_SIZE}">` +
    `<Size Width="${width}" Height="${height}"/></Image>\n`
  );
}

/**
 * What `{level}/{column}_{row}.jpg` shows; undefined where there is no such tile. Deep Zoom counts levels from the one
 * of a single pixel up to full resolution, each half of the next, rounded up. From our smallest level on, its tiles
 * are ours; those below it are made.
 */
export function deepZoomTile(path: string, image: Size): Resolved | undefined {
  const match = TILE.exec(path);
  if (!match) return undefined;
  const [number = 0, column = 0, row = 0] = match.slice(1).map(Number);
  const level = levelAt(number, image);
  if (!level || column >= level.columns || row >= level.rows) return undefined;
  return {
    ok: true,
    region: tileRegion(image, level, column, row),
    size: tileSizeAt(level, column, row),
    mirror: false,
    rotation: '0',
    quality: 'default',
    format: 'jpg',
  };
}

function levelAt(number: number, image: Size): Level | undefined {
  const last = 32 - Math.clz32(Math.max(image.width, image.height) - 1);
  if (number > last) return undefined;
  const scaleFactor = 2 ** (last - number);
  const width = Math.ceil(image.width / scaleFactor);
  const height = Math.ceil(image.height / scaleFactor);
  return { scaleFactor, width, height, columns: Math.ceil(width / TILE_SIZE), rows: Math.ceil(height / TILE_SIZE) };
}
