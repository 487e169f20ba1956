import { createHash } from 'node:crypto';
import test from 'ava';
import { SHEET } from '../../../workers/demo/frame.ts';
import { print } from '../../../workers/demo/print.ts';
import { scene } from '../../../workers/demo/scene.ts';

// At a quarter of its size the finest lines still lie apart.
const WIDTH = 2304;
const SCALE = WIDTH / SHEET.width;

type Colour = [red: number, green: number, blue: number];

function render(): { pixels: Uint8Array; colour: (x: number, y: number, reach: number) => Colour } {
  const { plate, motifs } = scene(WIDTH);
  for (const motif of motifs) motif(plate);
  print(plate, 0, plate.height);
  const pixels = plate.pixels.subarray(0, plate.width * plate.height * 3);
  // The mean colour of a square around a place of the full picture.
  const colour = (x: number, y: number, reach: number) => {
    const sum: Colour = [0, 0, 0];
    const side = 2 * reach + 1;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const at = ((Math.round(y * SCALE) + dy) * plate.width + Math.round(x * SCALE) + dx) * 3;
        for (const band of [0, 1, 2] as const) sum[band] += pixels[at + band]! / side ** 2;
      }
    }
    return sum;
  };
  return { pixels, colour };
}

const once = render();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('the same scene is rendered to the same bytes twice', (t) => {
  t.is(sha256(render().pixels), sha256(once.pixels));
});

test('the margin is warm paper', (t) => {
  const [r, g, b] = once.colour(4608, 75, 3);
  t.true(r > 215 && r > g && g > b && b > 170, [r, g, b].join(' '));
});

test('the sky is indigo, and lighter in the Milky Way than away from it', (t) => {
  const [r, g, b] = once.colour(2400, 4960, 12);
  t.true(b > g && g > r && b < 130, [r, g, b].join(' '));
  const [, milky] = once.colour(5380, 2360, 12);
  t.true(milky > g + 15, `${milky} over ${g}`);
});

test('the sun is red and gold, the moon lit from the right', (t) => {
  const [r, g, b] = once.colour(7986, 1224, 8);
  t.true(r > g + 25 && g > b + 25, [r, g, b].join(' '));
  const [dark] = once.colour(1230 - 450, 1224, 6);
  const [light] = once.colour(1230 + 400, 1224, 6);
  t.true(light > dark + 50, `${light} over ${dark}`);
});
