import test from 'ava';
import sharp from 'sharp';
import { colorants } from '../../../workers/images/icc.ts';
import { isWiderThanSrgb } from '../../../workers/images/gamut.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { ask } from '../../server/image/ask.ts';
import { colorantsOf, inverse, rgbProfile, times } from './profiles.ts';
import type { Matrix, Primaries, Vector } from './profiles.ts';
import { apart, make, page, plain, tiffFile } from './samples.ts';

// x and y of red, green and blue, as their specifications have them; the white is D65 for all but the last two.
const NARROW: Record<string, Primaries> = {
  sRGB: [0.64, 0.33, 0.3, 0.6, 0.15, 0.06],
  'sRGB as an editor rounds it': [0.6401, 0.3299, 0.3002, 0.5998, 0.1501, 0.0602],
  'a narrow printer proof': [0.55, 0.34, 0.32, 0.53, 0.18, 0.12],
};
const WIDE: Record<string, Primaries> = {
  'Display P3': [0.68, 0.32, 0.265, 0.69, 0.15, 0.06],
  'Adobe RGB (1998)': [0.64, 0.33, 0.21, 0.71, 0.15, 0.06],
  'Rec. ITU-R BT.2020': [0.708, 0.292, 0.17, 0.797, 0.131, 0.046],
  'eciRGB v2': [0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 'D50'],
  'ProPhoto RGB': [0.734699, 0.265301, 0.159597, 0.840403, 0.036598, 0.000105, 'D50'],
};

for (const [name, primaries] of Object.entries(NARROW)) {
  test(`${name} is no wider than sRGB, whatever it is called`, (t) => {
    t.false(isWiderThanSrgb(rgbProfile(primaries, 2.2, 'Display P3')));
  });
}

for (const [name, primaries] of Object.entries(WIDE)) {
  test(`${name} is wider than sRGB, whatever it is called`, (t) => {
    t.true(isWiderThanSrgb(rgbProfile(primaries, 2.2, 'sRGB IEC61966-2.1')));
  });
}

test('a profile that is cut off is no wider than sRGB', (t) => {
  const profile = rgbProfile(WIDE['Display P3']!, 2.2, 'cut');
  t.false(isWiderThanSrgb(profile.subarray(0, 200)));
  t.false(isWiderThanSrgb(Buffer.alloc(0)));
});

const P3 = WIDE['Display P3']!;
/** A green beyond sRGB, in the numbers of Display P3; every profile of WIDE has it. */
const GREEN: Vector = [60, 230, 90];
/** A brown that sRGB has too. */
const BROWN: Vector = [150, 120, 60];

