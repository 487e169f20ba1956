import { openRaw } from '../../images/sharp.ts';

/** A picture of formats that sharp does not read, decoded as a whole. */
export interface Raster {
  width: number;
  height: number;
  /** Red, green, blue, alpha, row by row from the top. */
  pixels: Uint8Array;
}

export const MAX_RASTER_PIXELS = 8192 ** 2;
/** Four bytes for each pixel, and headers. */
export const MAX_RASTER_BYTES = MAX_RASTER_PIXELS * 4 + 1e6;

/** Writes it as PNG, without alpha where that says nothing. */
export async function writeRaster({ width, height, pixels }: Raster, target: string): Promise<void> {
  let opaque = true;
  for (let at = 3; at < pixels.length && opaque; at += 4) opaque = pixels[at] === 255;
  const image = openRaw(pixels, { width, height, channels: 4 });
  await (opaque ? image.removeAlpha() : image).png({ compressionLevel: 1 }).toFile(target);
}
