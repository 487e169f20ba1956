import test from 'ava';
import sharp from 'sharp';
import { openPyramid } from '../../../manifests/derivatives/archive.ts';
import { DamagedError } from '../../../manifests/errors.ts';
import { pageImage } from '../../../workers/ocr/image.ts';
import type { PageImage } from '../../../workers/ocr/image.ts';
import { BufferStorage } from '../../manifests/derivatives/buffer-storage.ts';
import { make } from '../images/samples.ts';

/** A slope of greys, which is lighter to the right and the bottom. */
const greyAt = (x: number, y: number): number => 40 + Math.floor(x / 10) + Math.floor(y / 10);
const slope = async (width: number, height: number): Promise<Buffer> =>
  sharp(
    Uint8Array.from({ length: width * height }, (_, i) => greyAt(i % width, Math.floor(i / width))),
    { raw: { width, height, channels: 1 } },
  )
    .toColourspace('srgb')
    .png()
    .toBuffer();

function pixels({ width, height, bytes }: PageImage): Uint8Array {
  const header = `P5\n${width} ${height}\n255\n`;
  if (Buffer.from(bytes.subarray(0, header.length)).toString() !== header) throw new Error('It is no PGM');
  return bytes.subarray(header.length);
}

function furthest(image: PageImage, scale: number): number {
  const grey = pixels(image);
  return grey.reduce((most, value, i) => {
    const [x, y] = [(i % image.width) * scale, Math.floor(i / image.width) * scale];
    return Math.max(most, Math.abs(value - greyAt(x, y)));
  }, 0);
}

test('tiles are put together to a grey image of the whole page', async (t) => {
  const { pyramid } = await make(await slope(1100, 700));
  const image = await pageImage(pyramid);
  t.deepEqual([image.width, image.height], [1100, 700]);
  t.is(pixels(image).length, 1100 * 700);
  t.true(furthest(image, 1) <= 4, String(furthest(image, 1)));
});

test('a page of more pixels than are meant is halved until it fits', async (t) => {
  const { pyramid } = await make(await slope(1100, 700));
  const half = await pageImage(pyramid, 1100 * 700 - 1);
  t.deepEqual([half.width, half.height], [550, 350]);
  t.true(furthest(half, 2) <= 4, String(furthest(half, 2)));
  const smallest = await pageImage(pyramid, 1);
  t.deepEqual([smallest.width, smallest.height], [275, 175]);
});

test('of a pyramid that is damaged nothing is read', async (t) => {
  const { files } = await make(await slope(600, 100));
  const bytes = Buffer.from(files[0]!);
  const start = bytes.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  bytes.fill(0, start + 200, start + 300);
  const pyramid = await openPyramid(new BufferStorage(bytes), 'damaged');
  await t.throwsAsync(async () => pageImage(pyramid), { instanceOf: DamagedError });
});
