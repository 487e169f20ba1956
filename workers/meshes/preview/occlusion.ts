import type { Camera } from './camera.ts';
import type { Visible } from './visibility.ts';

/** Directions from a pixel, and steps along each. */
const DIRECTIONS = 12;
const STEPS = 5;
/** How far away things still keep light from each other, of the picture's longer side. */
const REACH = 0.09;
const STRENGTH = 0.9;
/** Slopes of the surface itself, and of its triangles, are no obstacles. */
const BIAS = 0.12;

/**
 * How much of the surroundings' light comes to each part of a picture, 0…1: the horizon is searched in the depth buffer in some
 * directions (Bavoil, Sainz and Dimitrov, "Image-space horizon-based ambient occlusion", 2008). Makes folds and
 * undercuts of untextured scans visible. One number for each square of `coarser` pixels, row by row: it is smooth, and would
 * take most of a poster's time otherwise.
 */
export function occlusion({ depths }: Visible, { width, height, focal }: Camera, coarser: number): Float32Array {
  const light = new Float32Array((width / coarser) * (height / coarser)).fill(1);
  const reach = Math.max(width, height) * REACH;
  const { across, down, far } = offsetsFor(reach);
  let square = -1;
  for (let row = 0; row < height; row += coarser)
    for (let column = 0; column < width; column += coarser) {
      square++;
      const pixel = nearest(depths, width, row, column, coarser);
      const depth = depths[pixel]!;
      if (depth === Infinity) continue;
      const scale = depth / focal;
      let hidden = 0;
      for (let direction = 0; direction < DIRECTIONS; direction++) {
        let horizon = 0;
        for (let at = direction * STEPS; at < (direction + 1) * STEPS; at++) {
          const i = column + across[at]!;
          const j = row + down[at]!;
          if (i < 0 || j < 0 || i >= width || j >= height) continue;
          const rise = depth - depths[j * width + i]!;
          if (rise <= 0) continue;
          const run = far[at]! * scale;
          // What is far in front is something else: its shadow would be a halo.
          const near = Math.max(0, 1 - rise / (reach * scale));
          const sine = (rise / Math.sqrt(rise * rise + run * run) - BIAS) * near;
          if (sine > horizon) horizon = sine;
        }
        hidden += horizon;
      }
      light[square] = 1 - (STRENGTH * hidden) / DIRECTIONS;
    }
  return light;
}

/** The pixel of a square that is nearest to the eye. */
function nearest(depths: Float32Array, width: number, row: number, column: number, side: number): number {
  let best = row * width + column;
  for (let y = row; y < row + side; y++)
    for (let x = column; x < column + side; x++) if (depths[y * width + x]! < depths[best]!) best = y * width + x;
  return best;
}

/** Where to look from a pixel, direction by direction: pixels to the right, down, and away. */
function offsetsFor(reach: number): { across: Int32Array; down: Int32Array; far: Float64Array } {
  const count = DIRECTIONS * STEPS;
  const far = Float64Array.from({ length: count }, (_, at) => reach * (((at % STEPS) + 1) / STEPS) ** 1.7);
  const angle = (at: number): number => ((Math.floor(at / STEPS) + 0.5) / DIRECTIONS) * 2 * Math.PI;
  return {
    far,
    across: Int32Array.from(far, (away, at) => Math.round(Math.cos(angle(at)) * away)),
    down: Int32Array.from(far, (away, at) => Math.round(Math.sin(angle(at)) * away)),
  };
}
