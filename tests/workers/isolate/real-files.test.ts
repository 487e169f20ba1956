import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import sharp from 'sharp';
import { openPyramid } from '../../../manifests/derivatives/archive.ts';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { ImageReport } from '../../../workers/images/make.ts';
import { IsolatedPool } from '../../../workers/isolate/pool.ts';
import { BufferStorage } from '../../manifests/derivatives/buffer-storage.ts';

const DATA = process.env['VITRINE_TEST_DATA'];
const withData = DATA === undefined ? test.skip : test;

type Outcome = { report: ImageReport; mean: number[] } | { error: unknown };

/** What becomes of every file of a folder, two at a time. */
async function outcomes(folder: string): Promise<Map<string, Outcome>> {
  await using pool = new IsolatedPool({ size: 2, memory: 600e6, seconds: 240 });
  const root = mkdtempSync(join(tmpdir(), 'vitrine-real-'));
  try {
    const files = readdirSync(folder);
    const ends = files.map(async (name): Promise<[string, Outcome]> => {
      const made = mkdtempSync(join(root, 'made-'));
      try {
        const task = { kind: 'image' as const, source: join(folder, name), folder: made, maxPixels: 2e9 };
        const report = await pool.run(task);
        return [name, { report, mean: await meanOf(join(made, 'page-1.zip')) }];
      } catch (error) {
        return [name, { error }];
      }
    });
    return new Map(await Promise.all(ends));
  } finally {
    await rm(root, { recursive: true });
  }
}

/** The mean colour of the smallest level, which stands for the whole image. */
async function meanOf(file: string): Promise<number[]> {
  const pyramid = await openPyramid(new BufferStorage(readFileSync(file)), file);
  const { channels } = await sharp(await pyramid.whole(pyramid.levels.length - 1))
    .toColourspace('srgb')
    .stats();
  return channels.map(({ mean }) => mean);
}

/**
 * Mean colours by an independent program: libvips 8.14's command line, `icc_transform --embedded --intent perceptual` to
 * sRGB for files with a profile, `colourspace` for the others, alpha flattened on white. Tiles in separate planes and
 * old-style JPEG by ImageMagick 6.9, High-Throughput JPEG 2000 by OpenJPH.
 */
const MEANS: Readonly<Record<string, number[]>> = {
  'canta-icc-chunked.jpg': [145.9, 129.0, 99.0],
  'canta-pyramid-3res-16bit.tif': [145.8, 128.9, 98.9],
  'itiff-flower-palette-16.tif': [96.4, 96.4, 69.3],
  'loris-cmyk-icc.jpg': [223.6, 241.2, 222.2],
  'loris-displayp3.jpg': [167.3, 170.5, 185.6],
  'penn-codex660-f0.jpg': [169.0, 150.8, 125.0],
  'pil-16bit-planar-tiled.tiff': [42.1, 29.2, 22.1],
  'ojph-irv97-64x64.j2c': [115.1, 106.4, 98.1],
  'ojph-monarch-64x64-16bit.jph': [129.3, 128.8, 128.0],
  'pil-balloon.jpf': [198.8, 192.8, 186.8],
  'pil-16bit-rgba.tiff': [214.2, 201.2, 194.1],
  'pil-icc-big.jpg': [59.5, 121.6, 176.5],
  'pil-ojpeg.tif': [78.0, 85.5, 78.2],
  'pil-testcard-lossy-tiled.jp2': [98.6, 44.7, 99.5],
  'sharp-blackbug-alpha.png': [253.2, 253.2, 253.2],
  'sharp-prophoto.png': [117.0, 160.0, 210.0],
  'sharp-tbgn2c16.png': [167.2, 174.4, 169.3],
};

const PAGES: Readonly<Record<string, string>> = {
  'canta-animated.gif': '136x200',
  'canta-bw-9image.tif': '1694x2170 1694x2175 1693x2171 1695x2175 1694x2166 1694x2170 1694x2170 1693x2171 1693x2168',
  'canta-pyramid-3res-16bit.tif': '64x56',
  'exif-Landscape_6.jpg': '1800x1200',
  'exif-Portrait_8.jpg': '1200x1800',
  'pil-g4-orient6.tif': '590x88',
  'pil-multipage.tiff': '10x10 10x10 20x20',
  'pil-overviews-planar.tif': '278x374',
};

withData('every real image is ready in its colours and pages', async (t) => {
  const all = await outcomes(join(DATA ?? '', 'images'));
  t.true(all.size > 30);
  for (const [name, outcome] of all) {
    if ('error' in outcome) {
      t.fail(`${name}: ${String(outcome.error)}`);
      continue;
    }
    const pages = outcome.report.pages.map(({ width, height }) => `${width}x${height}`).join(' ');
    t.is(pages, PAGES[name] ?? pages, name);
    const means = MEANS[name]?.map((mean, i) => Math.abs(mean - (outcome.mean[i] ?? Infinity))) ?? [];
    t.true(Math.max(0, ...means) < 2, `${name}: ${outcome.mean.join()}`);
  }
});

withData('no hostile image does more than fail with a reason', async (t) => {
  const all = await outcomes(join(DATA ?? '', 'hostile', 'image'));
  t.true(all.size > 90);
  for (const [name, outcome] of all) {
    if (!('error' in outcome)) continue;
    const { error } = outcome;
    t.true(error instanceof UnreadableError || error instanceof LimitError, `${name}: ${String(error)}`);
    t.notRegex(String(error), /broke the program|hostile\/image/, name);
  }
});
