import type { Size } from './levels.ts';

/**
 * How large an answer of the Image API may be: what info.json advertises, what `max` means (Image API 3.0, 4.2 and 5.2),
 * and what a manifest says about a painted image. The settings of these names are one. All products stay below 2⁵³, as
 * libvips bounds a side to 10⁸ pixels.
 */
export interface Limits {
  /** Pixels from left to right. */
  maxWidth: number;
  /** Pixels from top to bottom. */
  maxHeight: number;
  /** Pixels in all; at most 4 × 10⁷. */
  maxArea: number;
}

/**
 * The defaults, which are also the most that may be set: 40 megapixels, a full page of A3 at 400 dpi, are what a region
 * joined in memory is planned for, and 65,500 is the longest side that libjpeg writes.
 */
export const LIMITS: Readonly<Limits> = Object.freeze({ maxWidth: 65_500, maxHeight: 65_500, maxArea: 40_000_000 });

/** The largest size of that shape within the limits; as it is where it fits, unless it may be enlarged. */
export function largestSize(shape: Size, limits: Limits, enlarge = false): Size {
  const { width, height } = shape;
  const { maxWidth, maxHeight, maxArea } = limits;
  if (!enlarge && isWithin(shape, limits)) return { width, height };
  const wide = width >= height;
  const [long, short] = wide ? [width, height] : [height, width];
  const [maxLong, maxShort] = wide ? [maxWidth, maxHeight] : [maxHeight, maxWidth];
  const side = Math.min(
    rootOf(Math.floor((maxArea * long) / short)),
    maxLong,
    Math.floor((maxShort * long) / short),
    maxArea,
  );
  const other = Math.max(1, Math.floor((side * short) / long));
  const fitting = Math.min(side, Math.floor(maxArea / other));
  return wide ? { width: fitting, height: other } : { width: other, height: fitting };
}

export function isWithin({ width, height }: Size, { maxWidth, maxHeight, maxArea }: Limits): boolean {
  return width <= maxWidth && height <= maxHeight && width * height <= maxArea;
}

/** The whole part of the square root; the floating root of a number just below a square may be the next whole number. */
function rootOf(square: number): number {
  const root = Math.floor(Math.sqrt(square));
  return root * root > square ? root - 1 : root;
}
