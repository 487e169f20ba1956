import { largestReady } from '../../manifests/derivatives/levels.ts';
import type { Size } from '../../manifests/derivatives/levels.ts';
import { advertisedTiles } from './advertised.ts';
import type { AdvertisedTiles } from './advertised.ts';
import { CONTEXT3 } from './info3.ts';
import type { PyramidShape } from './plan.ts';

/** info.json of an image that a server of plain files gives: Image API 3.0 at level 0. */
export interface StaticInfo3 {
  '@context': typeof CONTEXT3;
  id: string;
  type: 'ImageService3';
  protocol: 'http://iiif.io/api/image';
  profile: 'level0';
  width: number;
  height: number;
  maxWidth?: number;
  maxHeight?: number;
  sizes: Size[];
  tiles: AdvertisedTiles[];
  rights?: string;
}

/** Level 0 must give `max` (compliance, 3.2), so where the whole image is no file, the largest size that is one is the limit. */
export function staticInfo3(id: string, shape: PyramidShape, rights?: string): StaticInfo3 {
  const largest = largestReady(shape);
  const isWhole = largest.width === shape.width && largest.height === shape.height;
  return {
    '@context': CONTEXT3,
    id,
    type: 'ImageService3',
    protocol: 'http://iiif.io/api/image',
    profile: 'level0',
    width: shape.width,
    height: shape.height,
    ...(isWhole ? {} : { maxWidth: largest.width, maxHeight: largest.height }),
    sizes: shape.sizes.map(({ width, height }) => ({ width, height })).toReversed(),
    tiles: advertisedTiles(shape),
    ...(rights === undefined ? {} : { rights }),
  };
}
