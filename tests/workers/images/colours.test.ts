import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import sharp from 'sharp';
import { openPyramid } from '../../../manifests/derivatives/archive.ts';
import type { Region } from '../../../manifests/derivatives/levels.ts';
import type { Pyramid } from '../../../manifests/derivatives/pyramid.ts';
import { makeImage } from '../../../workers/images/make.ts';
import { testFolder } from '../../folder.ts';
import { BufferStorage } from '../../manifests/derivatives/buffer-storage.ts';
import { testOnData } from '../../needs.ts';
import { crop, decode, difference, joinLevel, shrink, turn } from './rasters.ts';
import type { Difference, Raster } from './rasters.ts';
import { ask } from '../../server/image/ask.ts';
import { referenceBy } from './reference.ts';
import { hasPrograms } from '../../programs.ts';

// What is shown of every real file, against what other programs make of it.

type Allowed = Omit<Difference, 'most'>;

/**
 * How much further from the reference than JPEG by itself takes it, of 255 and in the worst channel. JPEG's share is
 * measured each time, by writing the reference as JPEG of the same quality: a drawing of 32 pixels loses 12 on average by
 * that and a photograph 1. What is left is what two versions of a decoder make of a sample, and rounding.
 */
const ALLOWED: Allowed = { bias: 0.4, mean: 0.5, p99: 3 };

/** libvips rounds halves up when it makes a level of the finer one: of four values, the sum of which leaves any rest. */
const BIAS_OF_LEVEL = 1 / 8;

/**
 * Inks without a profile, which are taken for those of libvips' own. Its black is a little blue. The libvips in sharp takes
 * that black to (0, 0, 0) and with it all shadows (ink 255,255,255,255; full black alone is 20,5,0), where the older one,
 * asked to compensate the black point too, leaves up to 24 of blue (0,0,24; 18,4,23). Lights and colours are within 2. The
 * one file is pictures of peppers, the other nearly all black.
 */
const EXCEPTIONS: Record<string, Allowed> = {
  'itiff-cmyk-3c-16b.tiff': { bias: 7, mean: 4, p99: 4 },
  'pil-cmyk-tiled-jpeg.tif': { bias: 18, mean: 13, p99: 4 },
  // Against a lossy WebP.
  'pil-lab.tif': { bias: 0.7, mean: 5, p99: 30 },
};

/**
 * What Debian's libvips cannot read and ImageMagick can, with what that has to be told; of the codestream libvips makes an
 * even grey. libtiff gives old-style JPEG as RGB, which ImageMagick then takes for the YCbCr that is in the file.
 */
const BY_IMAGEMAGICK: Readonly<Record<string, readonly string[]>> = {
  'ojph-irv97-64x64.j2c': [],
  'pil-16bit-planar-tiled.tiff': [],
  'pil-ojpeg.tif': ['-set', 'colorspace', 'sRGB'],
};

/** The same photograph in another format: ImageMagick and libvips take CIELab for that of D65, which it is not in TIFF. */
const SAME_AS: Readonly<Record<string, string>> = { 'pil-lab.tif': 'pil-hopper-orient6.webp' };

/**
 * Read rightly by no program of Debian's that is at hand: JPEG 2000 whose tiles lie in turns, High-Throughput JPEG 2000 of
 * 16 bits (OpenJPEG 2.5.0 fades its colours), and lossless JPEG.
 */
const WITHOUT_REFERENCE = new Set(['loris-gray.jp2', 'ojph-monarch-64x64-16bit.jph', 'sharp-lossless-sof3.jpg']);

const DATA = process.env['VITRINE_TEST_DATA'];
const FILES = DATA ? readdirSync(join(DATA, 'images')).toSorted() : [];
const testData = testOnData('vips and ImageMagick', hasPrograms('vips', 'convert'), 'serial');
/** Joining more than this many pixels in JavaScript would take seconds: of larger images a level is looked at. */
const MOST_JOINED = 1.2e6;

for (const name of FILES.length > 0 ? FILES : ['every file']) {
  testData(`${name} is shown in its colours`, async (t) => {
    await using folder = await testFolder();
    const source = join(DATA ?? '', 'images', name);
    const made = join(folder.path, 'made');
    await mkdir(made);
    const { pages, mediaType } = await makeImage({ source, folder: made, maxPixels: 1e9 }, () => undefined);
    if (WITHOUT_REFERENCE.has(name)) return void t.pass();
    const other = join(DATA ?? '', 'images', SAME_AS[name] ?? name);
    for (const { page, file } of pages.length > 3 ? [pages[0]!, pages.at(-1)!] : pages) {
      const number = mediaType === 'image/tiff' && pages.length > 1 ? page - 1 : undefined;
      const reference = await referenceBy(BY_IMAGEMAGICK[name], other, number, folder.path);
      const pyramid = await openPyramid(new BufferStorage(readFileSync(join(made, file))), name);
      t.is(`${pyramid.width}×${pyramid.height}`, `${reference.width}×${reference.height}`);
      const allowed = EXCEPTIONS[name] ?? ALLOWED;
      for await (const { what, level, shown, wanted } of views(pyramid, reference)) {
        const bias = allowed.bias + BIAS_OF_LEVEL * level;
        await compare(t, `page ${page}, ${what}`, shown, wanted, { ...allowed, bias });
      }
    }
  });
}

interface View {
  what: string;
  /** The level that it is made of. */
  level: number;
  shown: Raster;
  wanted: Raster;
}

/** Levels, a region and a turned region of a pyramid, with what the reference shows there. */
async function* views(pyramid: Pyramid, reference: Raster): AsyncGenerator<View> {
  const { levels, width, height } = pyramid;
  const joined = levels.findIndex((level) => level.width * level.height <= MOST_JOINED);
  for (const level of new Set([joined, levels.length - 1])) {
    const wanted = shrink(reference, levels[level]!.scaleFactor);
    yield { what: `level ${level}`, level, shown: await joinLevel(pyramid, level), wanted };
  }
  // In less than a few blocks of JPEG, a part and the whole are coded too differently to be compared.
  if (width < 50 || height < 50) return;
  const region = {
    x: 16 * Math.floor(width / 64),
    y: 16 * Math.floor(height / 64),
    width: Math.min(600, 2 * Math.floor(width / 4)),
    height: Math.min(400, 2 * Math.floor(height / 4)),
  };
  const wanted = crop(reference, region);
  const straight = await part(pyramid, region, 'max/0/default.png');
  yield { what: 'region', level: 0, shown: await decode(straight), wanted };
  const turned = await part(pyramid, region, `${region.width / 2},${region.height / 2}/!90/default.png`);
  yield {
    what: 'mirrored and turned',
    level: 1,
    shown: await decode(turned),
    wanted: turn(shrink(wanted, 2), true, 90),
  };
}

function part(pyramid: Pyramid, { x, y, width, height }: Region, rest: string): Promise<Buffer> {
  return ask(pyramid, `${x},${y},${width},${height}/${rest}`);
}

async function compare(
  t: ExecutionContext,
  what: string,
  shown: Raster,
  wanted: Raster,
  allowed: Allowed,
): Promise<void> {
  const { width, height, data } = wanted;
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
  const loss = difference(await decode(jpeg), wanted);
  const found = difference(shown, wanted);
  for (const key of ['bias', 'mean', 'p99'] as const) {
    t.true(
      found[key] <= loss[key] + allowed[key],
      `${what}: ${key} is ${found[key].toFixed(2)}, and ${loss[key].toFixed(2)} of that JPEG’s; ${allowed[key]} is allowed`,
    );
  }
}
