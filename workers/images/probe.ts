import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Metadata } from 'sharp';
import { LimitError, UnreadableError } from '../../manifests/errors.ts';
import type { Decodable } from './decode/decoder.ts';
import { DECODERS } from './decode/index.ts';
import { readEmbedded } from './embedded.ts';
import { profileName } from './icc.ts';
import { rewriteLayouts } from './layouts/layouts.ts';
import { checkMemory } from './memory.ts';
import { checkLayout, isCameraRaw, pageOptions, sizeOf, tiffPages } from './pages.ts';
import type { PageOptions } from './pages.ts';
import { HEAD_BYTES, MEDIA_TYPES, recognise } from './recognise.ts';
import type { ImageFormat } from './recognise.ts';
import { open } from './sharp.ts';
import { TiffReader } from './tiff.ts';
import type { TiffDirectory } from './tiff.ts';

export interface ImageSource {
  /** Path of the original. */
  source: string;
  /** For what has to be made of it before it can be read. */
  folder: string;
  /** Of all pages together. */
  maxPixels: number;
}

export interface Probe {
  format: ImageFormat;
  mediaType: string;
  /**
   * What libvips opens: the path, or an SVG's bytes, which unlike its path give it no folder to read from, or the path of
   * the TIFF in the task's folder that the file, or a page of it, became.
   */
  input: string | Buffer;
  pages: PageOptions[];
  /** Makes `input` that of another page (from 0), where pages are decoded one at a time. */
  turnTo?: (page: number) => Promise<void>;
  /** What curators ask about the file: JSON values by name. */
  technical: Record<string, string | number | boolean>;
  warnings: string[];
}

const BITS = {
  uchar: 8,
  char: 8,
  ushort: 16,
  short: 16,
  uint: 32,
  int: 32,
  float: 32,
  double: 64,
  complex: 64,
  dpcomplex: 128,
} as const;
const DECODED = 'decoded.tif';
const MAX_SVG_BYTES = 16 * 1024 * 1024;

/**
 * Looks at a file without decoding a pixel; only what sharp does not know is first turned, once its size is known, into
 * what it does, in `folder`. Throws UnreadableError with a reason for a curator, and LimitError when all pages together
 * have more than `maxPixels` pixels.
 */
export async function probe({ source, folder, maxPixels }: ImageSource): Promise<Probe> {
  const file = openSync(source, 'r');
  try {
    const read = (offset: number, length: number): Buffer => {
      if (offset > Number.MAX_SAFE_INTEGER) throw new RangeError('beyond the end of every file');
      const buffer = Buffer.alloc(length);
      return buffer.subarray(0, readSync(file, buffer, 0, length, offset));
    };
    const head = read(0, HEAD_BYTES);
    const recognised = recognise(head);
    const directories = recognised === 'tiff' ? readDirectories(read) : [];
    const format = directories[0] && isCameraRaw(directories[0]) ? 'raw' : recognised;
    const decoder = DECODERS[format];
    if (decoder) return await probeDecoded(format, await decoder({ source, folder, read }), { folder, maxPixels });
    const chosen = format === 'tiff' ? tiffPages(directories).flatMap((i) => directories[i] ?? []) : [];
    chosen.forEach((directory) => checkLayout(directory));
    checkPixels(chosen.map(sizeOf), maxPixels);
    const rewritten = await rewriteLayouts(source, chosen, join(folder, DECODED));
    const pages = chosen.map((directory, i) => pageOptions(directory, rewritten ? i : directories.indexOf(directory)));
    if (pages.length === 0) pages.push({});
    const input = format === 'svg' ? readSvg(source) : (rewritten ?? source);
    const meta = await describe(input, pages[0] ?? {});
    if (chosen.length === 0) checkPixels([meta], maxPixels);
    checkMemory(meta);
    const technical = technicalOf(format, meta, chosen[0]);
    const warnings = noted(format, meta);
    return { format, mediaType: MEDIA_TYPES[format], input, pages, technical, warnings };
  } finally {
    closeSync(file);
  }
}

/** What can be said of a file only after its first page was decoded. */
async function probeDecoded(
  format: ImageFormat,
  { sizes, technical, warnings = [], decode }: Decodable,
  { folder, maxPixels }: Omit<ImageSource, 'source'>,
): Promise<Probe> {
  checkPixels(sizes, maxPixels);
  const turnTo = (page: number): Promise<void> => decode(page, DECODED);
  await turnTo(0);
  const decoded = await probe({ source: join(folder, DECODED), folder, maxPixels });
  return {
    ...decoded,
    format,
    mediaType: MEDIA_TYPES[format],
    pages: sizes.map(() => decoded.pages[0] ?? {}),
    turnTo,
    technical: present({ ...decoded.technical, ...technical, format }),
    warnings: [...warnings, ...decoded.warnings],
  };
}

/** The header of a page, as libvips reads it. */
export function describe(input: string | Buffer, page: PageOptions): Promise<Metadata> {
  return open(input, page).metadata();
}

function readDirectories(read: (offset: number, length: number) => Buffer): TiffDirectory[] {
  try {
    const directories = new TiffReader(read).directories();
    if (directories.length > 0) return directories;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new UnreadableError('This TIFF is damaged or incomplete: its directory of images cannot be read.');
}

function readSvg(source: string): Buffer {
  const { size } = statSync(source);
  if (size > MAX_SVG_BYTES) {
    throw new UnreadableError(`This SVG has ${Math.round(size / 1e6)} MB; up to 16 MB are read.`);
  }
  return readFileSync(source);
}

function checkPixels(sizes: readonly { width: number; height: number }[], maxPixels: number): void {
  const pixels = sizes.reduce((sum, { width, height }) => sum + width * height, 0);
  if (pixels <= maxPixels) return;
  const what =
    sizes.length === 1
      ? `This image claims ${sizes[0]?.width} × ${sizes[0]?.height} pixels`
      : `The ${sizes.length} pages of this file have ${Math.round(pixels / 1e6)} megapixels together`;
  throw new LimitError(`${what}; the limit here is ${Math.round(maxPixels / 1e6)} megapixels.`);
}

function technicalOf(format: ImageFormat, meta: Metadata, directory?: TiffDirectory): Probe['technical'] {
  const profile = meta.icc && profileName(meta.icc);
  const facts = {
    format,
    width: meta.width,
    height: meta.height,
    channels: meta.channels,
    bits: meta.bitsPerSample ?? BITS[meta.depth],
    depth: meta.depth,
    colourSpace: meta.space,
    profile: meta.icc ? (profile ?? 'unnamed') : undefined,
    alpha: meta.hasAlpha || undefined,
    palette: meta.isPalette || undefined,
    progressive: meta.isProgressive || undefined,
    chromaSubsampling: meta.chromaSubsampling,
    pixelsPerInch: meta.density,
    orientation: meta.orientation,
    ...readEmbedded({ exif: meta.exif, iptc: meta.iptc, xmp: meta.xmp, fields: directory?.fields }),
  };
  return present(facts);
}

function present(facts: Decodable['technical']): Probe['technical'] {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function noted(format: ImageFormat, meta: Metadata): string[] {
  const frames = meta.pages ?? 1;
  if (format === 'tiff' || frames <= 1) return [];
  return [`The file holds ${frames} frames; the first is shown.`];
}