/** IEC 61966-2-1, whose curve Display P3 shares. */
function linear(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

/** A TIFF of one colour, given in Display P3, in the numbers of another profile with a gamma of 2.2. */
function tagged(primaries: Primaries, colour: Vector, bits: 8 | 16): Buffer {
  const xyz = times(columnsOf(P3), colour.map(linear) as Vector);
  const parts = times(inverse(columnsOf(primaries)), xyz).map((part) => part ** (1 / 2.2));
  const numbers = parts.map((part) => Math.round(part * (2 ** bits - 1)));
  const samples = Array.from({ length: 64 * 48 }, () => numbers).flat();
  const pixels = bits === 8 ? Buffer.from(samples) : Buffer.from(new Uint16Array(samples).buffer);
  const profile = { type: 7, values: [...rgbProfile(primaries, 2.2, 'Some RGB')] };
  return tiffFile([{ tags: page(64, 48, 3, bits, { 34675: profile }), pixels }]);
}

function columnsOf(primaries: Primaries): Matrix {
  const [red, green, blue] = colorantsOf(primaries);
  return [0, 1, 2].map((i) => [red[i]!, green[i]!, blue[i]!]) as Matrix;
}

/** The bare numbers of a pixel, and the colorants of the profile that goes with them. */
async function bare(bytes: Buffer, x = 20, y = 20) {
  const { icc, channels } = await sharp(bytes).metadata();
  const pixel = sharp(bytes, { ignoreIcc: true }).extract({ left: x, top: y, width: 1, height: 1 });
  return { numbers: [...(await pixel.raw().toBuffer())].slice(0, 3), channels, icc, colorants: icc && colorants(icc) };
}

function isP3(found: ReturnType<typeof colorants>): boolean {
  const wanted = colorantsOf(P3);
  return found?.every((one, i) => one.every((value, k) => Math.abs(value - wanted[i]![k]!) < 0.002)) === true;
}

for (const [name, primaries] of Object.entries(WIDE)) {
  for (const bits of [8, 16] as const) {
    test(`a colour of ${name} in ${bits} bits that sRGB lacks is kept as Display P3, or comes nearest to it`, async (t) => {
      const file = tagged(primaries, GREEN, bits);
      const { pyramid } = await make(file, 1e9, { gamut: 'p3' });
      const kept = await bare(await pyramid.tile(0, 0, 0));
      t.true(apart(kept.numbers, GREEN) <= 3, kept.numbers.join());
      t.true(isP3(kept.colorants));
      t.true((kept.icc?.length ?? 1000) < 600);
      const cut = await bare(await (await make(file)).pyramid.tile(0, 0, 0));
      t.is(cut.icc, undefined);
      t.true(cut.numbers[0]! <= 3, `no red is left: ${cut.numbers.join()}`);
    });
  }
}

test('every tile and every size of such a pyramid has its profile', async (t) => {
  const image = await sharp(tagged(P3, GREEN, 8))
    .resize(1400, 900)
    .keepIccProfile()
    .png()
    .toBuffer();
  const { pyramid } = await make(image, 1e9, { gamut: 'p3' });
  t.is(pyramid.sizes.length, 3);
  for (const [i, level] of pyramid.levels.entries()) {
    const made = [await pyramid.whole(i)];
    for (let n = 0; n < level.rows * level.columns; n++) {
      made.push(await pyramid.tile(i, n % level.columns, Math.floor(n / level.columns)));
    }
    for (const bytes of made) {
      const { numbers, colorants: found } = await bare(bytes);
      t.true(isP3(found) && apart(numbers, GREEN) <= 3, numbers.join());
    }
  }
});

test('what is no wider than sRGB makes the same pyramid with either setting', async (t) => {
  for (const file of [
    tagged(NARROW['sRGB']!, BROWN, 8),
    await plain(32, 32, [1, 200, 30]).png().toBuffer(),
    await plain(32, 32, [77]).tiff().toBuffer(),
    await plain(32, 32, [90, 90, 10]).toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer(),
  ]) {
    t.deepEqual((await make(file, 1e9, { gamut: 'p3' })).files, (await make(file)).files);
  }
});

test('what is transparent in Display P3 is shown on white', async (t) => {
  const half = await plain(32, 32, [0, 0, 0, 128]).withIccProfile('p3').png().toBuffer();
  const { pyramid } = await make(half, 1e9, { gamut: 'p3' });
  const { numbers, colorants: found } = await bare(await pyramid.tile(0, 0, 0));
  t.true(isP3(found) && apart(numbers, [127, 127, 127]) <= 2, numbers.join());
});

for (const bits of [8, 16] as const) {
  test(`a wide image of ${bits} bits that is turned on the disk keeps its colours`, async (t) => {
    const small = sharp(tagged(P3, GREEN, bits), { ignoreIcc: true }).toColourspace(bits === 8 ? 'srgb' : 'rgb16');
    const large = small.resize(6000, 4000, { kernel: 'nearest' }).withMetadata({ orientation: 6 }).withIccProfile('p3');
    const { pyramid } = await make(await large.png({ compressionLevel: 1 }).toBuffer(), 1e9, { gamut: 'p3' });
    t.deepEqual([pyramid.width, pyramid.height], [4000, 6000]);
    const { numbers, colorants: found } = await bare(await pyramid.tile(0, 0, 0));
    t.true(isP3(found) && apart(numbers, GREEN) <= 3, numbers.join());
  });
}

async function pyramidOf(colour: Vector, gamut: 'srgb' | 'p3'): Promise<Pyramid> {
  return (await make(tagged(P3, colour, 8), 1e9, { gamut })).pyramid;
}

for (const path of ['!0/default.jpg', '0/default.png', '0/default.webp', '180/color.jpg', '45/default.png']) {
  test(`${path} of a Display P3 pyramid has its profile and its numbers`, async (t) => {
    const { numbers, colorants: found } = await bare(await ask(await pyramidOf(GREEN, 'p3'), `full/50,/${path}`));
    t.true(isP3(found));
    t.true(apart(numbers, GREEN) <= 4, numbers.join());
  });
}

test('grey and bitonal of a Display P3 pyramid are those of the same colour in sRGB', async (t) => {
  const [wide, narrow] = [await pyramidOf(BROWN, 'p3'), await pyramidOf(BROWN, 'srgb')];
  for (const last of ['gray.jpg', 'gray.png', 'gray.webp', 'bitonal.png']) {
    const one = await bare(await ask(wide, `full/50,/0/${last}`));
    const other = await bare(await ask(narrow, `full/50,/0/${last}`));
    t.is(one.icc, undefined);
    t.is(one.channels, other.channels);
    t.true(apart(one.numbers, other.numbers) <= 1, `${last}: ${one.numbers.join()} and ${other.numbers.join()}`);
  }
});
