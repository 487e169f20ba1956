import type { Size } from '../../manifests/derivatives/levels.ts';
import { advertisedSizes, advertisedTiles, extraFormats } from './advertised.ts';
import type { AdvertisedTiles, ImageFacts, Offer } from './advertised.ts';
import { physicalDimensions } from './physdim.ts';
import type { PhysicalDimensions } from './physdim.ts';
import type { PyramidShape } from './plan.ts';

export const CONTEXT2 = 'http://iiif.io/api/image/2/context.json';
export const PROFILE2 = 'http://iiif.io/api/image/2/level2.json';

/** info.json of Image API 2.1, section 5, its keys in the order of section 5.6. */
export interface ImageInfo2 {
  '@context': typeof CONTEXT2;
  '@id': string;
  protocol: 'http://iiif.io/api/image';
  width: number;
  height: number;
  sizes: Size[];
  tiles: AdvertisedTiles[];
  license?: string;
  profile: [typeof PROFILE2, Profile2];
  service?: PhysicalDimensions;
}

/** 5.3: what there is beyond the level, and its limits. */
interface Profile2 {
  formats: string[];
  qualities: string[];
  supports: string[];
  maxWidth: number;
  maxHeight: number;
  maxArea: number;
}

export function info2(id: string, shape: PyramidShape, offer: Offer, facts: ImageFacts = {}): ImageInfo2 {
  const { limits } = offer;
  const { rights, pixelsPerInch } = facts;
  return {
    '@context': CONTEXT2,
    '@id': id,
    protocol: 'http://iiif.io/api/image',
    width: shape.width,
    height: shape.height,
    sizes: advertisedSizes(shape, limits),
    tiles: advertisedTiles(shape),
    ...(rights === undefined ? {} : { license: rights }),
    profile: [
      PROFILE2,
      {
        formats: extraFormats(offer),
        // The level's document names only `default` and `bitonal`, and leaves these to images that have colours.
        qualities: ['color', 'gray'],
        supports: [
          'canonicalLinkHeader',
          'mirroring',
          'profileLinkHeader',
          'regionSquare',
          'rotationArbitrary',
          'sizeAboveFull',
        ],
        // Section 10 asks for limits from those who offer sizeAboveFull.
        maxWidth: limits.maxWidth,
        maxHeight: limits.maxHeight,
        maxArea: limits.maxArea,
      },
    ],
    ...(pixelsPerInch === undefined ? {} : { service: physicalDimensions(pixelsPerInch) }),
  };
}
