import type { Size } from '../../manifests/derivatives/levels.ts';
import { canonicalRequest, isSame } from './canonical.ts';
import { follow } from './resolve.ts';
import type { Resolved } from './resolve.ts';

/**
 * The one spelling of a request in Image API 2.1, 4.7: `full`, else `w,` where the shape is kept. `w,h` is left for
 * what `w,` does not give: other shapes, and those levels that are one pixel wide, of which there may be several.
 */
export function canonical2(asked: Resolved, image: Size): string {
  return canonicalRequest(asked, image, sizeText(asked.size, asked.region));
}

function sizeText(size: Size, region: Size): string {
  if (isSame(size, region)) return 'full';
  const kept = size.height === follow(size.width, region.width, region.height);
  return kept ? `${size.width},` : `${size.width},${size.height}`;
}
