import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import test from 'ava';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { levelsOf, readyLevels, tileSizeAt } from '../../../manifests/derivatives/levels.ts';
import { findDirectory, readDirectory } from '../../../manifests/derivatives/zip.ts';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import { makeImage } from '../../../workers/images/make.ts';
import { apart, make, page, pixelAt, plain, tiffFile } from './samples.ts';

/** Red left above, green right above, blue left below, white right below: any turn or mirroring of it is another image. */
async function quarters(width: number, height: number): Promise<Sharp> {
  const half = { width: width / 2, height: height / 2, channels: 3 as const };
  const parts = ['#f00', '#0f0', '#00f', '#fff'].map((background) =>
    sharp({ create: { ...half, background } })
      .png()
      .toBuffer(),
  );
  return sharp(
    await sharp(await Promise.all(parts), { join: { across: 2 } })
      .png()
      .toBuffer(),
  );
}

const COLOURS = { red: [254, 0, 0], green: [0, 255, 1], blue: [0, 0, 254], white: [255, 255, 255] };

test('every tile and every size has exactly the pixels that its level has', async (t) => {
  const { pyramid, report } = await make(await plain(2401, 1301, [90, 120, 150]).jpeg().toBuffer());
  t.like(report, { kind: 'image', mediaType: 'image/jpeg' });
  t.like(report.pages[0], { page: 1, width: 2401, height: 1301 });
  const levels = levelsOf({ width: 2401, height: 1301 });
  t.deepEqual(pyramid.levels, levels);
  for (const [i, level] of levels.entries()) {
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++) {
        const { width, height, format } = await sharp(await pyramid.tile(i, column, row)).metadata();
        t.deepEqual({ width, height }, tileSizeAt(level, column, row));
        t.is(format, 'jpeg');
      }
    }
  }
  t.deepEqual(pyramid.sizes, readyLevels(levels));
  for (const size of pyramid.sizes) {
    const { width, height } = await sharp(await pyramid.whole(pyramid.levels.indexOf(size))).metadata();
    t.deepEqual({ width, height }, { width: size.width, height: size.height });
  }
});

test('a tile shows the part of the image that its place says, in every level', async (t) => {
  const { pyramid } = await make(await (await quarters(2048, 1024)).png().toBuffer());
  t.true(apart(await pixelAt(pyramid, 100, 100), COLOURS.red) < 8);
  t.true(apart(await pixelAt(pyramid, 1900, 100), COLOURS.green) < 8);
  t.true(apart(await pixelAt(pyramid, 100, 1000), COLOURS.blue) < 8);
  t.true(apart(await pixelAt(pyramid, 1900, 1000), COLOURS.white) < 8);
  const whole = sharp(await pyramid.whole(2));
  const corner = await whole.extract({ left: 500, top: 10, width: 1, height: 1 }).raw().toBuffer();
  t.true(apart([...corner], COLOURS.green) < 8);
});

const LEFT_ABOVE = [
  [1, 'red'],
  [2, 'green'],
  [3, 'white'],
  [4, 'blue'],
  [5, 'red'],
  [6, 'blue'],
  [7, 'white'],
  [8, 'green'],
] as const;

// EXIF 2.32, 4.6.4: what is seen left above when a file with this orientation is shown upright.
for (const [orientation, name] of LEFT_ABOVE) {
  test(`orientation ${orientation} brings ${name} to the left above`, async (t) => {
    const image = (await quarters(64, 32)).withMetadata({ orientation });
    const { report, pyramid } = await make(await image.jpeg({ quality: 95 }).toBuffer());
    t.like(report.pages[0], orientation >= 5 ? { width: 32, height: 64 } : { width: 64, height: 32 });
    const colour = await pixelAt(pyramid, 2, 2);
    t.true(apart(colour, COLOURS[name]) < 12, colour.join());
  });
}

test('an image too large to be turned in memory is turned all the same, and leaves nothing else behind', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'vitrine-turn-'));
  t.teardown(() => rm(root, { recursive: true }));
  const source = join(root, 'original');
  const image = (await quarters(6000, 4000)).withMetadata({ orientation: 6 });
  writeFileSync(source, await image.jpeg().toBuffer());
  const folder = mkdtempSync(join(root, 'made-'));
  const report = await makeImage({ source, folder, maxPixels: 1e9 }, () => undefined);
  t.like(report.pages[0], { width: 4000, height: 6000 });
  t.deepEqual(readdirSync(folder), ['page-1.zip']);
});

test('the archive is a ZIP of the paths that a static image server has', async (t) => {
  const { files } = await make(await plain(700, 300, [1, 2, 3]).png().toBuffer());
  const [file] = files;
  const found = file && findDirectory(file, file.length);
  const entries = found && readDirectory(file.subarray(found.offset, found.offset + found.size));
  t.deepEqual(entries?.map(({ name }) => name).toSorted(), [
    'image/0,0,512,300/512,300/0/default.jpg',
    'image/512,0,188,300/188,300/0/default.jpg',
    'image/full/350,150/0/default.jpg',
    'image/full/700,300/0/default.jpg',
    'image/tiles.index',
  ]);
});

