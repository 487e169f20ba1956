import { open, rm } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { TiffReader } from '../tiff.ts';
import { readSync } from 'node:fs';
import type { NewField, TiffCopy } from './copy.ts';

const TAG = { rows: 278, offsets: 273, bytes: 279 } as const;

/** What `TiffReader` reads of a table of offsets, and a table that a directory has beside it. */
const MAX_STRIPS = 16_384;

/** Where the pixels of one image, or of one plane of it, are. */
export interface Strips {
  rows: number;
  offsets: readonly number[];
  bytes: readonly number[];
}

export interface Pixels {
  /** In the colours in which it is to be stored. */
  image: Sharp;
  height: number;
  /** Bytes of one number: in a file of the other order they are turned round. */
  sampleBytes: number;
  /** Changes the pixels of a strip in place. */
  convert?: (pixels: Buffer) => void;
}

/** Adds the pixels of an image to a copy of a TIFF, uncompressed and a strip at a time, by way of a file beside it. */
export async function appendStrips(copy: TiffCopy, { image, height, sampleBytes, convert }: Pixels): Promise<Strips> {
  const file = `${copy.file}.strips.tif`;
  const tileHeight = 16 * Math.ceil(height / (16 * MAX_STRIPS));
  await image.tiff({ compression: 'none', tile: false, tileHeight, bigtiff: true }).toFile(file);
  const offsets: number[] = [];
  try {
    await using handle = await open(file, 'r');
    const read = (offset: number, length: number): Buffer => {
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(handle.fd, buffer, 0, length, offset));
    };
    const reader = new TiffReader(read);
    const { fields } = reader.directory(reader.first);
    const [starts, lengths] = [TAG.offsets, TAG.bytes].map((tag) => fields.get(tag)?.values ?? []);
    const [rows = height] = fields.get(TAG.rows)?.values ?? [];
    for (const [i, start] of (starts ?? []).entries()) {
      const pixels = read(start, lengths?.[i] ?? 0);
      convert?.(pixels);
      if (!copy.little) turnRound(pixels, sampleBytes);
      offsets.push(await copy.append(pixels));
    }
    return { rows, offsets, bytes: lengths ?? [] };
  } finally {
    await rm(file);
  }
}

function turnRound(pixels: Buffer, sampleBytes: number): void {
  if (sampleBytes === 2) pixels.swap16();
  else if (sampleBytes === 4) pixels.swap32();
  else if (sampleBytes === 8) pixels.swap64();
}

/** The fields of a directory that say that its pixels are uncompressed in strips, one run of strips for every plane. */
export function inStrips(copy: TiffCopy, planes: readonly Strips[]): [number, NewField | undefined][] {
  const COMPRESSION = 259;
  const PLANES = 284;
  const OF_OTHER_STORAGE = [317, 322, 323, 324, 325, 347];
  const type = copy.offsets;
  return [
    [COMPRESSION, { type: 3, values: [1] }],
    [PLANES, { type: 3, values: [planes.length > 1 ? 2 : 1] }],
    [TAG.rows, { type: 4, values: [planes[0]?.rows ?? 1] }],
    [TAG.offsets, { type, values: planes.flatMap(({ offsets }) => offsets) }],
    [TAG.bytes, { type, values: planes.flatMap(({ bytes }) => bytes) }],
    ...OF_OTHER_STORAGE.map((tag): [number, undefined] => [tag, undefined]),
  ];
}
