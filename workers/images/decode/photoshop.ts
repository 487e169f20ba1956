import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { Decodable, Encoded } from './decoder.ts';
import { SHORT, LONG8, UNDEFINED, bigTiffDirectory, bigTiffHeader } from './bigtiff.ts';
import type { Field } from './bigtiff.ts';

// Photoshop's picture of all layers together is stored as TIFF stores separate planes, compressed as TIFF compresses, so
// it needs no decoder: its bytes are copied between a header and a directory. Layers are not looked at. What is
// transparent in them lies on white in it.
// https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/

const HEADER_BYTES = 26;
const MAX_CHANNELS = 56;
const MAX_SIDE = { 1: 30_000, 2: 300_000 } as const;
/** More strips than these are not read of a TIFF. */
const MAX_STRIPS = 32_000;
const MAX_RESOURCES = 64 * 1024 * 1024;
const RESOURCE = { resolution: 1005, profile: 1039, version: 1057 } as const;

interface Mode {
  name: string;
  channels: number;
  depths: readonly number[];
  /** TIFF 6.0, PhotometricInterpretation. */
  photometric: number;
}

const MODES: Readonly<Record<number, Mode>> = {
  0: { name: 'bitmap', channels: 1, depths: [1], photometric: 0 },
  1: { name: 'grey', channels: 1, depths: [8, 16], photometric: 1 },
  2: { name: 'indexed', channels: 1, depths: [8], photometric: 3 },
  3: { name: 'RGB', channels: 3, depths: [8, 16], photometric: 2 },
  4: { name: 'CMYK', channels: 4, depths: [8, 16], photometric: 5 },
};
const NAMES: Readonly<Record<number, string>> = { 7: 'multichannel', 8: 'duotone', 9: 'Lab' };
const INDEXED = 2;
const CMYK = 4;

/** A file of Photoshop, PSD or PSB, as all of its layers together look. */
export function photoshop({ source, folder, read }: Encoded): Decodable {
  const head = read(0, HEADER_BYTES);
  if (head.length < HEADER_BYTES) throw damaged();
  const [version, height, width] = [versionOf(head), head.readUInt32BE(14), head.readUInt32BE(18)];
  const [stored, depth, number] = [head.readUInt16BE(12), head.readUInt16BE(22), head.readUInt16BE(24)];
  const mode = MODES[number];
  if (!mode || !mode.depths.includes(depth)) {
    throw new UnreadableError(
      `This Photoshop file is in the mode ${mode?.name ?? NAMES[number] ?? number} with ${depth} bits, which is not read yet. Save it as TIFF.`,
    );
  }
  const most = MAX_SIDE[version];
  if (stored < mode.channels || stored > MAX_CHANNELS || ![width, height].every((n) => n > 0 && n <= most)) {
    throw damaged();
  }
  return {
    sizes: [{ width, height }],
    technical: { channels: mode.channels, bits: depth, orientation: undefined, pixelsPerInch: undefined },
    decode: async (_, name) => {
      const { resources, colours, data } = readSections(read, version);
      if (resources.get(RESOURCE.version)?.[4] === 0) {
        throw new UnreadableError(
          'This Photoshop file was saved without a picture of all its layers. Save it with "Maximize compatibility", or as TIFF.',
        );
      }
      const plan: Plan = { width, height, depth, version, stored, mode, start: data };
      const strips = readStrips(read, plan);
      const profile = resources.get(RESOURCE.profile);
      const fields = fieldsOf(plan, strips);
      if (number === INDEXED) fields.push({ tag: 320, type: SHORT, values: palette(colours) });
      if (profile) fields.push({ tag: 34675, type: UNDEFINED, values: [...profile] });
      await copy({ source, file: join(folder, name), strips, invert: number === CMYK, fields });
    },
  };
}

/** 1 for PSD, 2 for PSB. */
function versionOf(head: Buffer): 1 | 2 {
  const version = head.readUInt16BE(4);
  if (version === 1 || version === 2) return version;
  throw damaged();
}

function damaged(): UnreadableError {
  return new UnreadableError('This Photoshop file is damaged or incomplete.');
}

interface Sections {
  /** Of the palette. */
  colours: Buffer;
  resources: ReadonlyMap<number, Buffer>;
  /** Where the picture begins. */
  data: number;
}

function readSections(read: Encoded['read'], version: 1 | 2): Sections {
  const length = (at: number, bytes: 4 | 8 = 4): number => {
    const field = read(at, bytes);
    if (field.length < bytes) throw damaged();
    return bytes === 8 ? Number(field.readBigUInt64BE()) : field.readUInt32BE();
  };
  const colours = { at: HEADER_BYTES + 4, length: length(HEADER_BYTES) };
  const resources = { at: colours.at + colours.length + 4, length: length(colours.at + colours.length) };
  if (resources.length > MAX_RESOURCES) throw damaged();
  const layers = resources.at + resources.length;
  const wide = version === 2 ? 8 : 4;
  const data = layers + wide + length(layers, wide);
  if (data > Number.MAX_SAFE_INTEGER / 2) throw damaged();
  return {
    colours: read(colours.at, Math.min(colours.length, 768)),
    resources: readResources(read(resources.at, resources.length)),
    data,
  };
}

