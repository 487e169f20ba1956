import type { Format } from './request.ts';

interface FormatFacts {
  /** 4.5; of AVIF, which came later, the one that IANA has. */
  type: string;
  /** Whether the corners of a rotated image are clear; white elsewhere. */
  isTransparent: boolean;
  /** Pixels of either side that the encoder writes. */
  longestSide: number;
  /** Pixels beyond which the encoder would not be done in time. */
  mostPixels?: number;
}

/**
 * All formats of 2.1 and 3.0, and AVIF. The sides are those of libjpeg, libspng, libwebp, libaom and GIF's 16 bits; TIFF
 * and JPEG 2000 have 32, and the image in a PDF is a JPEG. GIF took up to 2.4 s of CPU a megapixel, for its palette, and
 * JPEG 2000 0.5 s, on a busy machine 1 s; all others less than 0.2 s.
 */
export const FORMATS: Readonly<Record<Format, FormatFacts>> = {
  jpg: { type: 'image/jpeg', isTransparent: false, longestSide: 65_500 },
  png: { type: 'image/png', isTransparent: true, longestSide: 2 ** 31 - 1 },
  webp: { type: 'image/webp', isTransparent: true, longestSide: 16_383 },
  avif: { type: 'image/avif', isTransparent: true, longestSide: 16_384 },
  gif: { type: 'image/gif', isTransparent: true, longestSide: 65_535, mostPixels: 5_000_000 },
  tif: { type: 'image/tiff', isTransparent: true, longestSide: 2 ** 31 - 1 },
  jp2: { type: 'image/jp2', isTransparent: false, longestSide: 2 ** 31 - 1, mostPixels: 10_000_000 },
  pdf: { type: 'application/pdf', isTransparent: false, longestSide: 65_500 },
};

const ALL = Object.keys(FORMATS) as Format[];

/** What is offered with, and without, an encoder for JPEG 2000. */
export const offeredFormats = (hasJp2: boolean): readonly Format[] => ALL.filter((name) => hasJp2 || name !== 'jp2');
