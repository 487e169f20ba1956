import { LINEAR } from '../../srgb.ts';
import type { Picture, TileTexture } from '../surface.ts';

/** Linear red, green and blue, and alpha. */
export type Colour = Float64Array;

/** Writes linear colour and alpha at a place of a texture, between its texels: glTF 2.0, 3.8.4. */
export function sampleTexture(picture: Picture, wrap: TileTexture['wrap'], u: number, v: number, colour: Colour): void {
  const { width, height } = picture;
  const x = u * width - 0.5;
  const y = v * height - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = wrapped(left + 1, width, wrap);
  const bottom = wrapped(top + 1, height, wrap);
  const across = x - left;
  const down = y - top;
  const column = wrapped(left, width, wrap);
  const row = wrapped(top, height, wrap);
  colour.fill(0);
  add(picture, row * width + column, (1 - across) * (1 - down), colour);
  add(picture, row * width + right, across * (1 - down), colour);
  add(picture, bottom * width + column, (1 - across) * down, colour);
  add(picture, bottom * width + right, across * down, colour);
}

function add({ channels, pixels }: Picture, texel: number, weight: number, colour: Colour): void {
  const at = texel * channels;
  colour[0]! += weight * LINEAR[pixels[at]!]!;
  colour[1]! += weight * LINEAR[pixels[at + 1]!]!;
  colour[2]! += weight * LINEAR[pixels[at + 2]!]!;
  colour[3]! += weight * (channels === 4 ? pixels[at + 3]! / 255 : 1);
}

function wrapped(place: number, length: number, wrap: TileTexture['wrap']): number {
  if (wrap === 'clamp') return Math.min(Math.max(place, 0), length - 1);
  const turn = Math.floor(place / length);
  const within = place - turn * length;
  return wrap === 'mirror' && turn % 2 !== 0 ? length - 1 - within : within;
}
