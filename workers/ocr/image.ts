import { open } from 'node:fs/promises';
import { openPyramid } from '../../manifests/derivatives/archive.ts';
import type { ArchiveStorage } from '../../manifests/derivatives/archive.ts';
import type { Pyramid } from '../../manifests/derivatives/pyramid.ts';
import { open as openImage } from '../images/sharp.ts';

/**
 * Most pixels of a page that the engine gets: a broadsheet newspaper at 400 to the inch has 62 million. Each costs five
 * bytes of memory in it. Larger pages are halved until they fit.
 */
export const MOST_PIXELS = 64_000_000;

/** A page in greys, as a file in the Portable Graymap format: what is read fastest. */
export interface PageImage {
  width: number;
  height: number;
  bytes: Uint8Array;
}

/** The page of a pyramid that lies in a file. Throws DamagedError. */
export async function readPageImage(path: string): Promise<PageImage> {
  await using file = await openFile(path);
  return await pageImage(await openPyramid(file, path));
}

/** One file as a storage, open as long as it is read. */
async function openFile(path: string): Promise<ArchiveStorage & AsyncDisposable> {
  const handle = await open(path, 'r');
  return {
    async stat(key) {
      const { size, mtime } = await handle.stat();
      return { key, size, modified: mtime };
    },
    async read(_key, offset, length) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    },
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

/** The finest level of a page that has at most so many pixels. Throws DamagedError. */
export async function pageImage(pyramid: Pyramid, mostPixels = MOST_PIXELS): Promise<PageImage> {
  const { levels, tileSize } = pyramid;
  const fitting = levels.findIndex(({ width, height }) => width * height <= mostPixels);
  const at = fitting < 0 ? levels.length - 1 : fitting;
  const level = levels[at];
  if (!level) throw new Error('A pyramid has at least one level');
  const { width, height, columns, rows } = level;
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`);
  const bytes = new Uint8Array(header.length + width * height);
  bytes.set(header);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const { data, info } = await openImage(await pyramid.tile(at, column, row))
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true });
      if (info.channels !== 1) throw new Error(`Expected 1 channel of a grey tile, and got ${info.channels}`);
      for (let y = 0; y < info.height; y++) {
        const line = data.subarray(y * info.width, (y + 1) * info.width);
        bytes.set(line, header.length + (row * tileSize + y) * width + column * tileSize);
      }
    }
  }
  return { width, height, bytes };
}
