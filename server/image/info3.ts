import { isWithin } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
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
  maxArea: number;
  sizes: { width: number; height: number }[];
  tiles: { width: number; scaleFactors: number[] }[];
  rights?: string;
  preferredFormats: string[];
  extraFormats: string[];
  extraQualities: string[];
  extraFeatures: string[];
}

export function info3(id: string, shape: PyramidShape, limits: Limits, rights?: string): ImageInfo3 {
  return {
    '@context': CONTEXT3,
    id,
    type: 'ImageService3',
    protocol: 'http://iiif.io/api/image',
    profile: 'level2',
    width: shape.width,
    height: shape.height,
    // Always, and not only for large images: sizes may be enlarged (^), and 5.7 then demands a limit.
    maxWidth: limits.maxSide,
    maxArea: limits.maxArea,
    // Ready-made reads, the smallest first and none left out between them. OpenSeadragon 4 and 5 take a list with as many
    // entries as there are levels, or one fewer, for the pyramid itself (openseadragon#2618); ours is then exactly
    // that, as it misses only levels from the large end.
    sizes: shape.sizes
      .filter((level) => isWithin(level, limits))
      .map(({ width, height }) => ({ width, height }))
      .toReversed(),
    tiles: [{ width: shape.tileSize, scaleFactors: shape.levels.map((level) => level.scaleFactor) }],
    ...(rights === undefined ? {} : { rights }),
    // Viewers take the first one for their tiles: it must be the format of the ready-made ones.
    preferredFormats: ['jpg'],
    extraFormats: ['webp'],
    extraQualities: ['color', 'gray', 'bitonal'],
    // Beyond level 2 of the compliance document.
    extraFeatures: ['canonicalLinkHeader', 'mirroring', 'profileLinkHeader', 'rotationArbitrary', 'sizeUpscaling'],
  };
}
