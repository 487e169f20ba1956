import sharp from 'sharp';
import { LINEAR, srgbOf } from '../../srgb.ts';
import type { TileSurface } from '../surface.ts';
import { cameraFor } from './camera.ts';
import type { Camera } from './camera.ts';
import { occlusion } from './occlusion.ts';
import { holesOf, shader } from './shade.ts';
import { NOTHING, findVisible } from './visibility.ts';
import type { Visible } from './visibility.ts';

export interface Poster {
  /** PNG. */
  bytes: Buffer;
  width: number;
  height: number;
}

/** Each pixel is the mean of so many in each direction. */
const FINER = 2;
const SAMPLES = FINER ** 2;
/** Pixels of the finer picture along each side of a square that is shaded by its surroundings as one. */
const SHADED_SIDE = 2 * FINER;
/** sRGB, of the viewer's stage. */
const BACKGROUND = 0x2a;
const GROUND = LINEAR[BACKGROUND]!;
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
  const light = occlusion(visible, fine, SHADED_SIDE);
  const [width, height] = [fine.width / FINER, fine.height / FINER];
  const pixels = picture(surface, visible, light, fine);
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return { bytes, width, height };
}

/** Means of linear light, over the background, as sRGB. `light`: of each square of SHADED_SIDE pixels of the camera's. */
function picture(
  surface: TileSurface,
  { triangles, weights }: Visible,
  light: Float32Array,
  camera: Camera,
): Uint8Array {
  const [width, height] = [camera.width / FINER, camera.height / FINER];
  const pixels = new Uint8Array(width * height * 3).fill(BACKGROUND);
  const { shade, isPictured } = shader(surface, camera);
  const sum = new Float64Array(3);
  const side = SHADED_SIDE / FINER;
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const open = light[Math.floor(row / side) * (width / side) + Math.floor(column / side)]!;
      const corner = row * FINER * camera.width + column * FINER;
      const shown = triangles[corner]!;
      let [empty, alike, first, second] = [0, true, 0, 0];
      for (let y = 0; y < FINER; y++)
        for (let x = 0; x < FINER; x++) {
          const at = corner + y * camera.width + x;
          if (triangles[at] === NOTHING) empty++;
          if (triangles[at] !== shown) alike = false;
          first += weights[at * 2]!;
          second += weights[at * 2 + 1]!;
        }
      if (empty === SAMPLES) continue;
      sum.fill(empty * GROUND);
      // Within a triangle, what is interpolated is as good in the middle.
      if (alike && !isPictured(shown)) shade(shown, first / SAMPLES, second / SAMPLES, open, sum, SAMPLES);
      else
        for (let y = 0; y < FINER; y++)
          for (let x = 0; x < FINER; x++) {
            const at = corner + y * camera.width + x;
            if (triangles[at] === NOTHING) continue;
            shade(triangles[at]!, weights[at * 2]!, weights[at * 2 + 1]!, open, sum, 1);
          }
      for (let k = 0; k < 3; k++)
        pixels[(row * width + column) * 3 + k] = SRGB[Math.round((sum[k]! / SAMPLES) * (SRGB.length - 1))]!;
    }
  return pixels;
}
