/**
 * An image's URL does not contain its generation. Five minutes spare a viewer the same tiles while somebody pans to
 * and fro, and are the longest that anybody sees a replaced image; after that a 304 costs no read.
 */
export const PIXELS_CACHE_CONTROL = 'public, max-age=300, must-revalidate';

/** One small request each time an image is opened, so that size and tiles are never those of an older generation. */
export const DOCUMENT_CACHE_CONTROL = 'public, no-cache';
