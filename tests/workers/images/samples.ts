import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { openPyramid } from '../../../manifests/derivatives/archive.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { makeImage } from '../../../workers/images/make.ts';
import type { ImageProgress, ImageReport, ImageTask } from '../../../workers/images/make.ts';
import { BufferStorage } from '../../manifests/derivatives/buffer-storage.ts';

export type Colour = readonly number[];

/** One colour all over, `values` per pixel in the numbers of the depth. */
export function plain(width: number, height: number, values: Colour, depth: 'uchar' | 'ushort' = 'uchar'): Sharp {
  const pixels = Array.from({ length: width * height }, () => values).flat();
  const channels = values.length === 4 ? 4 : values.length === 3 ? 3 : 1;
  return sharp(depth === 'uchar' ? Uint8Array.from(pixels) : Uint16Array.from(pixels), {
    raw: { width, height, channels },
  });
}

export interface Directory {
  /** Tag → values; SHORT (3) unless the type is given. One without values is left out. */
  tags: Record<number, number[] | { type: number; values: number[] } | string>;
  pixels: Buffer;
}

/** A little-endian TIFF of uncompressed single-strip pages, as bare as can be: what sharp cannot write. */
export function tiffFile(directories: Directory[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0])];
  let [length, link] = [8, { part: 0, at: 4 }];
  const push = (bytes: Buffer): number => {
    const at = length;
    parts.push(bytes);
    length += bytes.length;
    return at;
  };
  for (const { tags, pixels } of directories) {
    const strip = push(pixels);
    const fields: Directory['tags'] = {
      273: { type: 4, values: [strip] },
      279: { type: 4, values: [pixels.length] },
      ...tags,
    };
    const given = Object.entries(fields).filter(([, value]) => !Array.isArray(value) || value.length > 0);
    const entries = given.map(([tag, value]) => {
      const { type, values } =
        typeof value === 'string'
          ? { type: 2, values: [...Buffer.from(`${value}\0`)] }
          : Array.isArray(value)
            ? { type: 3, values: value }
            : value;
      const size = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1 }[type] ?? 1;
      const bytes = Buffer.alloc(values.length * size);
      values.forEach((number, i) => bytes.writeUIntLE(number, i * size, size));
      const entry = Buffer.alloc(12);
      entry.writeUInt16LE(Number(tag), 0);
      entry.writeUInt16LE(type, 2);
      entry.writeUInt32LE(values.length, 4);
      if (bytes.length <= 4) bytes.copy(entry, 8);
      else entry.writeUInt32LE(push(bytes), 8);
      return entry;
    });
    const directory = Buffer.alloc(2 + entries.length * 12 + 4);
    directory.writeUInt16LE(entries.length, 0);
    entries.forEach((entry, i) => entry.copy(directory, 2 + i * 12));
    const at = push(directory);
    parts[link.part]?.writeUInt32LE(at, link.at);
    link = { part: parts.length - 1, at: directory.length - 4 };
  }
  return Buffer.concat(parts);
}

/** The tags of a plain page. */
export function page(
  width: number,
  height: number,
  samples: number,
  bits: number,
  more: Directory['tags'] = {},
): Directory['tags'] {
  const photometric = samples >= 3 ? 2 : 1;
  return {
    256: [width],
    257: [height],
    258: Array.from({ length: samples }, () => bits),
    259: [1],
    262: [photometric],
    277: [samples],
    278: [height],
    ...more,
  };
}

export interface Made {
  report: ImageReport;
  progress: ImageProgress[];
  pyramids: Pyramid[];
  /** The first of them. */
  pyramid: Pyramid;
  files: Buffer[];
}

/** Everything that becomes of a file with these bytes. */
export async function make(
  bytes: Buffer,
  maxPixels = 1e9,
  how: Pick<ImageTask, 'gamut' | 'restriction'> = {},
): Promise<Made> {
  const root = mkdtempSync(join(tmpdir(), 'vitrine-images-'));
  try {
    const source = join(root, 'original');
    writeFileSync(source, bytes);
    const folder = mkdtempSync(join(root, 'made-'));
    const progress: ImageProgress[] = [];
    const report = await makeImage({ source, folder, maxPixels, ...how }, (p) => progress.push(p));
    const files = report.pages.map(({ file }) => readFileSync(join(folder, file)));
    const pyramids = await Promise.all(files.map((file) => openPyramid(new BufferStorage(file), 'made')));
    const [pyramid] = pyramids;
    if (!pyramid) throw new Error('no page was made');
    return { report, progress, pyramids, pyramid, files };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** The colour of a pixel of a pyramid's full resolution, as a browser would show it. */
export async function pixelAt(pyramid: Pyramid, x: number, y: number): Promise<number[]> {
  const { tileSize } = pyramid;
  const tile = await pyramid.tile(0, Math.floor(x / tileSize), Math.floor(y / tileSize));
  const region = { left: x % tileSize, top: y % tileSize, width: 1, height: 1 };
  return [...(await sharp(tile).extract(region).toColourspace('srgb').raw().toBuffer())];
}

/** How far two colours are apart in their most different channel. */
export function apart(one: Colour, other: Colour): number {
  return Math.max(...one.map((value, i) => Math.abs(value - (other[i] ?? Infinity))));
}
