import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import test from 'ava';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { openPyramid } from '../../../../manifests/derivatives/archive.ts';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import { makeImage } from '../../../../workers/images/make.ts';
import { IsolatedPool } from '../../../../workers/isolate/pool.ts';
import type { TaskOf } from '../../../../workers/isolate/task.ts';
import { BufferStorage } from '../../../manifests/derivatives/buffer-storage.ts';
import { testNeeding } from '../../../needs.ts';
import { box, codestream } from '../codestreams.ts';
import { apart, pixelAt, plain } from '../samples.ts';
import { hasPrograms } from '../../../programs.ts';

const testVips = testNeeding('vips with setpriv', hasPrograms('vips'), 'serial');

/** A folder with the image as JPEG 2000, written by vips, of one tile unless the options say otherwise. */
async function taskOf(
  t: ExecutionContext,
  image: Sharp,
  { name = 'original.jp2', options = ['--tile-width', '8192', '--tile-height', '8192', '--lossless'] } = {},
): Promise<TaskOf<'image'>> {
  const root = mkdtempSync(join(tmpdir(), 'vitrine-vips-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  await image.keepIccProfile().tiff({ compression: 'none' }).toFile(join(root, 'image.tif'));
  execFileSync('vips', ['jp2ksave', join(root, 'image.tif'), join(root, 'made.jp2'), ...options]);
  writeFileSync(join(root, name), readFileSync(join(root, 'made.jp2')));
  mkdirSync(join(root, 'made'));
  return { kind: 'image', source: join(root, name), folder: join(root, 'made'), maxPixels: 1e9 };
}

const LARGE = 6000;

/** Clouds, in one tile: libvips and OpenJPEG hold 210 MB for them, though they are quickly written. */
async function large(): Promise<Sharp> {
  const noisy = { type: 'gaussian' as const, mean: 128, sigma: 60 };
  const create = { width: 60, height: 60, channels: 3 as const, noise: noisy, background: '#000' };
  return sharp(await sharp({ create }).png().toBuffer()).resize(LARGE);
}

async function pyramidOf({ folder }: TaskOf<'image'>) {
  return openPyramid(new BufferStorage(readFileSync(join(folder, 'page-1.zip'))), 'page-1.zip');
}

function processesNamed(name: string, folder: string): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return words[0]?.endsWith(`/${name}`) === true && words.some((word) => word.startsWith(folder));
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function until(condition: () => boolean): Promise<boolean> {
  for (let i = 0; i < 500 && !condition(); i++) await wait(20);
  return condition();
}

testVips('a JPEG 2000 file becomes a pyramid and is reported as what it is, whatever its name', async (t) => {
  const task = await taskOf(t, plain(700, 300, [200, 30, 90]), { name: '-x[page=3]: %s.jpg' });
  const report = await makeImage(task, () => undefined);
  t.like(report, { mediaType: 'image/jp2', warnings: [] });
  t.like(report.pages[0], { width: 700, height: 300 });
  t.like(report.technical, { format: 'jp2', width: 700, height: 300, channels: 3, bits: 8 });
  t.false('pixelsPerInch' in report.technical);
  t.deepEqual(readdirSync(task.folder), ['page-1.zip'], 'what was decoded is gone');
  t.true(apart(await pixelAt(await pyramidOf(task), 650, 250), [200, 30, 90]) < 8);
});

/** The file with its colour box (ISO/IEC 15444-1, I.5.3.3) exchanged for one with a profile. */
function withProfile(file: Buffer, profile: Buffer): Buffer {
  const [header, colour] = [file.indexOf('jp2h') - 4, file.indexOf('colr') - 4];
  const next = colour + file.readUInt32BE(colour);
  const restricted = box('colr', Buffer.concat([Buffer.from([2, 0, 0]), profile]));
  const end = header + file.readUInt32BE(header);
  const content = [file.subarray(header + 8, colour), restricted, file.subarray(next, end)];
  return Buffer.concat([file.subarray(0, header), box('jp2h', Buffer.concat(content)), file.subarray(end)]);
}

testVips('the colour profile of a JPEG 2000 file is applied', async (t) => {
  const task = await taskOf(t, plain(64, 48, [200, 100, 50]));
  const { icc } = await sharp(await plain(8, 8, [0, 0, 0]).withIccProfile('p3').png().toBuffer()).metadata();
  writeFileSync(task.source, withProfile(readFileSync(task.source), icc ?? Buffer.alloc(0)));
  const report = await makeImage(task, () => undefined);
  t.is(typeof report.technical['profile'], 'string');
  // The same colour in sRGB, by CSS Color 4: color(display-p3 .784 .392 .196).
  const found = await pixelAt(await pyramidOf(task), 20, 20);
  t.true(apart(found, [216, 94, 32]) < 8, found.join());
});

testVips('tiles of JPEG 2000 lie where they belong', async (t) => {
  const left = await plain(300, 400, [250, 10, 10]).png().toBuffer();
  const image = plain(600, 400, [10, 10, 250]).composite([{ input: left, left: 0, top: 0 }]);
  const task = await taskOf(t, image, { options: ['--tile-width', '128', '--tile-height', '128', '--lossless'] });
  await makeImage(task, () => undefined);
  const pyramid = await pyramidOf(task);
  t.true(apart(await pixelAt(pyramid, 280, 390), [250, 10, 10]) < 12);
  t.true(apart(await pixelAt(pyramid, 320, 10), [10, 10, 250]) < 12);
});

const KINDS: [string, Sharp, readonly number[]][] = [
  ['grey', plain(64, 48, [77]), [77, 77, 77]],
  ['16 bits', plain(64, 48, [0x4000, 0x8000, 0xc000], 'ushort').toColourspace('rgb16'), [64, 128, 192]],
  ['alpha', plain(64, 48, [200, 0, 0, 0]), [255, 255, 255]],
];

for (const [name, image, colour] of KINDS) {
  testVips(`JPEG 2000 with ${name} comes out in its colour`, async (t) => {
    const task = await taskOf(t, image);
    await makeImage(task, () => undefined);
    const found = await pixelAt(await pyramidOf(task), 20, 20);
    t.true(apart(found, colour) < 8, found.join());
  });
}

testVips('the values of 12 bits are spread over the whole range', async (t) => {
  // Half of the range is nought in the codestream, whatever the depth, which can therefore be changed afterwards.
  const task = await taskOf(t, plain(64, 48, [0x8000], 'ushort').toColourspace('grey16'));
  const bytes = readFileSync(task.source);
  const siz = bytes.indexOf(Buffer.from('ff4fff51', 'hex'));
  t.is(bytes[siz + 42], 15);
  bytes[siz + 42] = 11;
  bytes[bytes.indexOf('ihdr') + 14] = 11;
  writeFileSync(task.source, bytes);
  const report = await makeImage(task, () => undefined);
  t.is(report.technical['bits'], 12);
  const found = await pixelAt(await pyramidOf(task), 20, 20);
  t.true(apart(found, [128, 128, 128]) < 4, found.join());
});

testVips('JPEG 2000 of half its length is refused', async (t) => {
  const task = await taskOf(t, plain(700, 300, [200, 30, 90]));
  const bytes = readFileSync(task.source);
  writeFileSync(task.source, bytes.subarray(0, bytes.length * 0.6));
  const error = await t.throwsAsync(
    makeImage(task, () => undefined),
    { instanceOf: UnreadableError },
  );
  t.regex(error?.message ?? '', /JPEG 2000 file is damaged or incomplete/);
  t.notRegex(error?.message ?? '', /vitrine-vips/);
});

test('JPEG 2000 that claims more pixels than the limit is refused before anything decodes it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-vips-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const source = join(folder, 'original');
  writeFileSync(source, codestream({ grid: [60_000, 60_000], origin: [0, 0], bits: [8] }));
  const error = await t.throwsAsync(
    makeImage({ source, folder, maxPixels: 2e9 }, () => undefined),
    {
      instanceOf: LimitError,
    },
  );
  t.regex(error?.message ?? '', /60000 × 60000/);
});

/** Hides the programs of the system until the test ends. */
function withoutPrograms(t: ExecutionContext, folder: string): void {
  const { PATH } = process.env;
  t.teardown(() => {
    process.env['PATH'] = PATH;
  });
  process.env['PATH'] = folder;
}

testVips(
  'without vips an image that fits into memory is read all the same, in the colours of its profile',
  async (t) => {
    const task = await taskOf(t, plain(64, 48, [200, 100, 50]));
    const { icc } = await sharp(await plain(8, 8, [0, 0, 0]).withIccProfile('p3').png().toBuffer()).metadata();
    writeFileSync(task.source, withProfile(readFileSync(task.source), icc ?? Buffer.alloc(0)));
    withoutPrograms(t, task.folder);
    await using pool = new IsolatedPool({ size: 1, memory: 1e9, seconds: 60 });
    await pool.run(task);
    const found = await pixelAt(await pyramidOf(task), 20, 20);
    t.true(apart(found, [216, 94, 32]) < 8, found.join());
  },
);

test.serial('without vips the reason for a large image says what to install', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-vips-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const source = join(folder, 'original');
  writeFileSync(source, codestream({ grid: [8000, 8000], origin: [0, 0], bits: [8, 8, 8] }));
  withoutPrograms(t, folder);
  await using pool = new IsolatedPool({ size: 1, memory: 1e9, seconds: 60 });
  await t.throwsAsync(pool.run({ kind: 'image', source, folder, maxPixels: 1e9 }), {
    instanceOf: LimitError,
    message: /up to 20 megapixels .* vips is installed on the server \(Debian: libvips-tools\)/,
  });
});

