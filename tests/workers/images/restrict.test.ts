import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { fc } from '../../properties.ts';
import sharp from 'sharp';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { restrictedSize } from '../../../workers/images/restrict.ts';
import { testFolder } from '../../folder.ts';
import { apart, make, page, pixelAt, plain, tiffFile } from './samples.ts';
import type { TaskRestriction } from '../../../workers/images/make.ts';
import type { Made } from './samples.ts';

const restricted = (bytes: Buffer, restriction: TaskRestriction): Promise<Made> => make(bytes, 1e9, { restriction });

const GREY = [128, 128, 128];
const SECRET = { x: 301, y: 217, width: 211, height: 133 };

/** Noise, which every filter spreads, around a region of a colour of its own; turned as `orientation` says. */
async function around(colour: string, orientation = 1, width = 700, height = 500): Promise<Buffer> {
  const noise = Buffer.from(
    Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + (i >> 5) * 31) & 255),
  );
  const { x: left, y: top, ...size } = SECRET;
  const patch = await sharp({ create: { ...size, channels: 3, background: colour } })
    .png()
    .toBuffer();
  const upright = sharp(noise, { raw: { width, height, channels: 3 } }).composite([{ input: patch, left, top }]);
  const { data, info } = await upright.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  // Stored the other way round, so that turning it as EXIF says brings it back.
  const back = orientation === 6 ? 270 : 0;
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
    .rotate(back)
    .withMetadata({ orientation })
    .png()
    .toBuffer();
}

/** All that can be read of a pyramid. */
async function pixelsOf(pyramid: Pyramid): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const [index, level] of pyramid.levels.entries())
    for (let row = 0; row < level.rows; row++)
      for (let column = 0; column < level.columns; column++) parts.push(await pyramid.tile(index, column, row));
  for (const level of pyramid.sizes) parts.push(await pyramid.whole(pyramid.levels.indexOf(level)));
  return Buffer.concat(parts);
}

/** A pixel of a whole level. */
async function pixelOfLevel(pyramid: Pyramid, level: number, x: number, y: number): Promise<number[]> {
  const bytes = await pyramid.whole(level);
  return [...(await sharp(bytes).extract({ left: x, top: y, width: 1, height: 1 }).raw().toBuffer())];
}

test('a restricted size has the longer side that was asked for, keeps its shape, and is never larger', (t) => {
  const side = fc.integer({ min: 1, max: 70_000 });
  fc.assert(
    fc.property(side, side, side, (width, height, maxSide) => {
      const size = restrictedSize({ width, height }, maxSide);
      const long = Math.max(width, height);
      t.is(Math.max(size.width, size.height), Math.min(long, maxSide));
      const scale = Math.min(1, maxSide / long);
      for (const [made, full] of [
        [size.width, width],
        [size.height, height],
      ] as const)
        t.true(Math.abs(made - full * scale) <= 0.5 || made === 1);
    }),
  );
});

for (const orientation of [1, 6]) {
  for (const maxSide of [undefined, 457]) {
    const how = `${maxSide === undefined ? 'at full size' : `scaled to ${maxSide}`}, way up ${orientation}`;
    test(`not one byte of what is made depends on what a hidden region held (${how})`, async (t) => {
      const [one, other] = [await around('#ff0000', orientation), await around('#00ffff', orientation)];
      const size = maxSide === undefined ? {} : { maxSide };
      const hide = { ...size, hidden: [{ page: 1, ...SECRET }] };
      const [a, b] = [await restricted(one, hide), await restricted(other, hide)];
      t.true((await pixelsOf(a.pyramid)).equals(await pixelsOf(b.pyramid)));
      // A region that misses the secret by a pixel lets it through: the comparison can fail.
      const missed = { ...size, hidden: [{ page: 1, ...SECRET, height: SECRET.height - 1 }] };
      const [c, d] = [await restricted(one, missed), await restricted(other, missed)];
      t.false((await pixelsOf(c.pyramid)).equals(await pixelsOf(d.pyramid)));
      t.like(a.report.pages[0], { fullWidth: 700, fullHeight: 500 });
      t.is(a.pyramid.width, maxSide ?? 700);
    });
  }
}

test('a hidden region is grey at every level, and what is around it is as it was', async (t) => {
  // Without colour, whose grid is coarser: then a block of eight pixels is all that JPEG mixes.
  const bytes = await plain(2000, 1000, [240, 240, 240]).png().toBuffer();
  const { pyramid } = await restricted(bytes, { hidden: [{ page: 1, x: 400, y: 304, width: 608, height: 400 }] });
  for (const [index, { scaleFactor }] of pyramid.levels.entries()) {
    const at = (value: number): number => Math.round(value / scaleFactor);
    t.true(apart(await pixelOfLevel(pyramid, index, at(700), at(500)), GREY) <= 1);
    t.true(apart(await pixelOfLevel(pyramid, index, at(1600), at(500)), [240, 240, 240]) <= 2);
  }
  for (const [x, y, hidden] of [
    [400, 304, true],
    [1007, 703, true],
    [399, 500, false],
    [1008, 500, false],
  ] as const)
    t.is(apart(await pixelAt(pyramid, x, y), GREY) < 40, hidden, `${x},${y}`);
});

