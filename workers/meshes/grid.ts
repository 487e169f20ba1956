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
