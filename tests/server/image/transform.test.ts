import test from 'ava';
import sharp from 'sharp';
import { LIMITS } from '../../../manifests/derivatives/limits.ts';
import { DamagedError } from '../../../manifests/errors.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { parse3 } from '../../../server/image/grammar3.ts';
import { findJp2Encoder } from '../../../server/image/jp2.ts';
import { plan } from '../../../server/image/plan.ts';
import { resolve } from '../../../server/image/resolve.ts';
import { transform } from '../../../server/image/transform.ts';
import { gradient, memoryPyramid } from './pyramid.ts';
import { testNeeding } from '../../needs.ts';
import { OFFER } from './requests.ts';

const encoder = await findJp2Encoder();

interface Pixels {
  width: number;
  height: number;
  channels: number;
  at: (x: number, y: number) => number[];
}

const size = { width: 401, height: 301 };

async function made(path: string, pyramid: Pyramid): Promise<Buffer> {
  const request = parse3(path, OFFER.formats);
  const resolved = request.ok ? resolve(request, pyramid, LIMITS) : request;
  if (!resolved.ok) throw new Error(resolved.message);
  const how = plan(resolved, pyramid);
  if (how.kind !== 'transform') throw new Error(`${path} is ready-made`);
  return transform(how, pyramid, 20, encoder);
}

async function pixelsOf(bytes: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return {
    width,
    height,
    channels,
    at: (x, y) => [...data.subarray(channels * (y * width + x), channels * (y * width + x + 1))],
  };
}

async function ask(path: string): Promise<Pixels> {
  return pixelsOf(await made(path, await memoryPyramid(size)));
}

/** The mean difference of samples to what sharp makes of the untiled image, 0 to 255. */
async function difference(path: string, [x, y, width, height]: number[], [w, h]: number[]): Promise<number> {
  const result = await sharp(await made(path, await memoryPyramid(size)))
    .raw()
    .toBuffer();
  const wanted = await sharp(gradient(size), { raw: { ...size, channels: 3 } })
    .extract({ left: x!, top: y!, width: width!, height: height! })
    .resize(w, h, { fit: 'fill' })
    .raw()
    .toBuffer();
  if (result.length !== wanted.length) return Infinity;
  let sum = 0;
  for (const [i, value] of result.entries()) sum += Math.abs(value - wanted[i]!);
  return sum / result.length;
}

test('regions at any scale show what the image shows there', async (t) => {
  const cases: [string, number[], number[]][] = [
    ['10,20,300,200/300,200/0/default.png', [10, 20, 300, 200], [300, 200]],
    ['13,27,301,209/150,104/0/default.png', [13, 27, 301, 209], [150, 104]],
    ['0,0,401,301/90,70/0/default.png', [0, 0, 401, 301], [90, 70]],
    ['63,63,2,2/^40,40/0/default.png', [63, 63, 2, 2], [40, 40]],
    ['201,151,200,150/60,45/0/default.png', [201, 151, 200, 150], [60, 45]],
    ['400,300,1,1/max/0/default.png', [400, 300, 1, 1], [1, 1]],
  ];
  for (const [path, region, out] of cases) {
    const mean = await difference(path, region, out);
    t.true(mean < 3.5, `${path} differs by ${mean}`);
  }
});

test('a quarter turn clockwise brings the left side up', async (t) => {
  const { width, height, at } = await ask('full/200,150/90/default.png');
  t.deepEqual([width, height], [150, 200]);
  // The lower left corner (red 0, green 255) is now the upper left one.
  t.true(at(2, 2)[0]! < 20 && at(2, 2)[1]! > 235, String(at(2, 2)));
  t.true(at(147, 2)[0]! < 20 && at(147, 2)[1]! < 20, String(at(147, 2)));
});

test('mirroring comes before rotation', async (t) => {
  const { at } = await ask('full/200,150/!90/default.png');
  // Mirrored, the lower left corner shows red 255 and green 255; the turn brings it up.
  t.true(at(2, 2)[0]! > 235 && at(2, 2)[1]! > 235, String(at(2, 2)));
  t.true(at(147, 197)[0]! < 20 && at(147, 197)[1]! < 20, String(at(147, 197)));
  const only = await ask('full/200,150/!0/default.png');
  t.true(only.at(2, 2)[0]! > 235 && only.at(2, 2)[1]! < 20, String(only.at(2, 2)));
});

test('mirroring comes before an arbitrary rotation too', async (t) => {
  const straight = await ask('full/200,150/!90/default.png');
  const almost = await ask('full/200,150/!90.01/default.png');
  const a = straight.at(75, 20);
  const b = almost.at(75, 20);
  t.true(Math.abs(a[0]! - b[0]!) < 6 && Math.abs(a[1]! - b[1]!) < 6, `${String(a)} and ${String(b)}`);
});