test('only the page that is named is covered, and grey is the same grey on 16 bits and on one channel', async (t) => {
  const pixels = Buffer.alloc(300 * 200 * 2, 0xff);
  const directories = [1, 2].map(() => ({ tags: page(300, 200, 1, 16), pixels }));
  const { pyramids } = await restricted(tiffFile(directories), {
    hidden: [{ page: 2, x: 50, y: 50, width: 100, height: 100 }],
  });
  const [first, second] = pyramids;
  t.true(first !== undefined && second !== undefined);
  if (!first || !second) return;
  t.deepEqual(await pixelAt(first, 100, 100), [255, 255, 255]);
  t.true(apart(await pixelAt(second, 100, 100), GREY) <= 1);
  const deep = await restricted(
    await plain(300, 200, [65535, 0, 0], 'ushort').toColourspace('rgb16').png().toBuffer(),
    {
      hidden: [{ page: 1, x: 50, y: 50, width: 100, height: 100 }],
    },
  );
  t.true(apart(await pixelAt(deep.pyramid, 100, 100), GREY) <= 1);
  t.true(apart(await pixelAt(deep.pyramid, 200, 100), [254, 0, 0]) <= 1);
});

test('a hidden region is cut to its page, and one beside it is told to the curator', async (t) => {
  const bytes = await plain(300, 200, [200, 30, 60]).png().toBuffer();
  const { pyramid, report } = await restricted(bytes, {
    hidden: [
      { page: 1, x: 250, y: 150, width: 1000, height: 1000 },
      { page: 1, x: 300, y: 0, width: 10, height: 10 },
    ],
  });
  t.true(apart(await pixelAt(pyramid, 290, 190), GREY) <= 1);
  t.true(apart(await pixelAt(pyramid, 200, 190), [200, 30, 60]) <= 2);
  t.deepEqual(report.warnings, ['The hidden region at 300,0 lies outside of the page and hides nothing.']);
});

test('a watermark is repeated over the image, and between its marks nothing changes', async (t) => {
  await using folder = await testFolder();
  const watermark = join(folder.path, 'mark.png');
  await plain(90, 30, [0, 0, 255, 128]).png().toFile(watermark);
  const bytes = await plain(1500, 1200, [200, 200, 200]).png().toBuffer();
  const { pyramid } = await restricted(bytes, { watermark, hidden: [] });
  const { data } = await sharp(await pyramid.whole(0))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const marked = (x: number, y: number): boolean => (data[(y * 1500 + x) * 3] ?? 255) < 120;
  const clean = (x: number, y: number): boolean => Math.abs((data[(y * 1500 + x) * 3] ?? 0) - 200) <= 2;
  const places = Array.from({ length: 1500 * 1200 }, (_, i): [number, number] => [i % 1500, Math.floor(i / 1500)]);
  const share = places.filter(([x, y]) => marked(x, y)).length / places.length;
  t.true(share > 0.3 && share < 0.6, String(share));
  t.true(places.filter(([x, y]) => clean(x, y)).length / places.length > 0.3);
  for (let x = 0; x < 1500; x += 500)
    for (let y = 0; y < 1200; y += 400)
      t.true(
        places.some(([px, py]) => px >= x && px < x + 500 && py >= y && py < y + 400 && marked(px, py)),
        `${x},${y}`,
      );
});

test('images of every shape bear a watermark', async (t) => {
  await using folder = await testFolder();
  const watermark = join(folder.path, 'mark.svg');
  await writeFile(
    watermark,
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><path d="M0 0H200V100H0Z"/></svg>',
  );
  for (const [width, height] of [
    [1, 1],
    [2, 2],
    [3, 700],
    [5000, 3],
    [640, 480],
  ] as const) {
    const bytes = await plain(width, height, [250, 250, 250]).png().toBuffer();
    const { pyramid } = await restricted(bytes, { watermark, maxSide: 600, hidden: [] });
    t.is(Math.max(pyramid.width, pyramid.height), Math.min(600, Math.max(width, height)));
    const { channels } = await sharp(await pyramid.whole(0)).stats();
    t.true((channels[0]?.min ?? 255) < 200, `${width} × ${height}`);
  }
});

test('a watermark that would leave no trace fails the image instead of leaving it unmarked', async (t) => {
  await using folder = await testFolder();
  const bytes = await plain(60, 40, [200, 30, 60]).png().toBuffer();
  const watermark = join(folder.path, 'empty.svg');
  await writeFile(watermark, '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"></svg>');
  await t.throwsAsync(restricted(bytes, { watermark, hidden: [] }), {
    instanceOf: UnreadableError,
    message: /leave no trace/,
  });
});
