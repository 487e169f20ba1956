import { isMainThread } from 'node:worker_threads';
import sharp from 'sharp';
import type { CreateRaw, Sharp, SharpOptions } from 'sharp';

// Every image is read once: a cache would only hold memory. One thread per image, because images run side by side.
sharp.cache(false);
sharp.concurrency(1);
// A file reaches libvips only after its bytes were recognised. This closes the other doors: every loader but those that
// are meant, of which that for SVG gets bytes only, as from a path it would also read the files beside it. Photographs
// with a gain map are read by the JPEG loader as what every browser shows.
// It holds for the whole process, and between the two calls nothing can be read: a thread that began with them took every image
// away from the others for a moment. So the main thread makes them, and whoever starts threads loads this first.
if (isMainThread) {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: [
      'VipsForeignLoadHeif',
      'VipsForeignLoadJpeg',
      'VipsForeignLoadNsgif',
      'VipsForeignLoadPng',
      'VipsForeignLoadSvgBuffer',
      'VipsForeignLoadTiff',
      'VipsForeignLoadWebp',
    ],
  });
}

/**
 * Truncated or broken pixels are an error: a half-grey image must not be taken for the object. What a decoder merely
 * remarks on comes as a `warning` event and spoils nothing. Pixels are limited by the probe, before this is called.
 */
export function open(source: string | Buffer | Buffer[], options: SharpOptions = {}): Sharp {
  return sharp(source, { failOn: 'error', limitInputPixels: false, ...options });
}

/** An image of plain numbers, channel by channel for every pixel. */
export function openRaw(pixels: Uint8Array | Uint16Array, raw: CreateRaw): Sharp {
  return sharp(pixels, { raw, limitInputPixels: false });
}

/**
 * Opens a tiled TIFF for reading in any order, as a rotation does. `sequentialRead: false` alone does nothing in sharp
 * 0.35.5, whose C++ looks for another attribute; without it the image is copied into memory whole (3.2 GB for a
 * gigapixel, against 100 MB).
 */
export function openAtRandom(source: string): Sharp {
  const image = open(source, { sequentialRead: false });
  const options: unknown = Reflect.get(image, 'options');
  const input: unknown = typeof options === 'object' && options !== null ? Reflect.get(options, 'input') : undefined;
  if (typeof input === 'object' && input !== null) Reflect.set(input, 'access', true);
  return image;
}

/**
 * Tiles and whole sizes are of one quality and one chroma grid, so that joining tiles and encoding again loses next to
 * nothing. Optimised Huffman tables make files 2 to 5 % smaller and pyramids 30 to 35 % slower (three scans of 15 to 65
 * megapixels), so they are left out.
 */
export const JPEG = { quality: 85, optimiseCoding: false } as const;
