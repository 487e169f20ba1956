import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { levelsOf, readyLevels, tileSizeAt } from '../../../manifests/derivatives/levels.ts';
import type { Size } from '../../../manifests/derivatives/levels.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';

const TILE = 64;

/** Red grows to the right and green downwards, over the whole range; blue marks the upper left quarter. */
export function gradient({ width, height }: Size): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = 3 * (y * width + x);
      pixels[i] = Math.round((255 * x) / (width - 1 || 1));
      pixels[i + 1] = Math.round((255 * y) / (height - 1 || 1));
      pixels[i + 2] = x * 2 < width && y * 2 < height ? 255 : 0;
    }
  }
  return pixels;
}

/** A pyramid in memory, with tiles of 64 pixels and exact levels, that counts its reads. */
export async function memoryPyramid(size: Size, mostReady = 200): Promise<Pyramid & { reads: string[] }> {
  const { width, height } = size;
  const levels = levelsOf(size, TILE);
  const sizes = readyLevels(levels).filter((level) => Math.max(level.width, level.height) <= mostReady);
  const reads: string[] = [];
  const wholes: Buffer[] = [];
  const tiles = new Map<string, Buffer>();
  for (const [i, level] of levels.entries()) {
    const padded = { width: level.width * level.scaleFactor, height: level.height * level.scaleFactor };
    const base = await sharp(gradient(size), { raw: { width, height, channels: 3 } })
      .extend({ right: padded.width - width, bottom: padded.height - height, extendWith: 'copy' })
      .raw()
      .toBuffer();
    const raw = await sharp(base, { raw: { ...padded, channels: 3 } })
      .resize(level.width, level.height, { fit: 'fill', kernel: 'linear' })
      .raw()
      .toBuffer();
    const image = sharp(raw, { raw: { width: level.width, height: level.height, channels: 3 } });
    wholes.push(await jpeg(image.clone()));
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++) {
        const part = { left: column * TILE, top: row * TILE, ...tileSizeAt(level, column, row, TILE) };
        tiles.set(`${i}/${column}/${row}`, await jpeg(image.clone().extract(part)));
      }
    }
  }
  return {
    width,
    height,
    tileSize: TILE,
    levels,
    sizes,
    reads,
    async tile(level, column, row) {
      reads.push(`tile ${level}/${column}/${row}`);
      const bytes = tiles.get(`${level}/${column}/${row}`);
      if (!bytes) throw new RangeError(`no tile ${level}/${column}/${row}`);
      return bytes;
    },
    async whole(level) {
      reads.push(`whole ${level}`);
      const bytes = wholes[level];
      if (!bytes || level < levels.length - sizes.length) throw new RangeError(`no whole level ${level}`);
      return bytes;
    },
  };
}

function jpeg(image: Sharp): Promise<Buffer> {
  return image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}
