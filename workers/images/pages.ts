import { UnreadableError } from '../../manifests/errors.ts';
import { numberOf } from './tiff.ts';
import type { TiffDirectory } from './tiff.ts';

/** Tags of TIFF 6.0, and of DNG. */
const TAG = {
  newSubfileType: 254,
  subfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samples: 277,
  rowsPerStrip: 278,
  planes: 284,
  tileWidth: 322,
  subDirectories: 330,
  dngVersion: 50706,
} as const;

/** A strip is decoded whole; libtiff's own buffers come on top. */
const MAX_STRIP_BYTES = 256 * 1024 * 1024;

/** The numbers (from 0) of the directories that are pages: not reduced copies, thumbnails or masks. */
export function tiffPages(directories: readonly TiffDirectory[]): number[] {
  const first = directories[0]?.fields;
  if (first && isCameraRaw(first)) {
    throw new UnreadableError('This is a camera raw file, which is not read yet. Export it as TIFF.');
  }
  const pages = directories.flatMap((_, i) => (isCopy(directories, i) ? [] : [i]));
  return pages.length > 0 ? pages : [0];
}

function isCameraRaw(fields: TiffDirectory['fields']): boolean {
  const colourFilterArray = numberOf(fields, TAG.photometric, 0) === 32803;
  const thumbnailFirst = (numberOf(fields, TAG.newSubfileType, 0) & 1) === 1 && fields.has(TAG.subDirectories);
  return fields.has(TAG.dngVersion) || colourFilterArray || thumbnailFirst;
}

function isCopy(directories: readonly TiffDirectory[], i: number): boolean {
  const [fields, before] = [directories[i]?.fields, directories[i - 1]?.fields];
  if (!fields) return true;
  const REDUCED = 1;
  const MASK = 4;
  if ((numberOf(fields, TAG.newSubfileType, 0) & (REDUCED | MASK)) !== 0) return true;
  if (numberOf(fields, TAG.subfileType, 1) === 2) return true;
  // Some pyramids do not mark their levels: a tiled image half as large as the one before it is taken for one.
  if (!before || !fields.has(TAG.tileWidth)) return false;
  const halved = (tag: number) => Math.abs(numberOf(before, tag, 0) / 2 - numberOf(fields, tag, 0)) < 1;
  return halved(TAG.width) && halved(TAG.height);
}

/** Throws UnreadableError for the layouts that libvips refuses in words that say nothing to a curator, or would need too much memory for. */
export function checkLayout({ fields }: TiffDirectory): void {
  if (numberOf(fields, TAG.compression, 1) === 6) {
    throw new UnreadableError('This TIFF uses the old-style JPEG compression of 1992, which is not read yet.');
  }
  const tiled = fields.has(TAG.tileWidth);
  if (tiled && numberOf(fields, TAG.planes, 1) === 2) {
    throw new UnreadableError('This TIFF keeps its colours as separate planes in tiles, which is not read yet.');
  }
  const bits = numberOf(fields, TAG.bitsPerSample, 1);
  if (numberOf(fields, TAG.photometric, 1) === 8 && bits === 8) {
    throw new UnreadableError('This TIFF is in the CIELab colour space with 8 bits, which is not read yet.');
  }
  const width = numberOf(fields, TAG.width, 0);
  const rows = Math.min(numberOf(fields, TAG.height, 0), numberOf(fields, TAG.rowsPerStrip, 2 ** 32));
  const strip = (width * rows * bits * numberOf(fields, TAG.samples, 1)) / 8;
  if (!tiled && numberOf(fields, TAG.compression, 1) !== 1 && strip > MAX_STRIP_BYTES) {
    throw new UnreadableError(
      `This TIFF is compressed in one piece of ${Math.round(strip / 1e6)} MB, which would have to be unpacked in memory. Save it in tiles or smaller strips.`,
    );
  }
}

export function sizeOf({ fields }: TiffDirectory): { width: number; height: number } {
  return { width: numberOf(fields, TAG.width, 0), height: numberOf(fields, TAG.height, 0) };
}
