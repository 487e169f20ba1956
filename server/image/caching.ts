import type { ServedImage } from './served.ts';

const RESTRICTED = 'private, no-cache';

/**
 * An image's URL does not contain its generation. Five minutes spare a viewer the same tiles while somebody pans to
 * and fro, and are the longest that anybody sees a replaced image; after that a 304 costs no read.
 */
export function pixelsCacheControl({ restricted }: ServedImage): string {
  return restricted ? RESTRICTED : 'public, max-age=300, must-revalidate';
}

/** One small request each time an image is opened, so that size and tiles are never those of an older generation. */
export function documentCacheControl({ restricted }: ServedImage): string {
  return restricted ? RESTRICTED : 'public, no-cache';
}
