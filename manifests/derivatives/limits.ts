import type { Size } from './levels.ts';

/**
 * How large an answer of the Image API may be: what info.json advertises, what `max` means (Image API 3.0, 4.2 and 5.2),
 * and what a manifest says about a painted image. All products stay below 2⁵³, as libvips bounds a side to 10⁸ pixels.
 */
export interface Limits {
  /** Pixels; at most 4 × 10⁷. */
  maxArea: number;
  /** Pixels of either side: `maxWidth` in info.json, which holds for the height too where no `maxHeight` is given. */
  maxSide: number;
}

/** 40 megapixels: a full page of A3 at 400 dpi. 65,500 is the longest side that libjpeg writes. */
export const LIMITS: Readonly<Limits> = Object.freeze({ maxArea: 40_000_000, maxSide: 65_500 });

/** The largest size of that shape within the limits; as it is where it fits, unless it may be enlarged. */
export function largestSize(shape: Size, limits: Limits, enlarge = false): Size {
  const { width, height } = shape;
  if (!enlarge && isWithin(shape, limits)) return { width, height };
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const side = Math.min(rootOf(Math.floor((limits.maxArea * long) / short)), limits.maxSide, limits.maxArea);
  const other = Math.max(1, Math.floor((side * short) / long));
  const fitting = Math.min(side, Math.floor(limits.maxArea / other));
  return width >= height ? { width: fitting, height: other } : { width: other, height: fitting };
}

export function isWithin({ width, height }: Size, { maxArea, maxSide }: Limits): boolean {
  return width <= maxSide && height <= maxSide && width * height <= maxArea;
}

/** The whole part of the square root; the floating root of a number just below a square may be the next whole number. */
function rootOf(square: number): number {
  const root = Math.floor(Math.sqrt(square));
  return root * root > square ? root - 1 : root;
}
