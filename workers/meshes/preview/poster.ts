import sharp from 'sharp';
import { LINEAR, srgbOf } from '../srgb.ts';
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
  // Whole blocks of what becomes one pixel.
  const fine = { ...camera, width: camera.width & ~(FINER - 1), height: camera.height & ~(FINER - 1) };
  const visible = findVisible(surface.mesh, fine, holesOf(surface));
  const shaded = shade(surface, visible, occlusion(visible, fine, FINER), fine);
  const [width, height] = [fine.width / FINER, fine.height / FINER];
  const pixels = reduced(shaded, width, height);
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { bytes, width, height };
}

/** Means of linear light, over the background, as sRGB. */
function reduced(shaded: Float32Array, width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  const ground = LINEAR[BACKGROUND]!;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let k = 0; k < 3; k++) {
        let sum = 0;
        for (let part = 0; part < FINER * FINER; part++) {
          const y = row * FINER + Math.floor(part / FINER);
          const at = (y * width * FINER + column * FINER + (part % FINER)) * 4;
          sum += shaded[at + 3] === 0 ? ground : Math.min(1, shaded[at + k]!);
        }
        pixels[(row * width + column) * 3 + k] = SRGB[Math.round((sum / FINER ** 2) * (SRGB.length - 1))]!;
      }
  return pixels;
}
