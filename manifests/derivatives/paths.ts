import { tileRegion, tileSizeAt } from './levels.ts';
import type { Level, Size } from './levels.ts';

/**
 * The names of a pyramid's files inside its archive are the canonical paths of the Image API 3.0 (section 4.7), so that
 * an unpacked archive is a static image of compliance level 0.
 */
export const ARCHIVE_FOLDER = 'image';
/** Not part of the static image: the table that lets one read open an archive. */
export const INDEX_NAME = `${ARCHIVE_FOLDER}/tiles.index`;

export function wholePath({ width, height }: Size): string {
  return `${ARCHIVE_FOLDER}/full/${width},${height}/0/default.jpg`;
}

export function tilePath(image: Size, level: Level, column: number, row: number): string {
  if (level.columns * level.rows === 1) return wholePath(level);
  const { x, y, width, height } = tileRegion(image, level, column, row);
  const size = tileSizeAt(level, column, row);
  return `${ARCHIVE_FOLDER}/${x},${y},${width},${height}/${size.width},${size.height}/0/default.jpg`;
}
