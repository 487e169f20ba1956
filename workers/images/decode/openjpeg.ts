import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { Codestream } from '../codestream.ts';
import { TiffCopy } from '../layouts/copy.ts';
import { openRaw } from '../sharp.ts';
import { TiffReader } from '../tiff.ts';

/**
 * Samples (pixels times channels) of an image that is decoded in WebAssembly, as a whole: its memory and this process's
 * come to 7 to 10 bytes for each (grey and RGB of 8 bits in one tile), so that 600 MB are enough.
 */
const MAX_SAMPLES = 60_000_000;
const MAX_FILE_BYTES = 200_000_000;
const MAX_MESSAGE = 1000;

/** What of `@cornerstonejs/codec-openjpeg` is used. */
interface Decoder {
  getEncodedBuffer: (bytes: number) => Uint8Array;
  decode: () => void;
  /** Channel by channel for every pixel; little-endian when deeper than 8 bits. */
  getDecodedBuffer: () => Uint8Array;
  getFrameInfo: () => { width: number; height: number; componentCount: number };
}
interface OpenJpeg {
  J2KDecoder: new () => Decoder;
}
type Factory = (options: Record<'print' | 'printErr', (line: string) => void>) => Promise<OpenJpeg>;

/**
 * Decodes JPEG 2000 into a TIFF by OpenJPEG in WebAssembly: where the system has no program for it, and what an older
 * OpenJPEG does not read. Throws LimitError for images too large for that, and `otherwise` says what to do with them.
 */
export async function decodeByOpenJpeg(
  source: string,
  file: string,
  { width, height, channels, bits, alike, profile }: Codestream,
  otherwise: string,
): Promise<void> {
  if (!alike || bits > 16 || channels > 4) {
    throw new UnreadableError(
      `This JPEG 2000 file has ${channels} channels of up to ${bits} bits that are signed or not alike, or more than are read. ${otherwise}`,
    );
  }
  if (width * height * channels > MAX_SAMPLES) {
    throw new LimitError(
      `This JPEG 2000 file of ${width} × ${height} pixels would have to be unpacked in memory; up to ${Math.floor(MAX_SAMPLES / channels / 1e6)} megapixels of its kind are. ${otherwise}`,
    );
  }
  let errors = '';
  const note = (line: string): void => {
    if (line.includes('[ERROR]') && errors.length < MAX_MESSAGE) errors += `${line.replace('[ERROR]', '').trim()}; `;
  };
  // A script of its own kind, loaded only in a process that decodes.
  const factory = createRequire(import.meta.url)('@cornerstonejs/codec-openjpeg/decodewasmjs') as Factory;
  const { J2KDecoder } = await factory({ print: note, printErr: note });
  const decoder = new J2KDecoder();
  readInto((bytes) => decoder.getEncodedBuffer(bytes), source, otherwise);
  decoder.decode();
  const pixels = decoder.getDecodedBuffer();
  const found = decoder.getFrameInfo();
  const whole = pixels.length === width * height * channels * (bits > 8 ? 2 : 1);
  if (!whole || found.width !== width || found.height !== height || found.componentCount !== channels) {
    throw new UnreadableError(
      `The JPEG 2000 file is damaged or incomplete: it cannot be read to the end. (${errors.slice(0, 200)})`,
    );
  }
  const colours = channels < 3 ? ['b-w', 'grey16'] : ['srgb', 'rgb16'];
  await openRaw(spread(pixels, bits), { width, height, channels: channels as 1 | 2 | 3 | 4 })
    .toColourspace(colours[bits > 8 ? 1 : 0] ?? 'srgb')
    .tiff({ compression: 'none', tile: false, tileHeight: 16, bigtiff: true })
    .toFile(file);
  if (profile) await attach(profile, file);
}

/** sharp converts colours when it is given a profile; here the numbers are in its colours already. */
async function attach(profile: Buffer, file: string): Promise<void> {
  const PROFILE = 34675;
  const head = Buffer.alloc(16);
  const opened = openSync(file, 'r');
  readSync(opened, head, 0, 16, 0);
  closeSync(opened);
  const { first: offset } = new TiffReader((at, length) => head.subarray(at, at + length));
  await using copy = await TiffCopy.open(file);
  await copy.setDirectories([{ offset, changes: new Map([[PROFILE, { type: 7, bytes: profile }]]) }]);
}

function readInto(reserve: (bytes: number) => Uint8Array, source: string, otherwise: string): void {
  const file = openSync(source, 'r');
  try {
    const { size } = fstatSync(file);
    if (size > MAX_FILE_BYTES) {
      throw new LimitError(
        `This JPEG 2000 file of ${Math.round(size / 1e6)} MB would have to be in memory. ${otherwise}`,
      );
    }
    const buffer = reserve(size);
    for (let done = 0; done < size;) {
      const length = readSync(file, buffer, done, size - done, done);
      if (length === 0) break;
      done += length;
    }
  } finally {
    closeSync(file);
  }
}

/** Values of other depths than 8 and 16 bits, over the whole range of these. */
function spread(pixels: Uint8Array, bits: number): Uint8Array | Uint16Array {
  const deep = bits > 8;
  const values = deep ? new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length / 2) : pixels;
  const [most, full] = [2 ** bits - 1, deep ? 0xffff : 0xff];
  if (most !== full) for (let i = 0; i < values.length; i++) values[i] = Math.round(((values[i] ?? 0) * full) / most);
  return values;
}
