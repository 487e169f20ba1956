import test from 'ava';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Colour, Directory } from '../samples.ts';
import { greyProfile } from '../profiles.ts';
import { apart, make, page, pixelAt, tiffFile } from '../samples.ts';

const TILE = 16;
const [WIDTH, HEIGHT] = [24, 20];
/** Of tiles that cover the image: two across, two down. */
const TILES = 4;
/** Where `tiffFile` puts the first page's pixels. */
const START = 8;

/** A page of tiles in separate planes, each tile in one colour of `tileColours`. */
function planar(tileColours: readonly Colour[], bytes: 1 | 2 | 4, more: Directory['tags'] = {}): Directory {
  const samples = tileColours[0]?.length ?? 0;
  const size = TILE * TILE * bytes;
  const pixels = Buffer.alloc(size * TILES * samples);
  for (let at = 0; at < pixels.length; at += bytes) {
    const tile = Math.floor(at / size);
    const value = tileColours[tile % TILES]?.[Math.floor(tile / TILES)] ?? 0;
    if (bytes === 4) pixels.writeFloatLE(value, at);
    else pixels.writeUIntLE(value, at, bytes);
  }
  const tiles = Array.from({ length: TILES * samples }, (_, i) => i);
  const tags = page(WIDTH, HEIGHT, samples, bytes * 8, {
    273: [],
    278: [],
    279: [],
    284: [2],
    322: [TILE],
    323: [TILE],
    324: { type: 4, values: tiles.map((i) => START + i * size) },
    325: { type: 4, values: tiles.map(() => size) },
    ...more,
  });
  return { tags, pixels };
}

const COLOURS = [
  [200, 30, 90],
  [10, 120, 250],
  [90, 90, 20],
  [250, 200, 10],
] as const;
const AT = [
  [4, 4],
  [21, 4],
  [4, 18],
  [21, 18],
] as const;

for (const [name, bytes, scale] of [
  ['8', 1, 1],
  ['16', 2, 257],
] as const) {
  test(`tiles in separate planes of ${name} bits lie where they belong, in their colours`, async (t) => {
    const colours = COLOURS.map((colour) => colour.map((value) => value * scale));
    const { report, pyramid } = await make(tiffFile([planar(colours, bytes, { 274: [1], 296: [2] })]));
    t.like(report.technical, { format: 'tiff', channels: 3, bits: 8 * bytes });
    for (const [i, [x, y]] of AT.entries()) {
      const found = await pixelAt(pyramid, x, y);
      // One pixel of chroma is that of four.
      t.true(apart(found, COLOURS[i] ?? []) < 16, `${x},${y}: ${found.join()}`);
    }
  });
}

test('what the directory says besides is kept: orientation, resolution, and that the fourth channel is alpha', async (t) => {
  const clear = COLOURS.map((colour, i) => [...colour, i === 0 ? 0 : 255]);
  const more = { 274: [6], 338: [2] };
  const { report, pyramid } = await make(tiffFile([planar(clear, 1, more)]));
  t.like(report.pages[0], { width: HEIGHT, height: WIDTH });
  t.like(report.technical, { orientation: 6, alpha: true, channels: 4 });
  // Turned to the right, the first tile is at the top right.
  t.true(apart(await pixelAt(pyramid, 15, 4), [255, 255, 255]) < 12);
});

test('measured values stay what they are', async (t) => {
  const { report } = await make(
    tiffFile([
      planar(
        [
          [0.25, 1],
          [7.5, 1],
          [-3, 1],
          [1000, 1],
        ],
        4,
        { 339: [3, 3], 338: [0] },
      ),
    ]),
  );
  t.true(
    report.warnings.some((warning) => warning.includes('from -3 to 1000')),
    report.warnings.join(),
  );
});

test('the profile of a page with planes is applied to it', async (t) => {
  const profile = greyProfile(1, 'Linear');
  const dark = COLOURS.map(() => [55, 255]);
  const more = { 338: [2], 34675: { type: 7, values: [...profile] } };
  const { report, pyramid } = await make(tiffFile([planar(dark, 1, more)]));
  t.is(report.technical['profile'], 'Linear');
  // 255 × (1.055 × (55 / 255) ^ (1 / 2.4) − 0.055), as sRGB encodes linear light.
  t.true(apart(await pixelAt(pyramid, 4, 4), [128, 128, 128]) < 4, (await pixelAt(pyramid, 4, 4)).join());
});

test('only pages with planes of tiles are stored anew, and all keep their order', async (t) => {
  const plain = { tags: page(9, 7, 1, 8), pixels: Buffer.alloc(63, 60) };
  const { report, pyramids } = await make(tiffFile([planar(COLOURS, 1), plain]));
  t.deepEqual(
    report.pages.map(({ width, height }) => `${width}x${height}`),
    ['24x20', '9x7'],
  );
  const [, second] = pyramids;
  t.true(second !== undefined && apart(await pixelAt(second, 4, 4), [60, 60, 60]) < 4);
});

test('planes that are missing some of their tiles, or have parts of bytes, are refused', async (t) => {
  const missing = planar(COLOURS, 1, {
    324: { type: 4, values: [8, 8, 8, 8] },
    325: { type: 4, values: [256, 256, 256, 256] },
  });
  await t.throwsAsync(make(tiffFile([missing])), { instanceOf: UnreadableError, message: /as many tiles for each/ });
  const odd = planar(COLOURS, 1, { 258: [4, 4, 4] });
  await t.throwsAsync(make(tiffFile([odd])), {
    instanceOf: UnreadableError,
    message: /with 4 bits as separate planes/,
  });
});

test('a file that ends within its tiles is refused, and so is one that ends within a page that is stored as it was', async (t) => {
  const incomplete = { instanceOf: UnreadableError, message: /ends before the pixels/ };
  const size = TILE * TILE;
  const starts = Array.from({ length: TILES * 3 }, (_, i) => START + i * size);
  const end = tiffFile([planar(COLOURS, 1)]).length;
  const lastAt = (at: number) =>
    tiffFile([planar(COLOURS, 1, { 324: { type: 4, values: [...starts.slice(0, -1), at] } })]);
  await t.notThrowsAsync(make(lastAt(end - size)));
  await t.throwsAsync(make(lastAt(end - size + 1)), incomplete);
  const cut = { tags: page(9, 7, 1, 8, { 273: { type: 4, values: [1_000_000] } }), pixels: Buffer.alloc(63) };
  await t.throwsAsync(make(tiffFile([planar(COLOURS, 1), cut])), incomplete);
});
