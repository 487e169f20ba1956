import test from 'ava';
import sharp from 'sharp';
import { greyProfile } from './profiles.ts';
import { apart, make, page, pixelAt, plain, tiffFile } from './samples.ts';
import type { Colour } from './samples.ts';

async function colourOf(bytes: Buffer): Promise<{ colour: number[]; warnings: string[] }> {
  const { pyramid, report } = await make(bytes);
  return { colour: await pixelAt(pyramid, 8, 8), warnings: report.warnings };
}

const RED = [200, 40, 60];

test('a Display P3 image shows the colours that were meant', async (t) => {
  const tagged = await plain(32, 32, RED).withIccProfile('p3').png().toBuffer();
  t.true(apart((await colourOf(tagged)).colour, RED) <= 3);
});

test('a Display P3 image of 16 bits shows the colours that were meant, not its bare numbers', async (t) => {
  const tagged = await plain(32, 32, RED).withIccProfile('p3').png().toBuffer();
  const numbers = [...(await sharp(tagged, { ignoreIcc: true }).raw().toBuffer())].slice(0, 3);
  t.true(apart(numbers, RED) > 10);
  const deep = plain(
    32,
    32,
    numbers.map((value) => value * 257),
    'ushort',
  );
  // sharp takes 16-bit numbers without a profile for Display P3, so here they are only tagged.
  const bytes = await deep.toColourspace('rgb16').withIccProfile('p3').tiff({ compression: 'none' }).toBuffer();
  t.is((await sharp(bytes).metadata()).depth, 'ushort');
  const { colour } = await colourOf(bytes);
  t.true(apart(colour, RED) <= 3, colour.join());
});

test('a 16-bit image without a profile is taken for sRGB', async (t) => {
  const source = plain(32, 32, [50_000, 10_000, 30_000], 'ushort').toColourspace('rgb16').png();
  t.true(apart((await colourOf(await source.toBuffer())).colour, [195, 39, 117]) <= 3);
});

test('CMYK is shown in the colours of its profile', async (t) => {
  const brown = [150, 110, 90];
  const source = plain(32, 32, brown).toColourspace('cmyk').withIccProfile('cmyk');
  for (const bytes of [await source.clone().jpeg({ quality: 100 }).toBuffer(), await source.tiff().toBuffer()]) {
    t.is((await sharp(bytes).metadata()).space, 'cmyk');
    const { colour } = await colourOf(bytes);
    // The profile itself is good for 20 there and back; taking the inks without it ends 30 away.
    t.true(apart(colour, brown) <= 21, colour.join());
  }
});

test('CMYK without a profile is shown as printed, not as a negative', async (t) => {
  const cyan: Colour = [255, 0, 0, 0];
  const pixels = Buffer.from(Array.from({ length: 256 }, () => cyan).flat());
  const { colour } = await colourOf(tiffFile([{ tags: page(16, 16, 4, 8, { 262: [5] }), pixels }]));
  const [red = 255, green = 0, blue = 0] = colour;
  t.true(red < 60 && green > 120 && blue > 180, colour.join());
});

test('what is transparent is shown on white', async (t) => {
  const clear = await plain(32, 32, [10, 20, 30, 0]).png().toBuffer();
  t.true(apart((await colourOf(clear)).colour, [255, 255, 255]) <= 2);
  const half = await plain(32, 32, [0, 0, 0, 128]).png().toBuffer();
  t.true(apart((await colourOf(half)).colour, [127, 127, 127]) <= 2);
  const deep = plain(32, 32, [0, 0, 0, 32_768], 'ushort').toColourspace('rgb16').png();
  t.true(apart((await colourOf(await deep.toBuffer())).colour, [127, 127, 127]) <= 2);
});

test('a palette and one bit per pixel show their colours', async (t) => {
  const palette = await plain(32, 32, RED).png({ palette: true, colours: 2 }).toBuffer();
  t.true(apart((await colourOf(palette)).colour, RED) <= 2);
  const white = tiffFile([{ tags: page(16, 16, 1, 1), pixels: Buffer.alloc(32, 0xff) }]);
  t.true(apart((await colourOf(white)).colour, [255, 255, 255]) <= 1);
  const inverted = tiffFile([{ tags: page(16, 16, 1, 1, { 262: [0] }), pixels: Buffer.alloc(32, 0xff) }]);
  t.true(apart((await colourOf(inverted)).colour, [0, 0, 0]) <= 1);
});

for (const bits of [8, 16]) {
  test(`grey of ${bits} bits with a gamma of 1 is brightened as its profile says`, async (t) => {
    const pixels = bits === 8 ? Buffer.alloc(256, 55) : Buffer.from(new Uint16Array(256).fill(55 * 257).buffer);
    const profile = { type: 7, values: [...greyProfile(1, 'Linear grey')] };
    const { colour } = await colourOf(tiffFile([{ tags: page(16, 16, 1, bits, { 34675: profile }), pixels }]));
    // Linear 55 / 255 is 128 in sRGB (IEC 61966-2-1).
    t.true(apart(colour, [128, 128, 128]) <= 3, colour.join());
  });
}

test('measurements are stretched from black to white, without the filling of unknown places, and that is said', async (t) => {
  const values = Float32Array.from({ length: 256 }, (_, i) => 100.5 + (i % 16) * 0.1);
  values[255] = -9999;
  values[254] = NaN;
  const tags = page(16, 16, 1, 32, { 339: [3] });
  const { pyramid, report } = await make(tiffFile([{ tags, pixels: Buffer.from(values.buffer) }]));
  t.regex(report.warnings.join(), /measurements from 100\.5 to 102; they are shown stretched/);
  t.true(apart(await pixelAt(pyramid, 0, 2), [0, 0, 0]) <= 12);
  t.true(apart(await pixelAt(pyramid, 15, 2), [255, 255, 255]) <= 12);
});

test('a profile for another kind of image is left aside, and that is said', async (t) => {
  const profile = { type: 7, values: [...greyProfile(1, 'Linear grey')] };
  const pixels = Buffer.from(Array.from({ length: 256 }, () => RED).flat());
  const { colour, warnings } = await colourOf(tiffFile([{ tags: page(16, 16, 3, 8, { 34675: profile }), pixels }]));
  t.true(apart(colour, RED) <= 3, colour.join());
  t.regex(warnings.join(), /profile .* left aside/);
});
