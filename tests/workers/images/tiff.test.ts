import test from 'ava';
import { fc } from '../../properties.ts';
import sharp from 'sharp';
import { numberOf, textOf, TiffReader } from '../../../workers/images/tiff.ts';
import { page, plain, tiffFile } from './samples.ts';

function readerOf(file: Buffer): TiffReader {
  return new TiffReader((offset, length) => file.subarray(offset, offset + length));
}

test('every directory of a chain is read, with numbers and text', (t) => {
  const file = tiffFile([
    { tags: page(40, 30, 3, 8, { 270: 'Folio 1 recto', 282: { type: 4, values: [300] } }), pixels: Buffer.alloc(3600) },
    { tags: page(20, 15, 1, 8), pixels: Buffer.alloc(300) },
  ]);
  const [first, second, third] = readerOf(file).directories();
  t.is(third, undefined);
  t.is(first && numberOf(first.fields, 256, 0), 40);
  t.deepEqual(first?.fields.get(258)?.values, [8, 8, 8]);
  t.is(first && textOf(first.fields, 270), 'Folio 1 recto');
  t.is(second && numberOf(second.fields, 256, 0), 20);
});

test('BigTIFF is read as well', async (t) => {
  const file = await plain(33, 22, [1, 2, 3]).tiff({ bigtiff: true, compression: 'none' }).toBuffer();
  t.is(file.readUInt16LE(2), 43);
  const [directory] = readerOf(file).directories();
  t.is(directory && numberOf(directory.fields, 256, 0), 33);
  t.is((await sharp(file).metadata()).width, 33);
});

test('a chain that bites its tail ends', (t) => {
  const file = tiffFile([{ tags: page(4, 4, 1, 8), pixels: Buffer.alloc(16) }]);
  const first = file.readUInt32LE(4);
  file.writeUInt32LE(first, first + 2 + file.readUInt16LE(first) * 12);
  t.is(readerOf(file).directories().length, 1);
});

test('a broken second directory does not cost the first', (t) => {
  const file = tiffFile([{ tags: page(4, 4, 1, 8), pixels: Buffer.alloc(16) }]);
  const first = file.readUInt32LE(4);
  file.writeUInt32LE(file.length + 1000, first + 2 + file.readUInt16LE(first) * 12);
  t.is(readerOf(file).directories().length, 1);
});

test('hostile bytes end in a RangeError or in few directories, never in anything else', (t) => {
  const file = tiffFile([{ tags: page(40, 30, 3, 8, { 270: 'a title' }), pixels: Buffer.alloc(36) }]);
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.nat(255), fc.nat(file.length), (at, value, length) => {
      const copy = Buffer.from(file.subarray(0, length));
      if (at < copy.length) copy[at] = value;
      try {
        t.true(readerOf(copy).directories().length <= 3);
      } catch (error) {
        t.true(error instanceof RangeError);
      }
    }),
    { numRuns: 500 },
  );
});
