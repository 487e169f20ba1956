/** What the browser tells of the machine that it runs on. */
export interface Device {
  /** In GiB, rounded and at most 8; undefined in browsers that do not tell. */
  memory: number | undefined;
  /** Whether its main pointer is a finger. */
  touch: boolean;
  pixelRatio: number;
}

export interface Budget {
  /** Device pixels per CSS pixel that are drawn. */
  pixelRatio: number;
  /** How far the surface may be off on the screen at rest, in device pixels. */
  error: number;
  /** Bytes of meshes and textures on the graphics card: above the first, what is out of sight goes; the second is never passed. */
  cache: { low: number; high: number };
}

const MIB = 2 ** 20;

/**
 * The tiler measures the largest error of a tile and adds a margin; the usual one is several times smaller, so that an
 * error of one and a half pixels is not to be seen. Phones have smaller pixels and less to draw them with.
 */
export function budgetFor({ memory, touch, pixelRatio }: Device): Budget {
  const drawn = Math.min(pixelRatio, 2);
  const high = Math.min(1024, (memory ?? (touch ? 2 : 8)) * (touch ? 96 : 128)) * MIB;
  return { pixelRatio: drawn, error: (touch ? 2 : 1.5) * drawn, cache: { low: high * 0.7, high } };
}

/** Milliseconds per frame above which a movement is felt to stutter, and below which there is room for more. */
const SLOW = 34;
const QUICK = 20;
const COARSEST = 8;

/** By how much detail is reduced while something moves, after a frame that took so long; 1 is full detail. */
export function nextStrain(strain: number, milliseconds: number): number {
  const factor = milliseconds > SLOW ? Math.min(2, milliseconds / SLOW) ** 0.5 : milliseconds < QUICK ? 0.95 : 1;
  return Math.min(COARSEST, Math.max(1, strain * factor));
}

/** Strain is shared between coarser surfaces and fewer pixels; what stands still has both in full. */
export function detailAt(budget: Budget, strain: number): { error: number; pixelRatio: number } {
  // In steps, as every other number of pixels is another drawing surface to be set up.
  const fewer = Math.max(0.5, Math.round((budget.pixelRatio / Math.sqrt(strain)) * 4) / 4);
  return { error: budget.error * strain, pixelRatio: strain === 1 ? budget.pixelRatio : fewer };
}
