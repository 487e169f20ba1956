import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { DamagedError, OverloadError, UnsupportedError } from '../../manifests/errors.ts';
import type { Pyramid } from '../../manifests/derivatives/pyramid.ts';
import { encode } from './encode.ts';
import { FORMATS } from './formats.ts';
import { giveWay } from './give-way.ts';
import type { Jp2Encoder } from './jp2.ts';
import type { TileBlock, Transform } from './plan.ts';

// Requests run side by side, so each one takes one thread: more threads finish one sooner but cost more processor time
// in all. libvips' cache of operations never hits, as every input is another buffer.
sharp.concurrency(1);
sharp.cache(false);

const WHITE = { r: 255, g: 255, b: 255 };
/** Formats whose files say what their numbers mean, and whose readers heed it. */
const CARRIES_PROFILE: ReadonlySet<string> = new Set(['jpg', 'png', 'webp', 'avif', 'tif']);
const CLEAR = { r: 0, g: 0, b: 0, alpha: 0 };

/**
 * Reads the ready-made tiles that a plan names, and makes the asked pixels of them. Throws OverloadError after `seconds`,
 * and DamagedError. A plan for JPEG 2000 needs its encoder.
 */
export async function transform(
  plan: Transform,
  pyramid: Pyramid,
  seconds: number,
  encodeJp2?: Jp2Encoder,
): Promise<Buffer> {
  const { extract, size, rotation, quality, format } = plan;
  const image = await open(plan, pyramid);
  image.extract({ left: extract.x, top: extract.y, width: extract.width, height: extract.height });
  if (size.width !== extract.width || size.height !== extract.height) {
    // Shrinking while a JPEG is loaded shifts by parts of a pixel, and never applies: the next level would be used.
    image.resize(size.width, size.height, { fit: 'fill', fastShrinkOnLoad: false });
  }
  // sharp flops before it rotates, whatever the order of calls: as 4.6 wants it.
  if (plan.mirror) image.flop();
  // As they are, with the profile if the tiles have one; whatever else is made of it begins with its colours in sRGB.
  if (quality === 'default' && CARRIES_PROFILE.has(format)) image.keepIccProfile();
  if (quality !== 'default') image.grayscale().toColourspace('b-w');
  if (rotation !== '0') {
    image.rotate(Number(rotation), { background: FORMATS[format].isTransparent ? CLEAR : WHITE });
  }
  // sharp thresholds last, after the rotation's interpolation has made new shades.
  if (quality === 'bitonal') image.threshold(128);
  image.timeout({ seconds });
  if (format !== 'jp2') return finish(encode(image, format, plan));
  if (!encodeJp2) throw new UnsupportedError('There is no encoder for JPEG 2000 here');
  const { data, info } = await finish(image.raw().toBuffer({ resolveWithObject: true }));
  return encodeJp2({ data, ...info, isExact: quality === 'bitonal' }, seconds);
}

async function open({ source }: Transform, pyramid: Pyramid): Promise<Sharp> {
  if (source.kind === 'whole') return sharp(await pyramid.whole(source.level), { limitInputPixels: false });
  const tiles = await readTiles(source, pyramid);
  // Joining inside libvips took 9.9 ms of CPU for 1000 → 500 pixels a side, copying raw tiles together 14.6 ms.
  return tiles.length === 1
    ? sharp(tiles[0])
    : sharp(tiles, { join: { across: source.columns }, limitInputPixels: false });
}

function readTiles({ level, column, row, columns, rows }: TileBlock, pyramid: Pyramid): Promise<Buffer[]> {
  const reads: Promise<Buffer>[] = [];
  for (let r = row; r < row + rows; r++) {
    for (let c = column; c < column + columns; c++) reads.push(pyramid.tile(level, c, r));
  }
  return Promise.all(reads);
}

async function finish<T>(work: Promise<T>): Promise<T> {
  // Now, for the threads that are there, and at the end, for those that were started meanwhile.
  void giveWay();
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('timeout')) {
      throw new OverloadError('This image took too long to make: ask for a smaller size, or again later', {
        cause: error,
      });
    }
    throw new DamagedError('The stored tiles of this image cannot be read: its derivatives have to be made anew', {
      cause: error,
    });
  } finally {
    void giveWay();
  }
}
