import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import type { Size } from '../../manifests/derivatives/levels.ts';
import { drawDemo } from '../../workers/demo/draw.ts';

const run = promisify(execFile);

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
 * The drawing enlarged to a tiled TIFF beyond 4 GiB of pixels, as JPEG: what gigapixel scans come as. The system's `vips`
 * makes it line by line; sharp refuses JPEG in a TIFF beyond the 65,535 pixels of a JPEG file.
 */
export async function tiledTiff(
  vips: string,
  { path, ...small }: Source,
  folder: string,
  size: Size,
): Promise<LargeSource> {
  const out = join(folder, 'large.tif');
  const options = '[tile,tile-width=512,tile-height=512,compression=jpeg,Q=90,bigtiff]';
  const [across, down] = [size.width / small.width, size.height / small.height];
  await run(vips, ['resize', path, out + options, String(across), '--vscale', String(down), '--kernel', 'linear']);
  return { path: out, ...size, bytes: (await stat(out)).size };
}
