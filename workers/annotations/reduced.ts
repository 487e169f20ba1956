import sharp from 'sharp';
import type { Pyramid } from '../../manifests/derivatives/pyramid.ts';

/** Longest side of what colours are counted on: finer, shares change by less than they are told to. */
const SIDE = 512;

/** Red, green and blue, in sRGB, of each pixel of a small picture of the whole. Throws DamagedError. */
export async function reducedPixels(pyramid: Pyramid): Promise<Uint8Array> {
  const { levels, sizes } = pyramid;
  const enough = sizes.findLastIndex(({ width, height }) => Math.max(width, height) >= SIDE);
  const bytes = await pyramid.whole(levels.length - sizes.length + Math.max(0, enough));
  const { data, info } = await sharp(bytes)
    .resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`Expected 3 channels of an image of ours, and got ${info.channels}`);
  return data;
}
