import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OverloadError } from '../../manifests/errors.ts';
import { findVips } from '../../manifests/programs.ts';
import type { Program } from '../../manifests/programs.ts';

/** Samples of 8 bits, row by row, without gaps. */
export interface RawPixels {
  data: Buffer;
  width: number;
  height: number;
  /** 1 for grey, 3 for sRGB. */
  channels: number;
  /** So that bitonal has no third shade. */
  isExact: boolean;
}

/** Throws OverloadError when it is not done after `seconds`. */
export type Jp2Encoder = (pixels: RawPixels, seconds: number) => Promise<Buffer>;

const OUT = 'image.jp2';
const MAX_MESSAGE = 4096;

/**
 * Decibels of signal to noise. 40 gave 0.49 MB for a page of 2.3 megapixels in a third of the time that 48, the
 * default of vips, took for 0.93 MB; the difference between the two is not seen.
 */
const QUALITY = '40';

/**
 * The `vips` program of the system, where there is one that writes JPEG 2000: found out by trying, as it may be built
 * without. (sharp's own libvips is.)
 */
export async function findJp2Encoder(): Promise<Jp2Encoder | undefined> {
  const vips = await findVips();
  if (!vips) return undefined;
  const encoder: Jp2Encoder = (pixels, seconds) => encode(vips, pixels, seconds);
  return encoder({ data: Buffer.alloc(64), width: 8, height: 8, channels: 1, isExact: true }, 10).then(
    () => encoder,
    () => undefined,
  );
}

/** Pixels go in by a pipe, as a Portable Anymap, which costs nothing to write. What comes out must be a file: OpenJPEG goes back in it. */
async function encode(vips: Program, pixels: RawPixels, seconds: number): Promise<Buffer> {
  const { data, width, height, channels, isExact } = pixels;
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-jp2-'));
  try {
    const header = `P${channels === 1 ? 5 : 6}\n${width} ${height}\n255\n`;
    const options = isExact ? ['--lossless'] : ['--Q', QUALITY];
    await run(vips, ['jp2ksave', 'stdin', OUT, ...options], folder, [Buffer.from(header), data], seconds);
    return await readFile(join(folder, OUT));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(vips: Program, args: string[], cwd: string, input: Buffer[], seconds: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const env = { TMPDIR: cwd, VIPS_CONCURRENCY: '1', VIPS_WARNING: '0', MALLOC_ARENA_MAX: '1' };
  const child = spawn(vips.path, [...vips.args, ...args], { cwd, env, stdio: ['pipe', 'ignore', 'pipe'] });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  let message = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    message = (message + text).slice(0, MAX_MESSAGE);
  });
  child.once('error', (error) => {
    clearTimeout(timer);
    reject(error);
  });
  child.once('close', (code, signal) => {
    clearTimeout(timer);
    if (code === 0) resolve();
    else if (isLate) reject(new OverloadError('This image took too long to make: ask for a smaller size'));
    else reject(new Error(`vips ended with ${signal ?? code}: ${message}`));
  });
  // That it ended before it has read all is told by its code.
  child.stdin.on('error', () => undefined);
  for (const bytes of input) child.stdin.write(bytes);
  child.stdin.end();
  return promise;
}
