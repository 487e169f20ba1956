import { spawnSync } from 'node:child_process';
import type { Sharp } from 'sharp';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { testNeeding } from '../../../needs.ts';
import { byProgram } from '../formats/by-program.ts';
import { apart, make, pixelAt, plain } from '../samples.ts';
import { hasPrograms } from '../../../programs.ts';

/** The image in a format that vips writes. */
function saved(image: Sharp, extension: 'jxl' | 'heic', ...options: string[]): Promise<Buffer> {
  return byProgram(image, extension, 'vips', [extension === 'jxl' ? 'jxlsave' : 'heifsave'], options);
}

// sharp sets VIPSHOME in the environment, with which the system's libvips finds none of its modules.
const env = { PATH: process.env['PATH'] };
const writes = (name: string) => hasPrograms('vips') && spawnSync('vips', [name], { env }).status === 0;
const testJxl = testNeeding('vips with libjxl', writes('jxlsave'));
const testHeic = testNeeding('vips with libheif', writes('heifsave'));
const HEVC = ['--compression', 'hevc'];

const KINDS: [string, () => Sharp, readonly number[], number][] = [
  ['RGB', () => plain(300, 200, [200, 30, 90]), [200, 30, 90], 8],
  ['grey', () => plain(64, 48, [77]), [77, 77, 77], 8],
  ['16 bits', () => plain(64, 48, [0x4000, 0x8000, 0xc000], 'ushort').toColourspace('rgb16'), [64, 128, 192], 16],
  ['alpha', () => plain(64, 48, [200, 0, 0, 0]), [255, 255, 255], 8],
  ['Display P3', () => plain(64, 48, [200, 100, 50]).withIccProfile('p3', { attach: true }), [200, 100, 50], 8],
];

for (const [name, image, colour, bits] of KINDS) {
  testJxl(`JPEG XL with ${name} comes out in its colour`, async (t) => {
    const { report, pyramid } = await make(await saved(image(), 'jxl', '--lossless'));
    t.is(report.mediaType, 'image/jxl');
    t.like(report.technical, { format: 'jxl', bits });
    t.deepEqual(report.warnings, []);
    const found = await pixelAt(pyramid, 20, 20);
    t.true(apart(found, colour) < 8, found.join());
  });
}

testHeic('HEIC comes out in its colour', async (t) => {
  const image = plain(300, 200, [200, 30, 90]);
  const { report, pyramid } = await make(await saved(image, 'heic', ...HEVC));
  t.is(report.mediaType, 'image/heic');
  t.like(report.pages[0], { width: 300, height: 200 });
  const found = await pixelAt(pyramid, 20, 20);
  t.true(apart(found, [200, 30, 90]) < 12, found.join());
});

testJxl('JPEG XL of half its length is refused, and a too large one before it is decoded', async (t) => {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  const image = plain(300, 200, [200, 30, 90]).composite([
    { input: { create: { width: 300, height: 200, channels: 3, background: '#000', noise } } },
  ]);
  const jxl = await saved(image, 'jxl');
  await t.throwsAsync(make(jxl.subarray(0, jxl.length / 2)), { instanceOf: UnreadableError });
  await t.throwsAsync(make(jxl, 50_000), { instanceOf: LimitError, message: /300 × 200/ });
});

testHeic('HEIC of half its length is refused, and a too large one before it is decoded', async (t) => {
  const heic = await saved(plain(300, 200, [200, 30, 90]), 'heic', ...HEVC);
  await t.throwsAsync(make(heic.subarray(0, heic.length / 2)), { instanceOf: UnreadableError });
  await t.throwsAsync(make(heic, 50_000), { instanceOf: LimitError, message: /300 × 200/ });
});
