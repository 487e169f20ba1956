import sharp from 'sharp';
import { LINEAR, srgbOf } from '../../srgb.ts';
import type { TileSurface } from '../surface.ts';
import { cameraFor } from './camera.ts';
import { occlusion } from './occlusion.ts';
import { holesOf, shade } from './shade.ts';
import { findVisible } from './visibility.ts';

export interface Poster {
  /** PNG. */
  bytes: Buffer;
  width: number;
  height: number;
}

/** Each pixel is the mean of so many in each direction. */
const FINER = 2;
/** Pixels of the finer picture along each side of a square that is shaded by its surroundings as one. */
const SHADED_SIDE = 2 * FINER;
/** sRGB, of the viewer's stage. */
const BACKGROUND = 0x2a;
/** Of linear light in 4,096 steps, which are finer than those of sRGB. */
const SRGB = Uint8Array.from({ length: 4097 }, (_, step) => Math.round(255 * srgbOf(step / 4096)));
const LONGER_SIDE = 1280;

/**
 * A picture of a scan, lit like plaster in a studio, in the proportions of what is seen: the thumbnail, and what a page
 * shows until the tiles are there, from where the viewer looks at first.
 */
export async function drawPoster(surface: TileSurface, longerSide = LONGER_SIDE): Promise<Poster> {
  const camera = cameraFor(surface.mesh, longerSide * FINER);
  const whole = (length: number): number => Math.max(1, Math.floor(length / SHADED_SIDE)) * SHADED_SIDE;
  const fine = { ...camera, width: whole(camera.width), height: whole(camera.height) };
  const visible = findVisible(surface.mesh, fine, holesOf(surface));
  const shaded = shade(surface, visible, occlusion(visible, fine, SHADED_SIDE), fine);
  const [width, height] = [fine.width / FINER, fine.height / FINER];
  const pixels = reduced(shaded, width, height);
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { bytes, width, height };
}

/** Means of linear light, over the background, as sRGB. */
function reduced(shaded: Float32Array, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3).fill(BACKGROUND);
  const ground = LINEAR[BACKGROUND]!;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      let [red, green, blue, empty] = [0, 0, 0, 0];
      for (let y = row * FINER; y < (row + 1) * FINER; y++)
        for (let x = column * FINER; x < (column + 1) * FINER; x++) {
          const at = (y * width * FINER + x) * 4;
          if (shaded[at + 3] === 0) {
            empty++;
            continue;
          }
          red += Math.min(1, shaded[at]!);
          green += Math.min(1, shaded[at + 1]!);
          blue += Math.min(1, shaded[at + 2]!);
        }
      if (empty === FINER ** 2) continue;
      const at = (row * width + column) * 3;
      pixels[at] = toSrgb(red + empty * ground);
      pixels[at + 1] = toSrgb(green + empty * ground);
      pixels[at + 2] = toSrgb(blue + empty * ground);
    }
  return pixels;
}

/** Of the sum over the pixels that become one. */
const toSrgb = (sum: number): number => SRGB[Math.round((sum / FINER ** 2) * (SRGB.length - 1))]!;
