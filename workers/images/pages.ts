import { UnreadableError } from '../../manifests/errors.ts';
import { numberOf } from './tiff.ts';
import type { TiffDirectory } from './tiff.ts';

/** Tags of TIFF 6.0, and of DNG. */
const TAG = {
  newSubfileType: 254,
  subfileType: 255,
  width: 256,
  height: 257,
  compression: 259,
  photometric: 262,
  stripBytes: 279,
  tileWidth: 322,
  subDirectories: 330,
  dngVersion: 50706,
} as const;

/** A compressed strip is read into memory whole. */
const MAX_STRIP_BYTES = 256 * 1024 * 1024;
/** libtiff under libvips takes 50 MiB of memory in all unless it is told otherwise: a guard against lies, which these files pass. */
const LARGE_STRIP_BYTES = 16 * 1024 * 1024;

/** What tells libvips which page of a file to open; empty for formats that have none. */
export interface PageOptions {
  /** From 0. */
  page?: number;
  unlimited?: boolean;
}

/** The numbers (from 0) of the directories that are pages: not reduced copies, thumbnails or masks. */
export function tiffPages(directories: readonly TiffDirectory[]): number[] {
  const pages = directories.flatMap((_, i) => (isCopy(directories, i) ? [] : [i]));
  return pages.length > 0 ? pages : [0];
}

/** Many cameras wrap their raw data in TIFF. */
export function isCameraRaw({ fields }: TiffDirectory): boolean {
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

/** Throws UnreadableError for what libvips would need too much memory for. */
export function checkLayout({ fields }: TiffDirectory): void {
  const strip = largestStrip(fields);
  if (strip > MAX_STRIP_BYTES) {
    throw new UnreadableError(
      `This TIFF is compressed in one piece of ${Math.round(strip / 1e6)} MB, which would have to be unpacked in memory. Save it in tiles or smaller strips.`,
    );
  }
}

/** Bytes of the largest compressed strip. */
function largestStrip(fields: TiffDirectory['fields']): number {
  if (numberOf(fields, TAG.compression, 1) === 1) return 0;
  return (fields.get(TAG.stripBytes)?.values ?? []).reduce((most, bytes) => Math.max(most, bytes), 0);
}

/** How libvips is to open this page. */
export function pageOptions({ fields }: TiffDirectory, page: number): PageOptions {
  return largestStrip(fields) > LARGE_STRIP_BYTES ? { page, unlimited: true } : { page };
}

export function sizeOf({ fields }: TiffDirectory): { width: number; height: number } {
  return { width: numberOf(fields, TAG.width, 0), height: numberOf(fields, TAG.height, 0) };
}