test('the same bytes make the same archive', async (t) => {
  const source = await (await quarters(1400, 900)).jpeg().toBuffer();
  const [one, other] = [await make(source), await make(source)];
  t.deepEqual(one.files, other.files);
});

test('every page of a TIFF becomes a pyramid, but no thumbnail and no reduced copy does', async (t) => {
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ];
  const directories = [
    { tags: page(40, 30, 3, 8), pixels: Buffer.from(Array.from({ length: 1200 }, () => colours[0] ?? []).flat()) },
    { tags: page(20, 15, 3, 8, { 254: { type: 4, values: [1] } }), pixels: Buffer.alloc(900) },
    { tags: page(20, 15, 3, 8), pixels: Buffer.from(Array.from({ length: 300 }, () => colours[2] ?? []).flat()) },
  ];
  const { report, pyramids } = await make(tiffFile(directories));
  t.deepEqual(
    report.pages.map(({ page: number, width, height, file }) => [number, width, height, file]),
    [
      [1, 40, 30, 'page-1.zip'],
      [2, 20, 15, 'page-2.zip'],
    ],
  );
  const [, second] = pyramids;
  t.true(second !== undefined && apart(await pixelAt(second, 5, 5), [0, 0, 254]) < 8);
});

test('of an animation the first frame is shown, and that is said', async (t) => {
  const frames = await Promise.all(
    ['#f00', '#00f'].map((background) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const { report, pyramid } = await make(
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer(),
  );
  t.like(report.pages[0], { width: 20, height: 20 });
  t.true(apart(await pixelAt(pyramid, 5, 5), [254, 0, 0]) < 8);
  t.regex(report.warnings.join(), /2 frames; the first is shown/);
});

test('progress rises from 0 to 1 through its steps', async (t) => {
  const { progress } = await make(await plain(900, 900, [1, 2, 3]).png().toBuffer());
  const fractions = progress.map(({ fraction }) => fraction);
  t.deepEqual(
    fractions,
    fractions.toSorted((a, b) => a - b),
  );
  t.deepEqual([fractions[0], fractions.at(-1)], [0, 1]);
  t.deepEqual([...new Set(progress.map(({ step }) => step))], ['reading', 'checking', 'sizes']);
});

test('an image that claims more pixels than the limit is refused before it is decoded', async (t) => {
  const bomb = await plain(10, 10, [1, 2, 3]).png().toBuffer();
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  bomb.writeInt32BE(crcOf(bomb.subarray(12, 29)), 29);
  const error = await t.throwsAsync(() => make(bomb, 2e9), { instanceOf: LimitError });
  t.regex(error?.message ?? '', /60000 × 60000 pixels; the limit here is 2000 megapixels/);
});

test('the limit counts all pages together', async (t) => {
  const directory = { tags: page(100, 100, 1, 8), pixels: Buffer.alloc(10_000) };
  const file = tiffFile([directory, directory, directory]);
  await t.notThrowsAsync(() => make(file, 30_000));
  await t.throwsAsync(() => make(file, 29_999), { instanceOf: LimitError, message: /3 pages/ });
});

for (const format of ['jpeg', 'png', 'tiff', 'webp'] as const) {
  test(`a ${format} that ends too early is refused, not shown half grey`, async (t) => {
    const noise = sharp({
      create: {
        width: 300,
        height: 300,
        channels: 3,
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
        background: '#000',
      },
    });
    const whole = await noise.toFormat(format).toBuffer();
    const error = await t.throwsAsync(() => make(whole.subarray(0, whole.length * 0.6)), {
      instanceOf: UnreadableError,
    });
    t.regex(error?.message ?? '', /damaged|incomplete/);
    t.notRegex(error?.message ?? '', /\/tmp|vitrine-images/);
  });
}

test('an SVG is drawn, but reads no file and no address', async (t) => {
  const secret = join(mkdtempSync(join(tmpdir(), 'vitrine-svg-')), 'secret.png');
  writeFileSync(secret, await plain(50, 50, [255, 0, 0]).png().toBuffer());
  t.teardown(() => rm(join(secret, '..'), { recursive: true }));
  const images = [secret, `file://${secret}`, 'http://127.0.0.1:9/x.png'];
  const drawn = images.map((href) => `<image href="${href}" width="50" height="50"/>`).join('');
  const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">${drawn}<rect x="40" y="40" width="10" height="10" fill="#00f"/></svg>`;
  const { pyramid } = await make(Buffer.from(svg));
  t.true(apart(await pixelAt(pyramid, 10, 10), [255, 255, 255]) < 8);
  t.true(apart(await pixelAt(pyramid, 47, 47), [0, 0, 254]) < 20);
});

test('an SVG that takes an entity from a file is refused', async (t) => {
  const svg =
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>';
  await t.throwsAsync(() => make(Buffer.from(svg)), { instanceOf: UnreadableError, message: /Entity 'x' not defined/ });
});

test('an SVG whose entities multiply without end is refused', async (t) => {
  const levels = Array.from({ length: 12 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
  const svg = `<!DOCTYPE svg [<!ENTITY e0 "ha">${levels}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&e12;</text></svg>`;
  await t.throwsAsync(() => make(Buffer.from(svg)), { instanceOf: UnreadableError });
});

function crcOf(bytes: Buffer): number {
  return crc32(bytes) | 0;
}
