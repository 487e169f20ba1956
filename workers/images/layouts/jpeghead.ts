import { UnreadableError } from '../../../manifests/errors.ts';
import { numberOf } from '../tiff.ts';
import type { ReadBytes, TiffDirectory } from '../tiff.ts';

/** Markers of ISO/IEC 10918-1, table B.1. */
const MARKER = { sof: 0xc0, huffman: 0xc4, start: 0xd8, scan: 0xda, quantisation: 0xdb, restart: 0xdd } as const;
/** Fields of TIFF 6.0, sections 21 and 22. */
const TAG = {
  width: 256,
  height: 257,
  photometric: 262,
  samples: 277,
  process: 512,
  restart: 515,
  quantisation: 519,
  dc: 520,
  ac: 521,
  subsampling: 530,
} as const;
const MAX_HEAD_BYTES = 1024 * 1024;
const BASELINE = 1;
const RGB = 2;
const YCBCR = 6;

function segment(marker: number, content: Buffer | readonly number[]): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, Buffer.from(content)]);
}

/** Bytes from SOI to the end of the first SOS; undefined where no such head begins there. */
export function headLength(offset: number, read: ReadBytes): number | undefined {
  const start = read(offset, 2);
  if (start.length < 2 || start.readUInt16BE(0) !== 0xff00 + MARKER.start) return undefined;
  for (let at = 2; at < MAX_HEAD_BYTES;) {
    const head = read(offset + at, 4);
    if (head.length < 4 || head[0] !== 0xff) return undefined;
    at += 2 + head.readUInt16BE(2);
    if (head[1] === MARKER.scan) return at;
  }
  return undefined;
}

/** The head of a baseline JPEG made of the tables that a directory points to (TIFF 6.0, section 22). */
export function headFromTables({ fields }: TiffDirectory, read: ReadBytes): Buffer {
  const samples = numberOf(fields, TAG.samples, 1);
  const photometric = numberOf(fields, TAG.photometric, 1);
  const process = numberOf(fields, TAG.process, 0);
  const coloured = photometric === YCBCR || photometric === RGB;
  if (process !== BASELINE || samples !== (coloured ? 3 : 1)) {
    throw new UnreadableError(
      `This TIFF has an old-style JPEG of process ${process} with ${samples} channels of kind ${photometric}; only the baseline process in grey, RGB or YCbCr is read. Save it anew.`,
    );
  }
  const tables = (tag: number) => (fields.get(tag)?.values ?? []).slice(0, samples);
  const [across, down] = photometric === YCBCR ? (fields.get(TAG.subsampling)?.values ?? [2, 2]) : [1, 1];
  const grid = ((across ?? 1) << 4) | (down ?? 1);
  // What says nothing else of its colours is YCbCr to decoders, unless its channels are called R, G and B.
  const names = photometric === RGB ? [...Buffer.from('RGB')] : [1, 2, 3];
  const size = Buffer.alloc(6);
  size.writeUInt8(8, 0);
  size.writeUInt16BE(numberOf(fields, TAG.height, 0), 1);
  size.writeUInt16BE(numberOf(fields, TAG.width, 0), 3);
  size.writeUInt8(samples, 5);
  const channels = names.slice(0, samples);
  const parts = [
    Buffer.from([0xff, MARKER.start]),
    ...tables(TAG.quantisation).map((at, i) => segment(MARKER.quantisation, [i, ...exactly(read(at, 64), 64)])),
    segment(MARKER.sof, [...size, ...channels.flatMap((name, i) => [name, i === 0 ? grid : 0x11, i])]),
    ...tables(TAG.dc).map((at, i) => segment(MARKER.huffman, [i, ...huffman(at, read)])),
    ...tables(TAG.ac).map((at, i) => segment(MARKER.huffman, [0x10 | i, ...huffman(at, read)])),
  ];
  const interval = numberOf(fields, TAG.restart, 0);
  if (interval > 0) parts.push(segment(MARKER.restart, [interval >> 8, interval & 255]));
  parts.push(segment(MARKER.scan, [samples, ...channels.flatMap((name, i) => [name, (i << 4) | i]), 0, 63, 0]));
  return Buffer.concat(parts);
}

/** How many codes there are of every length, and their values. */
function huffman(at: number, read: ReadBytes): Buffer {
  const count = exactly(read(at, 16), 16).reduce((sum, codes) => sum + codes, 0);
  return exactly(read(at, 16 + count), 16 + count);
}

function exactly(bytes: Buffer, length: number): Buffer {
  if (bytes.length === length) return bytes;
  throw new UnreadableError('This TIFF is damaged: a table of its old-style JPEG lies beyond its end.');
}

/** The head of a JPEG whose every strip of `rows` rows is followed by a restart marker. */
export function withRestarts(head: Buffer, rows: number): Buffer {
  let scan = 0;
  let [unitWidth, unitHeight, width, before] = [8, 8, 0, 0];
  for (let at = 2; at < head.length; at += 2 + head.readUInt16BE(at + 2)) {
    const marker = head[at + 1] ?? 0;
    if (marker === MARKER.sof || marker === MARKER.sof + 1) {
      width = head.readUInt16BE(at + 7);
      const [grid, channels] = [head[at + 11] ?? 0x11, head[at + 9] ?? 1];
      // A single channel is not interleaved, and its units are blocks whatever its grid says (A.2.2).
      if (channels > 1) [unitWidth, unitHeight] = [8 * (grid >> 4), 8 * (grid & 15)];
    }
    if (marker === MARKER.restart) before = head.readUInt16BE(at + 4);
    if (marker === MARKER.scan) scan = at;
  }
  const interval = Math.ceil(width / unitWidth) * (rows / unitHeight);
  if (width === 0 || rows % unitHeight !== 0 || interval > 0xffff || (before > 0 && before !== interval)) {
    throw new UnreadableError(
      'This TIFF has an old-style JPEG in strips that do not end where its blocks do, which is not read yet. Save it anew.',
    );
  }
  const inserted = segment(MARKER.restart, [interval >> 8, interval & 255]);
  return Buffer.concat([head.subarray(0, scan), inserted, head.subarray(scan)]);
}
