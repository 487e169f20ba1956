import { UnreadableError } from '../../manifests/errors.ts';
import { profileSpace } from './icc.ts';

/** What the header of a JPEG 2000 codestream says of the image. */
export interface Codestream {
  width: number;
  height: number;
  channels: number;
  /** Of the deepest component. */
  bits: number;
  /** Whether all components are unsigned, of one depth and one size (A.5.1: Ssiz, XRsiz, YRsiz). */
  alike: boolean;
  /** Of Part 15, which only newer decoders read. */
  highThroughput: boolean;
  /** The ICC profile of the file around it. */
  profile: Buffer | undefined;
}

const SOC_SIZ = 0xff4fff51;
/** The bit of Rsiz that says that capabilities follow: those of Part 15 (ISO/IEC 15444-15, A.2). */
const HIGH_THROUGHPUT = 0x4000;
/** SOC, and SIZ up to its first component. */
const SIZ_BYTES = 42;
/** Profiles of printers are the largest and have a few megabytes. */
const MAX_COLOUR_BYTES = 16 * 1024 * 1024;
/** sRGB and grey (I.5.3.3, table I.10). */
const READ_SPACES: ReadonlySet<number> = new Set([16, 17]);
/** The codestream is among the first boxes; a file of more is looking for trouble. */
const MAX_BOXES = 1000;

/**
 * Reads the size of a JPEG 2000 image from its codestream (ISO/IEC 15444-1, A.5.1), bare or in a file of boxes. Throws
 * UnreadableError when there is none.
 */
export function readCodestream(read: (offset: number, length: number) => Buffer): Codestream {
  const { start, colour } = readBoxes(read);
  const siz = read(start, SIZ_BYTES);
  if (siz.length < SIZ_BYTES || siz.readUInt32BE(0) !== SOC_SIZ) throw damaged();
  const highThroughput = (siz.readUInt16BE(6) & HIGH_THROUGHPUT) !== 0;
  const width = siz.readUInt32BE(8) - siz.readUInt32BE(16);
  const height = siz.readUInt32BE(12) - siz.readUInt32BE(20);
  const channels = siz.readUInt16BE(40);
  const components = read(start + SIZ_BYTES, channels * 3);
  if (width <= 0 || height <= 0 || channels === 0 || components.length < channels * 3) throw damaged();
  let bits = 0;
  for (let i = 0; i < channels; i++) bits = Math.max(bits, ((components[i * 3] ?? 0) & 0x7f) + 1);
  const alike = components.equals(Buffer.alloc(components.length, Buffer.from([bits - 1, 1, 1])));
  return { width, height, channels, bits, alike, highThroughput, profile: colour && readColour(colour) };
}

function damaged(): UnreadableError {
  return new UnreadableError('This JPEG 2000 file is damaged or incomplete: its header cannot be read.');
}

interface Boxes {
  /** Where the first codestream begins. */
  start: number;
  /** What is in the first box of colours. */
  colour?: Buffer | undefined;
}

/** Finds what matters among the boxes of a file (ISO/IEC 15444-1, I.4). */
function readBoxes(read: (offset: number, length: number) => Buffer): Boxes {
  let at = 0;
  let colour: Buffer | undefined;
  for (let i = 0; i < MAX_BOXES; i++) {
    const head = read(at, 16);
    if (head.length >= 4 && head.readUInt32BE(0) === SOC_SIZ) return { start: at, colour };
    if (head.length < 16) break;
    const short = head.readUInt32BE(0);
    const [length, header] = short === 1 ? [Number(head.readBigUInt64BE(8)), 16] : [short, 8];
    const type = head.toString('latin1', 4, 8);
    if (type === 'jp2c') return { start: at + header, colour };
    if (length < header || at + length > Number.MAX_SAFE_INTEGER) break;
    if (type === 'pclr') throw new UnreadableError('This JPEG 2000 file has a palette, which is not read yet.');
    if (type === 'colr' && length <= MAX_COLOUR_BYTES) colour ??= read(at + header, length - header);
    // The boxes of colours are inside of the one of headers, whose content is boxes from its first byte.
    at += type === 'jp2h' ? header : length;
  }
  throw damaged();
}

/** The profile in a box of colours (I.5.3.3). Throws UnreadableError for a space that libvips would take for RGB. */
function readColour(box: Buffer): Buffer | undefined {
  const METHODS = { enumerated: 1, restrictedProfile: 2, anyProfile: 3 };
  const method = box[0];
  if (method === METHODS.restrictedProfile || method === METHODS.anyProfile) {
    const profile = box.subarray(3);
    const space = profileSpace(profile).trim();
    if (space === 'RGB' || space === 'GRAY') return profile;
    throw new UnreadableError(
      `This JPEG 2000 file has a colour profile for ${space || 'nothing known'}, which is not read yet.`,
    );
  }
  if (method !== METHODS.enumerated || box.length < 7) return undefined;
  const space = box.readUInt32BE(3);
  if (READ_SPACES.has(space)) return undefined;
  throw new UnreadableError(`This JPEG 2000 file is in the colour space ${space}, which is not read yet.`);
}