function readResources(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  let at = 0;
  while (at + 12 <= bytes.length) {
    const id = bytes.readUInt16BE(at + 4);
    // The name counts its bytes in one before it; both together are even.
    const size = at + 6 + (((bytes[at + 6] ?? 0) + 2) & ~1);
    if (size + 4 > bytes.length) break;
    const end = size + 4 + bytes.readUInt32BE(size);
    if (!found.has(id)) found.set(id, bytes.subarray(size + 4, end));
    at = end + (end & 1);
  }
  return found;
}

interface Plan {
  width: number;
  height: number;
  depth: number;
  version: 1 | 2;
  /** Channels in the file, of which the first are shown. */
  stored: number;
  mode: Mode;
  start: number;
}

interface Strips {
  compressed: boolean;
  rows: number;
  /** Bytes of each, all of one channel after all of another. */
  bytes: number[];
  /** Where the first begins; the others follow without gaps. */
  at: number;
}

function readStrips(read: Encoded['read'], { width, height, depth, version, stored, mode, start }: Plan): Strips {
  const kind = read(start, 2);
  const compression = kind.length === 2 ? kind.readUInt16BE() : -1;
  if (compression === 2 || compression === 3) {
    throw new UnreadableError('The picture in this Photoshop file is compressed as ZIP, which is not read yet.');
  }
  if (compression !== 0 && compression !== 1) throw damaged();
  const compressed = compression === 1;
  const wide = version === 2 ? 4 : 2;
  const rows = Math.max(Math.ceil((height * mode.channels) / MAX_STRIPS), Math.min(height, 16));
  const row = Math.ceil((width * depth) / 8);
  const table = compressed ? read(start + 2, height * mode.channels * wide) : Buffer.alloc(0);
  if (compressed && table.length < height * mode.channels * wide) throw damaged();
  const bytes: number[] = [];
  for (let channel = 0; channel < mode.channels; channel++) {
    for (let y = 0; y < height; y += rows) {
      let sum = 0;
      for (let i = y; i < Math.min(y + rows, height); i++) {
        sum += compressed ? table.readUIntBE((channel * height + i) * wide, wide) : row;
      }
      bytes.push(sum);
    }
  }
  const at = start + 2 + (compressed ? height * stored * wide : 0);
  const total = bytes.reduce((sum, n) => sum + n, 0);
  if (total === 0 || read(at + total - 1, 1).length === 0) throw damaged();
  return { compressed, rows, bytes, at };
}

function fieldsOf({ width, height, depth, mode }: Plan, { compressed, rows, bytes }: Strips): Field[] {
  const [PACKBITS, NONE] = [32773, 1];
  let at = bigTiffHeader(0).length;
  const offsets = bytes.map((n) => (at += n) - n);
  return [
    { tag: 256, type: LONG8, values: [width] },
    { tag: 257, type: LONG8, values: [height] },
    { tag: 258, type: SHORT, values: Array.from({ length: mode.channels }, () => depth) },
    { tag: 259, type: SHORT, values: [compressed ? PACKBITS : NONE] },
    { tag: 262, type: SHORT, values: [mode.photometric] },
    { tag: 273, type: LONG8, values: offsets },
    { tag: 277, type: SHORT, values: [mode.channels] },
    { tag: 278, type: LONG8, values: [rows] },
    { tag: 279, type: LONG8, values: bytes },
    { tag: 284, type: SHORT, values: [mode.channels > 1 ? 2 : 1] },
  ];
}

/** Reds, then greens, then blues, as TIFF wants them too, but with 16 bits. */
function palette(colours: Buffer): number[] {
  if (colours.length < 768) throw damaged();
  return [...colours].map((value) => value * 257);
}

interface Copy {
  source: string;
  file: string;
  strips: Strips;
  /** Photoshop counts the paper that is left, and TIFF the ink. */
  invert: boolean;
  fields: Field[];
}

async function copy({ source, file, strips, invert, fields }: Copy): Promise<void> {
  const total = strips.bytes.reduce((sum, n) => sum + n, 0);
  const padding = total & 1;
  await using out = await open(file, 'w');
  const header = bigTiffHeader(total + padding);
  await out.write(header);
  const turn = invert ? inverter(strips.compressed) : undefined;
  for await (const chunk of createReadStream(source, { start: strips.at, end: strips.at + total - 1 })) {
    const bytes = Buffer.from(chunk as Buffer);
    turn?.(bytes);
    await out.writeFile(bytes);
  }
  await out.writeFile(Buffer.alloc(padding));
  await out.writeFile(bigTiffDirectory(fields, header.length + total + padding));
}

/** Inverts values in place, chunk after chunk; of PackBits (TIFF 6.0, section 9) not the bytes that count them. */
function inverter(compressed: boolean): (bytes: Buffer) => void {
  let values = compressed ? 0 : Infinity;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0;
      if (values > 0) {
        bytes[i] = 255 - byte;
        values--;
      } else if (byte !== 128) values = byte < 128 ? byte + 1 : 1;
    }
  };
}
