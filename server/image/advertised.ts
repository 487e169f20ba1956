import type { Size } from '../../manifests/derivatives/levels.ts';
import { isWithin } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import type { PyramidShape } from './plan.ts';
import type { Format } from './request.ts';

/** What a server gives of every image. */
export interface Offer {
  limits: Limits;
  formats: readonly Format[];
}

/** What is said of one image beside its size. */
export interface ImageFacts {
  /** A URI of Creative Commons or RightsStatements.org. */
  rights?: string;
  /** Of its full resolution, where that is known. */
  pixelsPerInch?: number;
}

/** Level 2 of both versions has these two. */
const LEVEL2_FORMATS: ReadonlySet<Format> = new Set(['jpg', 'png']);

export const extraFormats = ({ formats }: Offer): Format[] => formats.filter((name) => !LEVEL2_FORMATS.has(name));

/** An entry of `tiles` in info.json. */
export interface AdvertisedTiles {
  width: number;
  scaleFactors: number[];
}

/**
 * Ready-made reads, the smallest first and none left out between them. OpenSeadragon 4 and 5 take a list with as many
 * entries as there are levels, or one fewer, for the pyramid itself (openseadragon#2618); ours is then exactly that, as
 * it misses only levels from the large end.
 */
export function advertisedSizes({ sizes }: PyramidShape, limits: Limits): Size[] {
  return sizes
    .filter((level) => isWithin(level, limits))
    .map(({ width, height }) => ({ width, height }))
    .toReversed();
}

export function advertisedTiles({ tileSize, levels }: PyramidShape): AdvertisedTiles[] {
  return [{ width: tileSize, scaleFactors: levels.map((level) => level.scaleFactor) }];
}
