import test from 'ava';
import { fc } from '../../properties.ts';
import { paletteOf } from '../../../workers/annotations/palette.ts';

/** So many pixels of each colour. */
function picture(...colours: [hex: string, count: number][]): Uint8Array {
  return Uint8Array.from(
    colours.flatMap(([hex, count]) => {
      const bytes = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      return Array.from({ length: count }, () => bytes).flat();
    }),
  );
}

test('a picture of few colours has exactly those, the largest first', (t) => {
  const palette = paletteOf(picture(['#1a7f37', 100], ['#f4f0e4', 600], ['#8a2f1d', 300]));
  t.deepEqual(palette, [
    { hex: '#f4f0e4', share: 0.6 },
    { hex: '#8a2f1d', share: 0.3 },
    { hex: '#1a7f37', share: 0.1 },
  ]);
});

test('colours that look alike are one, and a small one that does not is told all the same', (t) => {
  const browns = Array.from({ length: 40 }, (_, step): [string, number] => [
    `#8a${(96 + (step % 8)).toString(16)}4e`,
    25,
  ]);
  const palette = paletteOf(picture(...browns, ['#2040c0', 12]));
  t.is(palette.length, 2);
  t.regex(palette[0]?.hex ?? '', /^#8a6[0-7]4e$/);
  t.like(palette[1], { hex: '#2040c0', share: 12 / 1012 });
});

test('of a picture of all colours there are as many as are asked for, and all are different', (t) => {
  const all = Array.from({ length: 4096 }, (_, at): [string, number] => [
    `#${at.toString(16).padStart(3, '0').replaceAll(/./g, '$&$&')}`,
    1,
  ]);
  for (const colours of [1, 5, 8]) {
    const palette = paletteOf(picture(...all), { colours });
    t.is(palette.length, colours);
    t.is(new Set(palette.map(({ hex }) => hex)).size, colours);
  }
});

test('of nothing there is no palette', (t) => {
  t.deepEqual(paletteOf(new Uint8Array()), []);
});

test('shares are those of the whole, and the order of the pixels does not show', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), { minLength: 1, maxLength: 200 }),
      (colours) => {
        const palette = paletteOf(Uint8Array.from(colours.flat()));
        const total = palette.reduce((sum, { share }) => sum + share, 0);
        t.true(Math.abs(total - 1) < 1e-9);
        t.true(palette.length <= 8 && palette.every(({ hex }) => /^#[0-9a-f]{6}$/.test(hex)));
        // Sums in another order differ in their last bits.
        const turned = paletteOf(Uint8Array.from(colours.toReversed().flat()));
        t.is(turned.length, palette.length);
      },
    ),
    { numRuns: 50 },
  );
});