test('any angle keeps all of the image in the smallest box, clear where the format can, white elsewhere', async (t) => {
  for (const format of ['png', 'webp', 'avif', 'gif', 'tif']) {
    const { width, height, channels, at } = await ask(`full/200,150/30/default.${format}`);
    t.true(Math.abs(width - 249) <= 1 && Math.abs(height - 230) <= 1, `${width} × ${height}`);
    t.is(channels, 4);
    t.is(at(0, 0)[3], 0);
    t.is(at(124, 115)[3], 255);
  }
  const jpg = await ask('full/200,150/30/default.jpg');
  t.is(jpg.channels, 3);
  t.true(Math.min(...jpg.at(0, 0)) > 245, String(jpg.at(0, 0)));
});

test('gray has one channel, and bitonal only black and white', async (t) => {
  t.is((await sharp(await made('full/200,150/0/gray.jpg', await memoryPyramid(size))).metadata()).channels, 1);
  const more = ['avif', 'gif', 'tif'].flatMap((format) => [`0/bitonal.${format}`, `33/bitonal.${format}`]);
  for (const path of ['0/bitonal.png', '33/bitonal.png', '0/bitonal.webp', ...more]) {
    const { width, height, channels, at } = await ask(`full/200,150/${path}`);
    const shades = new Set<number>();
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const pixel = at(x, y);
        for (const value of channels === 2 || channels === 4 ? pixel.slice(0, -1) : pixel) shades.add(value);
      }
    }
    t.deepEqual(
      [...shades].toSorted((a, b) => a - b),
      [0, 255],
      path,
    );
  }
});

test('a rotated bitonal png is still clear in its corners', async (t) => {
  const { channels, at } = await ask('full/200,150/33/bitonal.png');
  t.is(at(0, 0)[channels - 1], 0);
  t.is(at(115, 110)[channels - 1], 255);
});

test('each format is what it says', async (t) => {
  const pyramid = await memoryPyramid(size);
  for (const [format, name] of Object.entries({
    jpg: 'jpeg',
    png: 'png',
    webp: 'webp',
    avif: 'heif',
    gif: 'gif',
    tif: 'tiff',
  })) {
    const { format: found } = await sharp(await made(`full/100,75/0/default.${format}`, pyramid)).metadata();
    t.is<string, string>(found, name);
  }
});

test('gray has no colour in any format', async (t) => {
  for (const format of ['png', 'webp', 'avif', 'gif', 'tif', 'jpg']) {
    const { channels, at } = await ask(`full/200,150/0/gray.${format}`);
    if (channels < 3) continue;
    const [red = 0, green = 0, blue = 0] = at(150, 100);
    t.true(Math.max(red, green, blue) - Math.min(red, green, blue) <= 3, `${format}: ${[red, green, blue].join()}`);
  }
});

test('a pdf is one page with the JPEG, gray where that is asked for', async (t) => {
  const pyramid = await memoryPyramid(size);
  const pdf = (await made('full/100,75/0/default.pdf', pyramid)).toString('latin1');
  t.true(pdf.startsWith('%PDF-1.4') && pdf.includes('/Width 100 /Height 75 /ColorSpace /DeviceRGB'));
  t.true((await made('full/100,75/0/gray.pdf', pyramid)).includes('/DeviceGray'));
});

testNeeding('an encoder of JPEG 2000 (vips)', encoder)(
  'jp2 is made by the system, gray with one channel',
  async (t) => {
    const pyramid = await memoryPyramid(size);
    for (const [quality, channels] of [
      ['default', 3],
      ['gray', 1],
      ['bitonal', 1],
    ] as const) {
      const jp2 = await made(`full/200,150/33/${quality}.jp2`, pyramid);
      t.is(jp2.toString('latin1', 4, 8), 'jP  ');
      const header = jp2.indexOf('ihdr');
      t.true(jp2.readUInt32BE(header + 4) > 200 && jp2.readUInt32BE(header + 8) > 200);
      t.is(jp2.readUInt16BE(header + 12), channels);
    }
  },
);

test('only the tiles that a region touches are read', async (t) => {
  const pyramid = await memoryPyramid(size);
  await made('70,70,100,20/max/0/default.png', pyramid);
  t.deepEqual(pyramid.reads, ['tile 0/1/1', 'tile 0/2/1']);
});

test('tiles that are not what was written are told apart from overload', async (t) => {
  const pyramid = await memoryPyramid(size);
  pyramid.tile = async () => Buffer.from('not a JPEG');
  await t.throwsAsync(made('0,0,100,100/max/0/default.png', pyramid), { instanceOf: DamagedError });
});
