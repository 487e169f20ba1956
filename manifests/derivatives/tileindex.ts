import { crc32 } from 'node:zlib';
import { levelsOf, readyLevels, TILE_SIZE } from './levels.ts';
import type { Level, Size } from './levels.ts';

/**
 * Where each ready-made JPEG of an archive lies: first the tiles, level by level and row by row, then the whole sizes,
 * largest first. Parallel arrays and no objects: an opened gigapixel costs 85 KB.
 */
export interface TileIndex extends Size {
  readonly levels: readonly Level[];
  readonly sizes: readonly Level[];
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
  readonly checksums: Uint32Array;
}

/** `VTI1`, then the CRC-32 of what follows it: width, height, tile size, and per JPEG offset (64 bits), length, CRC-32. */
const MAGIC = 0x31495456;
const HEADER_BYTES = 20;
const RECORD_BYTES = 16;
/** Beyond this an image is not one of ours: it bounds what a damaged header can make us reckon with. */
const MAX_SIDE = 2 ** 28;

export function newIndex(image: Size): TileIndex {
  const levels = levelsOf(image);
  const sizes = readyLevels(levels);
  const count = tilesBefore(levels, levels.length) + sizes.length;
  const { width, height } = image;
  const lengths = new Uint32Array(count);
  return { width, height, levels, sizes, offsets: new Float64Array(count), lengths, checksums: new Uint32Array(count) };
}

/** The tiles of the levels that are finer than this one. */
function tilesBefore(levels: readonly Level[], level: number): number {
  return levels.reduce((sum, { columns, rows }, i) => (i < level ? sum + columns * rows : sum), 0);
}

/** The place of a tile in the index's arrays, or undefined when the level has no such tile. */
export function tilePlace({ levels }: TileIndex, level: number, column: number, row: number): number | undefined {
  const at = levels[level];
  if (!at || !within(column, at.columns) || !within(row, at.rows)) return undefined;
  return tilesBefore(levels, level) + row * at.columns + column;
}

/** The place of a whole level in the index's arrays, or undefined when it is not kept whole. */
export function wholePlace({ levels, sizes }: TileIndex, level: number): number | undefined {
  const first = levels.length - sizes.length;
  return within(level - first, sizes.length) ? tilesBefore(levels, levels.length) + level - first : undefined;
}

function within(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}

export function encodeIndex(index: TileIndex): Buffer {
  const count = index.offsets.length;
  const bytes = Buffer.alloc(HEADER_BYTES + count * RECORD_BYTES);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(index.width, 8);
  bytes.writeUInt32LE(index.height, 12);
  bytes.writeUInt32LE(TILE_SIZE, 16);
  for (let i = 0, at = HEADER_BYTES; i < count; i++, at += RECORD_BYTES) {
    bytes.writeBigUInt64LE(BigInt(index.offsets[i] ?? 0), at);
    bytes.writeUInt32LE(index.lengths[i] ?? 0, at + 8);
    bytes.writeUInt32LE(index.checksums[i] ?? 0, at + 12);
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

/** The index of a file of `fileSize` bytes, or undefined when the bytes are not one: nothing in them is believed unchecked. */
export function decodeIndex(bytes: Buffer, fileSize: number): TileIndex | undefined {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  if (bytes.readUInt32LE(4) !== crc32(bytes.subarray(8))) return undefined;
  const [width, height, tileSize] = [bytes.readUInt32LE(8), bytes.readUInt32LE(12), bytes.readUInt32LE(16)];
  if (tileSize !== TILE_SIZE || !within(width - 1, MAX_SIDE) || !within(height - 1, MAX_SIDE)) return undefined;
  const levels = levelsOf({ width, height });
  const count = tilesBefore(levels, levels.length) + readyLevels(levels).length;
  if (bytes.length !== HEADER_BYTES + count * RECORD_BYTES) return undefined;
  const index = newIndex({ width, height });
  for (let i = 0, at = HEADER_BYTES; i < count; i++, at += RECORD_BYTES) {
    const offset = Number(bytes.readBigUInt64LE(at));
    const length = bytes.readUInt32LE(at + 8);
    if (length === 0 || offset + length > fileSize) return undefined;
    index.offsets[i] = offset;
    index.lengths[i] = length;
    index.checksums[i] = bytes.readUInt32LE(at + 12);
  }
  return index;
}
