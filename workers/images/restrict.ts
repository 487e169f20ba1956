import { open as openFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { readFileSync, readSync } from 'node:fs';
import type { OverlayOptions } from 'sharp';
import type { Region, Size } from '../../manifests/derivatives/levels.ts';
import { UnreadableError } from '../../manifests/errors.ts';
import { HEAD_BYTES, recognise } from './recognise.ts';
import { open } from './sharp.ts';
import { numberOf, TiffReader } from './tiff.ts';

/** What is made of an image for a public that is not to have all of it. */
export interface PageRestriction {
  /** Longest side in pixels. */
  maxSide?: number;
  /** Path of an image file with transparency. */
  watermark?: string;
  /** Regions in pixels of the full page, upright. */
  hidden: Region[];
}

/** Every byte of a hidden pixel: a grey as far from black as from white. */
const GREY = 0x80;
/** A mark is this part of the image's sides, and half its own size from the next one. */
const MARK_SHARE = 3;
/** Marks are no larger, so that those of a gigapixel fit into memory: it then bears more of them. */
const MAX_MARK = 1024;
const TAG = { rowsPerStrip: 278, stripOffsets: 273, samples: 277, bits: 258 } as const;

/** The size within the restriction: of the same shape, never larger than the image. */
export function restrictedSize({ width, height }: Size, maxSide = Infinity): Size {
  const long = Math.max(width, height);
  if (long <= maxSide) return { width, height };
  const short = Math.max(1, Math.round((Math.min(width, height) * maxSide) / long));
  return width >= height ? { width: maxSide, height: short } : { width: short, height: maxSide };
}

/**
 * Writes grey over regions of an uncompressed TIFF in strips, in the file itself and before anything is scaled: there is
 * no pixel left that a filter could spread. Regions are cut to the image. Returns those of which nothing was left.
 */
export async function coverRegions(
  path: string,
  { width, height }: Size,
  regions: readonly Region[],
): Promise<Region[]> {
  await using file = await openFile(path, 'r+');
  const { offsets, rows, pixelBytes } = readLayout(file);
  const outside: Region[] = [];
  for (const region of regions) {
    const [left, right] = [Math.min(region.x, width), Math.min(region.x + region.width, width)];
    const [top, bottom] = [Math.min(region.y, height), Math.min(region.y + region.height, height)];
    if (left === right || top === bottom) outside.push(region);
    const grey = Buffer.alloc((right - left) * pixelBytes, GREY);
    for (let y = top; y < bottom; y++) {
      const strip = offsets[Math.floor(y / rows)];
      if (strip === undefined) throw new RangeError(`The strip of row ${y} is not in the file's table`);
      await file.write(grey, 0, grey.length, strip + ((y % rows) * width + left) * pixelBytes);
    }
  }
  return outside;
}

function readLayout({ fd }: FileHandle): { offsets: readonly number[]; rows: number; pixelBytes: number } {
  const read = (offset: number, length: number): Buffer => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
  };
  const fields = new TiffReader(read).directories()[0]?.fields ?? new Map();
  return {
    offsets: fields.get(TAG.stripOffsets)?.values ?? [],
    rows: numberOf(fields, TAG.rowsPerStrip, 1),
    pixelBytes: (numberOf(fields, TAG.samples, 1) * numberOf(fields, TAG.bits, 8)) / 8,
  };
}

/**
 * The mark, repeated all over an image of that size: whatever region of it is taken bears some. Throws UnreadableError
 * for a file that cannot be read, or that would leave no trace.
 */
export async function markOver(path: string, { width, height }: Size): Promise<OverlayOptions> {
  const bytes = readFileSync(path);
  recognise(bytes.subarray(0, HEAD_BYTES));
  const mark = await open(bytes)
    .resize({ width: markSide(width), height: markSide(height), fit: 'inside' })
    .toColourspace('srgb')
    .ensureAlpha()
    .png()
    .toBuffer({ resolveWithObject: true });
  const alpha = (await open(mark.data).stats()).channels[3];
  if (!alpha || alpha.max === 0) {
    throw new UnreadableError(
      'The watermark would leave no trace: nothing of its file can be seen. Text in an SVG needs fonts that the server may not have: turn it into paths.',
    );
  }
  const [x, y] = [gap(mark.info.width, width), gap(mark.info.height, height)];
  const input = await open(mark.data)
    .extend({ left: x, right: x, top: y, bottom: y, background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png()
    .toBuffer();
  return { input, tile: true, gravity: 'centre' };
}

/** Longest side of a mark along a side of the image. */
const markSide = (side: number): number => Math.max(1, Math.min(MAX_MARK, Math.floor(side / MARK_SHARE)));

/** Left free on both sides of a mark, as far as the image has room for it. */
const gap = (mark: number, image: number): number => Math.min(Math.ceil(mark / 4), Math.floor((image - mark) / 2));
