import type { Size } from '../../manifests/derivatives/levels.ts';
import type { Resolved } from './resolve.ts';

/** What the canonical forms of all versions have in common: everything but the size. */
export function canonicalRequest(asked: Resolved, image: Size, size: string): string {
  const { region, mirror, rotation, quality, format } = asked;
  const { x, y, width, height } = region;
  const where = isSame(region, image) ? 'full' : `${x},${y},${width},${height}`;
  return `${where}/${size}/${mirror ? '!' : ''}${rotation}/${quality}.${format}`;
}

/** What comes back, whatever the limits and the image: equal answers, and only those, have equal spellings. */
export function exactRequest({ region, size, mirror, rotation, quality, format }: Resolved): string {
  const { x, y, width, height } = region;
  return `${x},${y},${width},${height}/${size.width},${size.height}/${mirror ? '!' : ''}${rotation}/${quality}.${format}`;
}

export function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
