import type { Metadata } from 'sharp';
import { LimitError } from '../../manifests/errors.ts';

/** Formats that cannot be decoded line by line hold the whole image in memory. Beyond this they are refused. */
const MAX_WHOLE_BYTES = 512 * 1024 * 1024;

/** Bytes that the decoder must hold at once; 0 for what streams. */
function wholeBytes(meta: Metadata): number {
  const pixels = meta.width * meta.height;
  const depth = meta.depth === 'ushort' ? 2 : 1;
  switch (meta.format) {
    case 'png':
      return meta.isProgressive ? pixels * meta.channels * depth : 0;
    case 'jpeg':
      // libjpeg keeps the coefficients, two bytes each, of every component until the last scan was read.
      return meta.isProgressive ? pixels * 2 * (meta.chromaSubsampling === '4:2:0' ? 1.5 : meta.channels) : 0;
    case 'webp':
    case 'heif':
      return pixels * 4;
    case 'gif':
      return pixels * 8;
    default:
      return 0;
  }
}

/** Throws LimitError for an image that would have to be unpacked in memory as a whole and is too large for that. */
export function checkMemory(meta: Metadata): void {
  const bytes = wholeBytes(meta);
  if (bytes <= MAX_WHOLE_BYTES) return;
  const kind = meta.isProgressive ? (meta.format === 'png' ? 'interlaced PNG' : 'progressive JPEG') : meta.format;
  throw new LimitError(
    `An image of ${meta.width} × ${meta.height} pixels is too large for the format ${kind}, which has to be unpacked in memory as a whole (${Math.round(bytes / 1e6)} MB). Save it as TIFF, or as a JPEG that is not progressive.`,
  );
}
