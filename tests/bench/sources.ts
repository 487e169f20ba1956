import { join } from 'node:path';
import sharp from 'sharp';
import { drawDemo } from '../../workers/demo/draw.ts';

export interface Source {
  path: string;
  width: number;
  height: number;
}

export interface LargeSource extends Source {
  bytes: number;
}

/** The project's own drawing, 66 megapixels of fine lines: nobody's rights, and the same everywhere. */
export async function drawing(folder: string): Promise<Source> {
  const path = join(folder, 'drawing.jpg');
  await drawDemo(path);
  return { path, width: 9216, height: 7168 };
}

/** The drawing enlarged and cut to odd sides, so that every level has edge tiles. */
export async function scaled({ path }: Source, folder: string, width: number, height: number): Promise<Source> {
  const out = join(folder, `${width}x${height}.jpg`);
  await sharp(path, { limitInputPixels: false })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .jpeg({ quality: 90 })
    .toFile(out);
  return { path: out, width, height };
}

/**
 * The drawing enlarged to a tiled TIFF beyond 4 GiB of pixels, as JPEG: what gigapixel scans come as. libvips enlarges it
 * line by line.
 */
export async function tiledTiff({ path }: Source, folder: string, width: number, height: number): Promise<LargeSource> {
  const out = join(folder, `${width}x${height}.tif`);
  const { size } = await sharp(path, { limitInputPixels: false })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .tiff({ tile: true, tileWidth: 512, tileHeight: 512, compression: 'jpeg', quality: 90, bigtiff: true })
    .toFile(out);
  return { path: out, width, height, bytes: size };
}
