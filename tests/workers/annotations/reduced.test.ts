import test from 'ava';
import sharp from 'sharp';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { levelsOf, readyLevels } from '../../../manifests/derivatives/levels.ts';
import { paletteOf } from '../../../workers/annotations/palette.ts';
import { reducedPixels } from '../../../workers/annotations/reduced.ts';

/** Whole sizes of a picture, as an archive has them. */
function pyramidOf(picture: Buffer, width: number, height: number): Pyramid & { read: number[] } {
  const levels = levelsOf({ width, height });
  const read: number[] = [];
  return {
    width,
    height,
    tileSize: 512,
    levels,
    sizes: readyLevels(levels),
    read,
    tile: () => Promise.reject(new Error('No tile is needed')),
    whole(level) {
      read.push(level);
      const size = levels[level]!;
      return sharp(picture).resize(size.width, size.height, { fit: 'fill' }).jpeg({ quality: 95 }).toBuffer();
    },
  };
}

test('the smallest size that is fine enough is read, and counted with the right shares', async (t) => {
  const half = { create: { width: 2000, height: 750, channels: 3 as const, background: '#c03020' } };
  const picture = await sharp({ create: { width: 2000, height: 1500, channels: 3, background: '#203060' } })
    .composite([{ input: half, top: 0, left: 0 }])
    .png()
    .toBuffer();
  const pyramid = pyramidOf(picture, 2000, 1500);
  const pixels = await reducedPixels(pyramid);
  t.deepEqual(pyramid.read, [1]);
  t.is(pixels.length, 512 * 384 * 3);
  const [first, second] = paletteOf(pixels);
  for (const swatch of [first, second]) t.true(Math.abs((swatch?.share ?? 0) - 0.5) < 0.02);
});

test('what is grey or very small has colours too', async (t) => {
  const picture = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#808080' } })
    .greyscale()
    .png()
    .toBuffer();
  const palette = paletteOf(await reducedPixels(pyramidOf(picture, 3, 2)));
  t.is(palette.length, 1);
  t.regex(palette[0]?.hex ?? '', /^#(?:80|7f|81){3}$/);
});
