import type { Size } from '../../manifests/derivatives/levels.ts';
import { advertisedSizes, advertisedTiles, extraFormats } from './advertised.ts';
import type { AdvertisedTiles, ImageFacts, Offer } from './advertised.ts';
import { physicalDimensions } from './physdim.ts';
import type { PhysicalDimensions } from './physdim.ts';
import type { PyramidShape } from './plan.ts';

export const CONTEXT3 = 'http://iiif.io/api/image/3/context.json';
export const PROFILE3 = 'http://iiif.io/api/image/3/level2.json';

/** info.json of Image API 3.0, section 5, its keys in the order of section 5.9. */
export interface ImageInfo3 {
  '@context': typeof CONTEXT3;
  id: string;
  type: 'ImageService3';
  protocol: 'http://iiif.io/api/image';
  profile: 'level2';
  width: number;
  height: number;
  maxWidth: number;
  maxHeight: number;
  maxArea: number;
  sizes: Size[];
  tiles: AdvertisedTiles[];
  rights?: string;
  preferredFormats: string[];
  extraFormats: string[];
  extraQualities: string[];
  extraFeatures: string[];
  service?: (PhysicalDimensions & { id: string; type: 'Service' })[];
}

export function info3(id: string, shape: PyramidShape, offer: Offer, facts: ImageFacts = {}): ImageInfo3 {
  const { limits } = offer;
  const { rights, pixelsPerInch } = facts;
  return {
    '@context': CONTEXT3,
    id,
    type: 'ImageService3',
    protocol: 'http://iiif.io/api/image',
    profile: 'level2',
    width: shape.width,
    height: shape.height,
    // Always, and not only for large images: sizes may be enlarged (^), and 5.7 then demands a limit.
    maxWidth: limits.maxWidth,
    maxHeight: limits.maxHeight,
    maxArea: limits.maxArea,
    sizes: advertisedSizes(shape, limits),
    tiles: advertisedTiles(shape),
    ...(rights === undefined ? {} : { rights }),
    // Viewers take the first one for their tiles: it must be the format of the ready-made ones.
    preferredFormats: ['jpg'],
    extraFormats: extraFormats(offer),
    extraQualities: ['color', 'gray', 'bitonal'],
    // Beyond level 2 of the compliance document.
    extraFeatures: ['canonicalLinkHeader', 'mirroring', 'profileLinkHeader', 'rotationArbitrary', 'sizeUpscaling'],
    // 5.8 demands an id, where the annex has none: what it says is said by this document.
    ...(pixelsPerInch === undefined
      ? {}
      : { service: [{ id: `${id}/info.json`, type: 'Service', ...physicalDimensions(pixelsPerInch) }] }),
  };
}
