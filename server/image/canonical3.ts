import type { Size } from '../../manifests/derivatives/levels.ts';
import { largestSize } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import type { Resolved } from './resolve.ts';

/** The one spelling of a request (Image API 3.0, 4.8). Equal results have equal spellings: caches and ETags rest on it. */
export function canonical3({ region, size, mirror, rotation, quality, format }: Resolved, image: Size, limits: Limits) {
  const { x, y, width, height } = region;
  const where = width === image.width && height === image.height ? 'full' : `${x},${y},${width},${height}`;
  return `${where}/${sizeText(size, region, limits)}/${mirror ? '!' : ''}${rotation}/${quality}.${format}`;
}

function sizeText(size: Size, region: Size, limits: Limits): string {
  if (isSame(size, largestSize(region, limits))) return 'max';
  if (size.width <= region.width && size.height <= region.height) return `${size.width},${size.height}`;
  return isSame(size, largestSize(region, limits, true)) ? '^max' : `^${size.width},${size.height}`;
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
