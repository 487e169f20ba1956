import type { Size } from '../../manifests/derivatives/levels.ts';
import { largestSize } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import { canonicalRequest, isSame } from './canonical.ts';
import type { Resolved } from './resolve.ts';

/** The one spelling of a request (Image API 3.0, 4.8). Under one set of limits, equal results have equal spellings. */
export function canonical3(asked: Resolved, image: Size, limits: Limits): string {
  return canonicalRequest(asked, image, sizeText(asked.size, asked.region, limits));
}

function sizeText(size: Size, region: Size, limits: Limits): string {
  if (isSame(size, largestSize(region, limits))) return 'max';
  if (size.width <= region.width && size.height <= region.height) return `${size.width},${size.height}`;
  return isSame(size, largestSize(region, limits, true)) ? '^max' : `^${size.width},${size.height}`;
}
