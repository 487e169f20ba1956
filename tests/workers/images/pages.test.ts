import test from 'ava';
import { UnreadableError } from '../../../manifests/errors.ts';
import { checkLayout, isCameraRaw, tiffPages } from '../../../workers/images/pages.ts';
import { TiffReader } from '../../../workers/images/tiff.ts';
import type { TiffDirectory } from '../../../workers/images/tiff.ts';
import { page, tiffFile } from './samples.ts';
import type { Directory } from './samples.ts';

function directoriesOf(...tags: Directory['tags'][]): TiffDirectory[] {
  const file = tiffFile(tags.map((each) => ({ tags: each, pixels: Buffer.alloc(1) })));
  return new TiffReader((offset, length) => file.subarray(offset, offset + length)).directories();
}

const TILED = { 322: [256], 323: [256] };

test('reduced copies and masks are no pages, by the new tag or the old', (t) => {
  const directories = directoriesOf(
    page(800, 600, 3, 8),
    page(400, 300, 3, 8, { 254: { type: 4, values: [1] } }),
    page(800, 600, 1, 1, { 254: { type: 4, values: [4] } }),
    page(400, 300, 3, 8, { 255: [2] }),
    page(700, 600, 3, 8, { 254: { type: 4, values: [2] } }),
  );
  t.deepEqual(tiffPages(directories), [0, 4]);
});

test('levels of a tiled pyramid are no pages even where nothing marks them', (t) => {
  const directories = directoriesOf(
    page(1001, 701, 3, 8, TILED),
    page(501, 351, 3, 8, TILED),
    page(250, 175, 3, 8, TILED),
  );
  t.deepEqual(tiffPages(directories), [0]);
});

test('a page half as large as the one before it is a page when it is not tiled', (t) => {
  t.deepEqual(tiffPages(directoriesOf(page(1000, 700, 3, 8), page(500, 350, 3, 8))), [0, 1]);
});

test('camera raw files, which begin like a TIFF, are told by their directory', (t) => {
  const dng = directoriesOf(page(200, 100, 3, 8, { 50706: { type: 1, values: [1, 4, 0, 0] } }));
  const nef = directoriesOf(page(160, 120, 3, 8, { 254: { type: 4, values: [1] }, 330: { type: 4, values: [8] } }));
  const arw = directoriesOf(page(160, 120, 1, 14, { 262: [32803] }));
  for (const [first] of [dng, nef, arw]) t.true(first && isCameraRaw(first));
  const [scan] = directoriesOf(page(160, 120, 3, 8));
  t.false(scan && isCameraRaw(scan));
});

test('a page that would have to be unpacked in memory is refused in words', (t) => {
  const tags = page(30_000, 30_000, 3, 8, { 259: [5], 279: { type: 4, values: [900_000_000] } });
  t.throws(() => directoriesOf(tags).forEach(checkLayout), {
    instanceOf: UnreadableError,
    message: /in one piece of 900 MB/,
  });
});
