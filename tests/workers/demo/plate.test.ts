import test from 'ava';
import { fc } from '../../properties.ts';
import { Plate } from '../../../workers/demo/plate.ts';

const SIZE = 64;
const sepiaAt = (plate: Plate, x: number, y: number) => plate.pixels[(y * plate.width + x) * 4]!;

test('a line lays as much ink across itself as it is wide, thinner than a pixel or not', (t) => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 20, noNaN: true }), (width) => {
      // One line covers more or less, as it meets the grid; sixteen at all positions on it are exact.
      let ink = 0;
      for (let step = 0; step < 16; step++) {
        const plate = new Plate(SIZE, SIZE, 1);
        plate.line('sepia', [4, 32 + step / 16], [60, 32 + step / 16], width);
        for (let row = 0; row < SIZE; row++) ink += sepiaAt(plate, 32, row) / 255 / 16;
      }
      t.true(Math.abs(ink - width) < 0.03 * width + 0.01, `${ink} for ${width}`);
    }),
    { numRuns: 40 },
  );
});

test('a curve in pieces is the line in one', (t) => {
  const [whole, pieces] = [new Plate(SIZE, SIZE, 1), new Plate(SIZE, SIZE, 1)];
  whole.line('gold', [5, 9], [20, 17], 3);
  pieces.curve('gold', 40, (u) => [5 + 15 * u, 9 + 8 * u], 3);
  const worst = Math.max(...whole.pixels.map((coverage, i) => Math.abs(coverage - pieces.pixels[i]!)));
  t.true(worst <= 1, String(worst));
});

test('the scale changes the pixels, not the picture', (t) => {
  const [large, small] = [new Plate(SIZE, SIZE, 1), new Plate(SIZE / 2, SIZE / 2, 0.5)];
  for (const plate of [large, small])
    plate.facet('sepia', [
      [8, 8],
      [56, 8],
      [56, 40],
      [8, 40],
    ]);
  t.is(sepiaAt(large, 30, 30), 255);
  t.is(sepiaAt(small, 15, 15), 255);
  t.is(sepiaAt(large, 30, 44), 0);
  t.is(sepiaAt(small, 15, 22), 0);
});

test('the burnisher takes every ink away, where it goes and nowhere else', (t) => {
  const plate = new Plate(SIZE, SIZE, 1);
  for (const ink of ['sepia', 'indigo', 'vermilion', 'gold'] as const) plate.aquatint(ink, [32, 32], 0, 30, 0.8);
  plate.dot('burnisher', [32, 32], 10);
  t.deepEqual([...plate.pixels.subarray((32 * SIZE + 32) * 4, (32 * SIZE + 33) * 4)], [0, 0, 0, 0]);
  t.deepEqual([...plate.pixels.subarray((32 * SIZE + 50) * 4, (32 * SIZE + 51) * 4)], [204, 204, 204, 204]);
});

test('what lies outside the plate is left out', (t) => {
  const plate = new Plate(SIZE, SIZE, 1);
  plate.line('sepia', [-40, -40], [-2, 100], 2);
  plate.dot('sepia', [200, 200], 30);
  t.true(plate.pixels.every((coverage) => coverage === 0));
});
