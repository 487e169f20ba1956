import test from 'ava';
import { withinPixels } from '../../../../workers/meshes/encode/pictures.ts';
import type { Picture, TileSurface } from '../../../../workers/meshes/surface.ts';
import { PLAIN, waves } from './surfaces.ts';

const flat = (width: number, height: number, value: number): Picture => ({
  width,
  height,
  channels: 3,
  pixels: new Uint8Array(width * height * 3).fill(value),
});

const pixelsOf = ({ pictures }: TileSurface): number =>
  pictures.reduce((sum, { width, height }) => sum + width * height, 0);

test('pictures that have too many pixels together are made smaller, all alike and in their colours', async (t) => {
  const surface = waves(4, [PLAIN], [flat(400, 200, 90), flat(100, 300, 200)]);
  const smaller = await withinPixels(surface, 20_000);
  t.true(pixelsOf(smaller) <= 20_000 && pixelsOf(smaller) > 18_000, `${pixelsOf(smaller)}`);
  for (const [index, { width, height, pixels }] of smaller.pictures.entries()) {
    const before = surface.pictures[index]!;
    t.true(Math.abs(width / height / (before.width / before.height) - 1) < 0.03);
    t.is(pixels.length, width * height * 3);
    t.true(pixels.every((value) => Math.abs(value - before.pixels[0]!) <= 1));
  }
});

test('pictures that fit stay as they are', async (t) => {
  const surface = waves(4, [PLAIN], [flat(40, 20, 90)]);
  t.is(await withinPixels(surface, 800), surface);
});
