import { readSync } from 'node:fs';
import { open as openFile, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UnreadableError } from '../../../manifests/errors.ts';
import { checkMemory } from '../memory.ts';
import { open } from '../sharp.ts';
import { numberOf } from '../tiff.ts';
import type { ReadBytes, TiffDirectory } from '../tiff.ts';
import type { Changes, NewField, TiffCopy } from './copy.ts';
import { headFromTables, headLength, withRestarts } from './jpeghead.ts';
import { appendStrips, inStrips } from './strips.ts';

const TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samples: 277,
  rows: 278,
  stripBytes: 279,
  tileWidth: 322,
  stream: 513,
  streamBytes: 514,
} as const;
/** JPEG fields of TIFF 6.0, section 22, and those of how YCbCr is stored, section 21. */
const OF_JPEG = [512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532];
const OLD_JPEG = 6;
const PIECE = 1024 * 1024;

/** Bytes of the file: where, and how many. */
type Range = readonly [number, number];

/** Whether the page is compressed as TIFF 6.0, section 22, has it, which TIFF Technical Note 2 of 1995 gave up. */
export function isOldJpeg({ fields }: TiffDirectory): boolean {
  return numberOf(fields, TAG.compression, 1) === OLD_JPEG;
}

/** Stores a page of old-style JPEG uncompressed: first what is scattered over the file is put together to a JPEG. */
export async function rewriteOldJpeg(copy: TiffCopy, directory: TiffDirectory): Promise<Changes> {
  const { fields } = directory;
  const file = `${copy.file}.jpg`;
  try {
    await using source = await openFile(copy.file, 'r');
    await using made = await openFile(file, 'w');
    await writeJpeg(directory, source, copy.original, made);
    const image = open(file);
    const meta = await image.metadata();
    checkMemory(meta);
    const [width, height] = [numberOf(fields, TAG.width, 0), numberOf(fields, TAG.height, 0)];
    if (meta.width !== width || meta.height !== height || (meta.channels !== 3 && meta.channels !== 1)) {
      throw new UnreadableError(
        `This TIFF contradicts itself: it claims ${width} × ${height} pixels, and the old-style JPEG in it has ${meta.width} × ${meta.height} in ${meta.channels} channels.`,
      );
    }
    const strips = await appendStrips(copy, { image: image.toColourspace(meta.space), height, sampleBytes: 1 });
    return new Map<number, NewField | undefined>([
      ...OF_JPEG.map((tag): [number, undefined] => [tag, undefined]),
      [TAG.bitsPerSample, { type: 3, values: Array.from({ length: meta.channels }, () => 8) }],
      [TAG.photometric, { type: 3, values: [meta.channels === 3 ? 2 : 1] }],
      [TAG.samples, { type: 3, values: [meta.channels] }],
      ...inStrips(copy, [strips]),
    ]);
  } finally {
    await rm(file, { force: true });
  }
}

async function writeJpeg(directory: TiffDirectory, source: FileHandle, size: number, made: FileHandle): Promise<void> {
  const { fields } = directory;
  const read: ReadBytes = (offset, length) => {
    const buffer = Buffer.alloc(length);
    return buffer.subarray(0, readSync(source.fd, buffer, 0, length, offset));
  };
  const strips = stripsOf(directory, size);
  const whole = wholeStream(directory, read, strips, size);
  if (whole) return copyRange(whole, read, made);
  const rows = numberOf(fields, TAG.rows, Infinity);
  const head = streamHead(directory, read) ?? headFromTables(directory, read);
  await made.write(strips.length > 1 ? withRestarts(head, rows) : head);
  for (const [i, strip] of strips.entries()) {
    // A strip stands alone, as what follows a restart marker does (ISO/IEC 10918-1, B.2.1).
    if (i > 0) await made.write(Buffer.from([0xff, 0xd0 + ((i - 1) % 8)]));
    await copyRange(strip, read, made);
  }
  const END = Buffer.from([0xff, 0xd9]);
  await made.write(END);
}

function stripsOf({ fields }: TiffDirectory, size: number): Range[] {
  const offsets = fields.get(TAG.stripOffsets)?.values ?? [];
  const bytes = fields.get(TAG.stripBytes)?.values ?? [];
  const strips = offsets.map((at, i): Range => [at, Math.min(bytes[i] ?? size - at, size - at)]);
  const sum = strips.reduce((all, [, length]) => all + length, 0);
  if (fields.has(TAG.tileWidth)) {
    throw new UnreadableError('This TIFF has tiles in the old-style JPEG compression of 1992, which is not read yet.');
  }
  if (strips.length === 0 || sum > size || strips.some(([, length]) => length <= 0)) {
    throw new UnreadableError('This TIFF is damaged: the parts of its old-style JPEG are not where it says.');
  }
  return strips;
}

/** A JPEG from its first marker to its last, where there is one in one piece. */
function wholeStream(
  { fields }: TiffDirectory,
  read: ReadBytes,
  strips: readonly Range[],
  size: number,
): Range | undefined {
  const [first] = strips;
  const at = numberOf(fields, TAG.stream, 0);
  const begins = (offset: number) => offset > 0 && headLength(offset, read) !== undefined;
  if (begins(at)) {
    // The length is often wrong or not given, and the decoder stops at the marker of the end.
    const end = at + numberOf(fields, TAG.streamBytes, size);
    const length = headLength(at, read) ?? 0;
    const inside = strips.every(([start]) => start >= at && start <= at + length);
    if (end > at + length && inside) return [at, size - at];
    if (strips.length === 1 && first?.[0] === at + length) return [at, length + first[1]];
  }
  return first && strips.length === 1 && begins(first[0]) ? first : undefined;
}

/** The markers before the pixels, where they are in one piece and the pixels in strips. */
function streamHead({ fields }: TiffDirectory, read: ReadBytes): Buffer | undefined {
  const at = numberOf(fields, TAG.stream, 0);
  const length = at > 0 ? headLength(at, read) : undefined;
  return length === undefined ? undefined : read(at, length);
}

async function copyRange([at, length]: Range, read: ReadBytes, made: FileHandle): Promise<void> {
  for (let done = 0; done < length; done += PIECE) await made.write(read(at + done, Math.min(PIECE, length - done)));
}
