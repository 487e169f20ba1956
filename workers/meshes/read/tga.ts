import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { Raster } from './raster.ts';
import { MAX_RASTER_PIXELS } from './raster.ts';

const HEADER = 18;
/** Kinds of pictures (Truevision TGA 2.0, field 3); 8 more are the same in runs. */
const PALETTE = 1;
const COLOUR = 2;
const GREY = 3;
const RUNS = 8;

/** TGA has no sign at its start: all of its header must make sense. */
export function isTga(head: Buffer): boolean {
  if (head.length < HEADER) return false;
  const [map, kind, bits] = [head[1]!, head[2]! & ~RUNS, head[16]!];
  if (map > 1 || ![PALETTE, COLOUR, GREY].includes(kind) || (head[2]! & ~(RUNS | 3)) !== 0) return false;
  if (head.readUInt16LE(12) === 0 || head.readUInt16LE(14) === 0 || (head[17]! & 0xc0) !== 0) return false;
  if (kind === PALETTE) return map === 1 && bits === 8 && [15, 16, 24, 32].includes(head[7]!);
  return kind === GREY ? bits === 8 : [15, 16, 24, 32].includes(bits);
}

/**
 * Decodes a TGA of 8 bits (grey or with a palette), 15, 16, 24 or 32 bits, in runs or not. Throws UnreadableError for
 * what is cut off, LimitError for what is too large.
 */
export function decodeTga(file: Buffer): Raster {
  const [width, height] = [file.readUInt16LE(12), file.readUInt16LE(14)];
  if (width * height > MAX_RASTER_PIXELS) {
    throw new LimitError(
      `It has ${width} × ${height} pixels; of BMP and TGA, up to ${Math.floor(MAX_RASTER_PIXELS / 1e6)} megapixels are read. Save it as PNG.`,
    );
  }
  const kind = file[2]! & ~RUNS;
  const size = Math.ceil(file[16]! / 8);
  const entry = Math.ceil(file[7]! / 8);
  const mapStart = HEADER + file[0]!;
  const mapLength = file[1] === 1 ? file.readUInt16LE(5) : 0;
  const start = mapStart + mapLength * entry;
  const packed = (file[2]! & RUNS) !== 0;
  const stored = packed ? unpackRuns(file, start, width * height, size) : file.subarray(start);
  if (stored.length < width * height * size) throw cut();
  const alphaBits = file[17]! & 15;
  const pixels = new Uint8Array(width * height * 4);
  const [fromRight, fromTop] = [(file[17]! & 16) !== 0, (file[17]! & 32) !== 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += size) {
      const column = fromRight ? width - 1 - x : x;
      const to = ((fromTop ? y : height - 1 - y) * width + column) * 4;
      if (kind === PALETTE) {
        const index = stored[at]! - file.readUInt16LE(3);
        if (index < 0 || index >= mapLength)
          throw new UnreadableError('The TGA has a colour that its palette has not.');
        put(file, mapStart + index * entry, entry, alphaBits, pixels, to);
      } else put(stored, at, size, alphaBits, pixels, to);
    }
  }
  return { width, height, pixels };
}

function put(from: Uint8Array, at: number, size: number, alphaBits: number, out: Uint8Array, to: number): void {
  if (size === 1) {
    out[to] = out[to + 1] = out[to + 2] = from[at]!;
    out[to + 3] = 255;
  } else if (size === 2) {
    const word = from[at]! | (from[at + 1]! << 8);
    out[to] = Math.round((((word >> 10) & 31) * 255) / 31);
    out[to + 1] = Math.round((((word >> 5) & 31) * 255) / 31);
    out[to + 2] = Math.round(((word & 31) * 255) / 31);
    out[to + 3] = 255;
  } else {
    out[to] = from[at + 2]!;
    out[to + 1] = from[at + 1]!;
    out[to + 2] = from[at]!;
    out[to + 3] = size === 4 && alphaBits > 0 ? from[at + 3]! : 255;
  }
}

/** A byte of length, its highest bit a run of one pixel, otherwise so many pixels. */
function unpackRuns(file: Buffer, start: number, count: number, size: number): Uint8Array {
  const out = new Uint8Array(count * size);
  let at = start;
  for (let to = 0; to < out.length;) {
    const head = file[at++];
    if (head === undefined) throw cut();
    const length = Math.min(((head & 127) + 1) * size, out.length - to);
    const wanted = head & 128 ? size : length;
    if (at + wanted > file.length) throw cut();
    if (head & 128) for (let i = 0; i < length; i++) out[to + i] = file[at + (i % size)]!;
    else out.set(file.subarray(at, at + length), to);
    at += wanted;
    to += length;
  }
  return out;
}

function cut(): UnreadableError {
  return new UnreadableError('The TGA is damaged or incomplete.');
}
