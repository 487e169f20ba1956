import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { Raster } from './raster.ts';
import { MAX_RASTER_PIXELS } from './raster.ts';

/** BITMAPFILEHEADER. */
const FILE_HEADER = 14;
/** Compression of BITMAPINFOHEADER: none, or none with masks. */
const RGB = 0;
const BITFIELDS = 3;
const ALPHABITFIELDS = 6;

export function isBmp(head: Buffer): boolean {
  if (head.length < 26 || head.toString('latin1', 0, 2) !== 'BM') return false;
  return [12, 40, 52, 56, 64, 108, 124].includes(head.readUInt32LE(FILE_HEADER));
}

interface Channel {
  shift: number;
  /** The largest value, 0 where there is no such channel. */
  most: number;
}

/**
 * Decodes a BMP that is not compressed: 1, 4 or 8 bits with a palette, 16, 24 and 32 bits. Throws UnreadableError for
 * others and for what is cut off, LimitError for what is too large.
 */
export function decodeBmp(file: Buffer): Raster {
  const headerSize = file.readUInt32LE(FILE_HEADER);
  if (file.length < FILE_HEADER + headerSize) throw cut();
  const old = headerSize === 12;
  const width = old ? file.readUInt16LE(18) : file.readInt32LE(18);
  const signedHeight = old ? file.readUInt16LE(20) : file.readInt32LE(22);
  const bits = file.readUInt16LE(old ? 24 : 28);
  const compression = old ? RGB : file.readUInt32LE(30);
  const height = Math.abs(signedHeight);
  if (width < 1 || height < 1) throw new UnreadableError('It has no pixels.');
  if (width * height > MAX_RASTER_PIXELS) throw tooLarge(width, height);
  if (![1, 4, 8, 16, 24, 32].includes(bits) || ![RGB, BITFIELDS, ALPHABITFIELDS].includes(compression)) {
    throw new UnreadableError(`It is a BMP of ${bits} bits and compression ${compression}, which is not read.`);
  }
  const stride = Math.ceil((width * bits) / 32) * 4;
  const start = file.readUInt32LE(10);
  if (start + stride * height > file.length) throw cut();
  const row = (y: number): number => start + (signedHeight < 0 ? y : height - 1 - y) * stride;
  if (bits <= 8) return withPalette(file, { width, height, bits, row, palette: paletteOf(file, headerSize, bits) });
  const channels = bits === 24 ? BYTES : channelsOf(file, headerSize, bits, compression);
  const [red, green, blue, alpha] = channels;
  const out = new Uint8Array(width * height * 4);
  for (let y = 0, to = 0; y < height; y++) {
    let at = row(y);
    for (let x = 0; x < width; x++, to += 4, at += bits / 8) {
      const word = file.readUIntLE(at, bits / 8);
      out[to] = valueOf(word, red!);
      out[to + 1] = valueOf(word, green!);
      out[to + 2] = valueOf(word, blue!);
      out[to + 3] = alpha!.most === 0 ? 255 : valueOf(word, alpha!);
    }
  }
  return { width, height, pixels: out };
}

const BYTES: readonly Channel[] = [
  { shift: 16, most: 255 },
  { shift: 8, most: 255 },
  { shift: 0, most: 255 },
  { shift: 0, most: 0 },
];

function valueOf(word: number, { shift, most }: Channel): number {
  return Math.round((((word >>> shift) & most) * 255) / most);
}

/** Without masks, 16 bits are five for each colour; the fourth byte of 32 bits means nothing. */
function channelsOf(file: Buffer, headerSize: number, bits: number, compression: number): readonly Channel[] {
  if (compression === RGB) {
    if (bits === 32) return BYTES;
    return [10, 5, 0].map((shift) => ({ shift, most: 31 })).concat({ shift: 0, most: 0 });
  }
  // Part of the header since version 2, behind it before.
  const count = headerSize >= 56 || compression === ALPHABITFIELDS ? 4 : 3;
  if (file.length < 54 + count * 4) throw cut();
  return [0, 1, 2, 3].map((i) => {
    const mask = i < count ? file.readUInt32LE(54 + i * 4) : 0;
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { shift, most: mask >>> shift };
  });
}

function paletteOf(file: Buffer, headerSize: number, bits: number): Uint8Array {
  const size = headerSize === 12 ? 3 : 4;
  const declared = headerSize === 12 ? 0 : file.readUInt32LE(46);
  const count = Math.min(declared || 2 ** bits, 2 ** bits);
  const palette = new Uint8Array(256 * 3);
  for (let i = 0; i < count; i++) {
    const at = FILE_HEADER + headerSize + i * size;
    if (at + 3 > file.length) throw cut();
    palette.set([file[at + 2]!, file[at + 1]!, file[at]!], i * 3);
  }
  return palette;
}

interface Indexed {
  width: number;
  height: number;
  bits: number;
  row: (y: number) => number;
  palette: Uint8Array;
}

function withPalette(file: Buffer, { width, height, bits, row, palette }: Indexed): Raster {
  const pixels = new Uint8Array(width * height * 4);
  const mask = 2 ** bits - 1;
  for (let y = 0, to = 0; y < height; y++) {
    const start = row(y);
    for (let x = 0; x < width; x++, to += 4) {
      const bit = x * bits;
      const index = (file[start + (bit >> 3)]! >> (8 - bits - (bit & 7))) & mask;
      pixels[to] = palette[index * 3]!;
      pixels[to + 1] = palette[index * 3 + 1]!;
      pixels[to + 2] = palette[index * 3 + 2]!;
      pixels[to + 3] = 255;
    }
  }
  return { width, height, pixels };
}

function cut(): UnreadableError {
  return new UnreadableError('The BMP is damaged or incomplete.');
}

function tooLarge(width: number, height: number): LimitError {
  return new LimitError(
    `It has ${width} × ${height} pixels; of BMP and TGA, up to ${Math.floor(MAX_RASTER_PIXELS / 1e6)} megapixels are read. Save it as PNG.`,
  );
}
