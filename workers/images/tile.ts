import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Sharp } from 'sharp';
import { ARCHIVE_FOLDER } from '../../manifests/derivatives/paths.ts';
import { TILE_SIZE } from '../../manifests/derivatives/levels.ts';
import type { Size } from '../../manifests/derivatives/levels.ts';
import { JPEG } from './sharp.ts';

const POLL_MILLISECONDS = 250;
/** Enough to hold the largest tile and the header of the next. */
const WINDOW_BYTES = 1024 * 1024;

/** Writes the tiles of all levels of an image `height` pixels high as libvips does it. `onProgress` hears 0…1. */
export async function writeTiles(
  image: Sharp,
  height: number,
  file: string,
  onProgress: (fraction: number) => void,
): Promise<Size> {
  const timer = setInterval(() => {
    const row = furthestRow(file);
    if (row !== undefined) onProgress(row / height);
  }, POLL_MILLISECONDS);
  try {
    const info = await image
      .jpeg(JPEG)
      .tile({ size: TILE_SIZE, layout: 'iiif3', container: 'zip', basename: ARCHIVE_FOLDER })
      .toFile(file);
    return { width: info.width, height: info.height };
  } finally {
    clearInterval(timer);
  }
}

const HEADER = Buffer.from('PK\x03\x04', 'latin1');

/**
 * libvips says nothing while it writes, but every tile's name in the growing file tells how far down the image it has
 * come.
 */
function furthestRow(file: string): number | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return undefined;
  }
  try {
    const { size } = fstatSync(handle);
    const window = Buffer.alloc(Math.min(size, WINDOW_BYTES));
    readSync(handle, window, 0, window.length, size - window.length);
    for (let at = window.lastIndexOf(HEADER); at >= 0; at = at > 0 ? window.lastIndexOf(HEADER, at - 1) : -1) {
      const found = /^[^/]+\/\d+,(\d+),/.exec(window.toString('latin1', at + 30, at + 130));
      if (found) return Number(found[1]);
    }
    return undefined;
  } finally {
    closeSync(handle);
  }
}
