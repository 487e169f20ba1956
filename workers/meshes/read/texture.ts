import { createHash } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import { recognise, HEAD_BYTES } from '../../images/recognise.ts';
import type { ImageFormat } from '../../images/recognise.ts';
import { open } from '../../images/sharp.ts';
import { inWords } from '../../images/words.ts';
import type { Bytes, Finding, TextureFile } from '../source.ts';
import { decodeBmp, isBmp } from './bmp.ts';
import { copyBytes, readBytes } from './bytes.ts';
import { decodeKtx2, isKtx2 } from './ktx2.ts';
import { MAX_RASTER_BYTES, writeRaster } from './raster.ts';
import { decodeTga, isTga } from './tga.ts';

/** What a GPU takes at most today: 16384 × 16384. */
const MAX_PIXELS = 16384 ** 2;

const READ = 'textures may be JPEG, PNG, WebP, AVIF, TIFF, GIF, TGA, BMP or KTX2.';

/** What sharp reads without help, apart from SVG, which is no picture of points. */
const DIRECT: ReadonlySet<ImageFormat> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif']);

/**
 * Makes a picture that a mesh names into a file in `folder` that sharp opens, upright as it is stored: textures know no
 * EXIF orientation and no colour profile (glTF 2.0, 3.8.2), so that whoever opens it need not think of them. The same
 * bytes give the same file. What is missing, broken or too large comes back as a finding.
 */
export async function prepareTexture(
  found: { name: string; bytes: Bytes },
  folder: string,
  wrap: TextureFile['wrap'],
): Promise<TextureFile | Finding> {
  const { path, start, length } = found.bytes;
  const key = createHash('sha256').update(`${start} ${length} ${path}`).digest('hex').slice(0, 16);
  const file = join(folder, `texture-${key}`);
  try {
    if (!(await isThere(file))) await make(found.bytes, file);
    const { width, height } = await open(file).metadata();
    return { path: file, width, height, wrap };
  } catch (error) {
    await rm(`${file}.part`, { force: true });
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return missingTexture(found.name);
    const told = inWords(error, [path, folder]);
    if (!(told instanceof UnreadableError) && !(told instanceof LimitError)) throw told;
    return {
      code: 'unreadable-texture',
      count: 1,
      message: `A picture cannot be used and is left out: ${found.name}. ${told.message}`,
    };
  }
}

/** What is told of a picture that is named, but not there. */
export function missingTexture(name: string): Finding {
  return {
    code: 'missing-texture',
    count: 1,
    message: `A picture is named, but was not uploaded with the mesh: ${name.slice(0, 200)}. Its surfaces are shown in their plain colour.`,
  };
}

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function make(bytes: Bytes, file: string): Promise<void> {
  const part = `${file}.part`;
  await rm(part, { force: true });
  const head = await readBytes(bytes, 0, HEAD_BYTES);
  if (isKtx2(head)) await decodeKtx2(bytes, part);
  else if (isBmp(head)) await writeRaster(decodeBmp(await readWhole(bytes)), part);
  else if (isTga(head)) await writeRaster(decodeTga(await readWhole(bytes)), part);
  else {
    const format = recognise(head);
    if (!DIRECT.has(format)) {
      throw new UnreadableError(`It is a ${format.toUpperCase()} file; ${READ}`);
    }
    await copyBytes(bytes, part);
  }
  await settle(part);
  await rename(part, file);
}

async function readWhole(bytes: Bytes): Promise<Buffer> {
  if (bytes.length > MAX_RASTER_BYTES) {
    throw new LimitError(
      `It has ${bytes.length} bytes; of BMP and TGA, up to ${MAX_RASTER_BYTES} are read. Save it as PNG.`,
    );
  }
  return readBytes(bytes);
}

/** Checks a picture to its last pixel, and writes it anew if it has what would be read differently by different readers. */
async function settle(part: string): Promise<void> {
  const { width, height, depth, icc, orientation, space } = await open(part).metadata();
  checkSize(width, height);
  const plain = depth === 'uchar' && !icc && (orientation ?? 1) === 1 && (space === 'srgb' || space === 'b-w');
  if (plain) {
    await open(part).resize(1, 1, { fit: 'fill' }).raw().toBuffer();
    return;
  }
  const settled = `${part}.png`;
  try {
    await open(part, { ignoreIcc: true })
      .toColourspace('srgb')
      // A TIFF would keep the orientation.
      .png({ compressionLevel: 1 })
      .toFile(settled);
    await rename(settled, part);
  } finally {
    await rm(settled, { force: true });
  }
}

/** Before anything is decoded. */
function checkSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw new UnreadableError('It has no pixels.');
  if (width * height > MAX_PIXELS) {
    throw new LimitError(
      `It has ${width} × ${height} pixels; up to ${Math.floor(MAX_PIXELS / 1e6)} megapixels are read. Make it smaller.`,
    );
  }
}