testVips('vips ends with its task, when that is aborted', async (t) => {
  const task = await taskOf(t, await large());
  await using pool = new IsolatedPool({ size: 1, memory: 4e9, seconds: 60 });
  const abort = new AbortController();
  const running = t.throwsAsync(pool.run(task, { signal: abort.signal }), { message: 'enough' });
  t.true(await until(() => processesNamed('vips', task.source).length === 1), 'vips is at work');
  abort.abort(new Error('enough'));
  await running;
  t.true(await until(() => processesNamed('vips', task.source).length === 0), 'vips is gone');
  const bytes = readdirSync(task.folder).reduce((sum, name) => sum + statSync(join(task.folder, name)).size, 0);
  t.true(bytes < LARGE * LARGE * 3, 'and had not come to its end');
});

testVips('the memory of vips counts as the task’s, which is killed with it', async (t) => {
  const task = await taskOf(t, await large());
  await using pool = new IsolatedPool({ size: 1, memory: 200e6, seconds: 60 });
  await t.throwsAsync(pool.run(task), { instanceOf: LimitError, message: /more than 200 MB/ });
  t.true(await until(() => processesNamed('vips', task.source).length === 0), 'vips is gone');
  t.deepEqual(readdirSync(task.folder), ['decoded.tif'], 'it did not get beyond decoding');
});
