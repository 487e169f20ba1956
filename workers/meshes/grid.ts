/**
 * All positions of a scan lie on one grid of whole numbers, the same for all its tiles, so that what tiles share is equal
 * bit by bit. Its axes are those of glTF: x to the right, y up, z towards the viewer.
 */
export interface Grid {
  /** Metres between neighbouring points: a power of two, so that products with whole numbers are exact. */
  step: number;
  /** Metres from the scan's own origin to the grid's: added by the tileset's root transform, not by the tiles. */
  origin: readonly [number, number, number];
}

/** Coordinates are 0 … 2^MAX_BITS − 1: exact in 32-bit floats, and three of them fit into a key of 63 bits. */
export const MAX_BITS = 21;

/** A box in one frame: least and greatest x, y, z. */
export interface Box {
  min: [number, number, number];
  max: [number, number, number];
}

/**
 * The grid for a scan: about `stepsPerEdge` steps in the mean length of an edge, more where that would be above
 * `shortEdge`, fewer where the longest side would need more than MAX_BITS bits. All lengths in metres.
 */
export function gridFor({ min, max }: Box, meanEdge: number, stepsPerEdge: number, shortEdge = Infinity): Grid {
  const longest = Math.max(max[0] - min[0], max[1] - min[1], max[2] - min[2]);
  // One step is left over for the origin, which lies up to one below the box, and one for rounding upwards.
  const coarsest = powerOfTwoFrom(longest / (2 ** MAX_BITS - 3));
  const wanted = meanEdge > 0 ? 2 ** Math.round(Math.log2(meanEdge / stepsPerEdge)) : 0;
  const finest = shortEdge < wanted ? 2 ** Math.floor(Math.log2(shortEdge)) : wanted;
  const step = Math.max(finest, coarsest) || 1;
  const below = (metres: number): number => Math.floor(metres / step) * step;
  return { step, origin: [below(min[0]), below(min[1]), below(min[2])] };
}

/** The least power of two that is not below a length; 0 for 0. */
const powerOfTwoFrom = (length: number): number => (length > 0 ? 2 ** Math.ceil(Math.log2(length)) : 0);
