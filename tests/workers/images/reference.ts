import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Raster } from './rasters.ts';

const run = promisify(execFile);

/**
 * A page of a file as opaque sRGB of 8 bits, upright, made by other programs than ours: Debian's libvips, years older than
 * the one in sharp and built with other decoders, or ImageMagick. The steps are those of the specifications: orientation,
 * alpha on white, the embedded profile to sRGB. By ImageMagick where there are options for it.
 */
export async function referenceBy(
  imageMagick: readonly string[] | undefined,
  source: string,
  page: number | undefined,
  folder: string,
): Promise<Raster> {
  if (imageMagick) return byImageMagick(source, imageMagick, folder);
  let at = await step('autorot', page === undefined ? source : `${source}[page=${page}]`);
  const { bands, interpretation, format, ...header } = await headerOf(at);
  const inks = interpretation === 'cmyk';
  if (bands === '4' && !inks) at = await step('flatten', at, '--background', format === 'ushort' ? '65535' : '255');
  if (format === 'float') at = await step('cast', await stretched(at), 'uchar');
  // What inks without a profile look like, nobody knows: as with us, they are taken for those of libvips' own profile.
  const profile = header['icc-profile-data'] ? ['--embedded'] : inks ? ['--input-profile', 'cmyk'] : undefined;
  at = profile
    ? await step('icc_transform', at, 'srgb', ...profile, '--intent', 'perceptual', '--black-point-compensation')
    : await step('colourspace', at, 'srgb');
  const raw = join(folder, 'reference.raw');
  await run('vips', ['rawsave', at, raw]);
  return { width: Number(header['width']), height: Number(header['height']), data: await readFile(raw) };

  async function step(operation: string, from: string, ...more: string[]): Promise<string> {
    const into = join(folder, `${operation}.v`);
    await run('vips', [operation, from, into, ...more]);
    return into;
  }

  async function stretched(from: string): Promise<string> {
    const [least, greatest] = [Number(await told('min', from)), Number(await told('max', from))];
    const a = 255 / (greatest - least);
    const into = join(folder, 'linear.v');
    await run('vips', ['linear', '--', from, into, String(a), String(-least * a)]);
    return into;
  }
}

/** All that is known of an image: name → value. */
async function headerOf(file: string): Promise<Record<string, string>> {
  const { stdout } = await run('vipsheader', ['-a', file], { maxBuffer: 64 * 1024 * 1024 });
  return Object.fromEntries([...stdout.matchAll(/^([\w-]+): (.*)$/gm)].map(([, name, value]) => [name, value]));
}

async function told(operation: string, file: string): Promise<string> {
  return (await run('vips', [operation, file])).stdout.trim();
}

async function byImageMagick(source: string, more: readonly string[], folder: string): Promise<Raster> {
  const raw = join(folder, 'reference.rgb');
  const options = [
    ...more,
    '-auto-orient',
    '-background',
    'white',
    '-alpha',
    'remove',
    '-colorspace',
    'sRGB',
    '-depth',
    '8',
  ];
  const { stdout } = await run('convert', [source, ...options, '-print', '%w %h', raw]);
  const [width = 0, height = 0] = stdout.split(' ').map(Number);
  return { width, height, data: await readFile(raw) };
}
