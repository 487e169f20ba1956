import test from 'ava';
import * as fc from 'fast-check';
import { UnreadableError } from '../../../manifests/errors.ts';
import { recognise } from '../../../workers/images/recognise.ts';
import { plain } from './samples.ts';

for (const format of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
  test(`${format} is recognised by its bytes`, async (t) => {
    t.is(recognise(await plain(16, 16, [1, 2, 3]).toFormat(format).toBuffer()), format);
  });
}

test('an SVG is recognised behind a declaration and comments', (t) => {
  t.is(recognise(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')), 'svg');
  t.is(recognise(Buffer.from('\uFEFF<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg\nwidth="1"/>')), 'svg');
});

for (const [format, bytes] of [
  ['jp2', '0000000c6a5020200d0a870a00000014667479706a703220'],
  ['jpx', '0000000c6a5020200d0a870a0000001c667479706a707820'],
  ['jph', '0000000c6a5020200d0a870a00000014667479706a706820'],
  ['j2c', 'ff4fff51002f'],
] as const) {
  test(`JPEG 2000 as ${format} is recognised by its bytes`, (t) => {
    t.is(recognise(Buffer.from(bytes, 'hex')), format);
  });
}

const REFUSED: [string, Buffer, RegExp][] = [
  ['an empty file', Buffer.alloc(0), /empty/],
  ['zeros', Buffer.alloc(100), /nothing but zeros/],
  ['text', Buffer.from('Inventory of the estate, 1799\n'), /a text file/],
  ['a web page', Buffer.from('<!DOCTYPE html><html><img></html>'), /a web page/],
  ['JPEG XL', Buffer.from('ff0afa1f01', 'hex'), /JPEG XL/],
  ['PDF', Buffer.from('%PDF-1.7\n'), /PDF file, which is not read yet/],
  ['Photoshop', Buffer.from('8BPS\0\x01'), /Photoshop/],
  ['BMP', Buffer.from('424d36000c00000000003600', 'hex'), /BMP/],
  ['Canon raw', Buffer.from('49492a0010000000435202', 'hex'), /camera raw \(CR2\)/],
  ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), /HEIC/],
  ['a video', Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom', 'latin1'), /video/],
  ['a ZIP', Buffer.from('PK\x03\x04\x14\0', 'latin1'), /ZIP/],
  ['anything else', Buffer.from('00ff00ff00ff12345678', 'hex'), /not a kind of image file that is known/],
];

for (const [name, bytes, reason] of REFUSED) {
  test(`${name} is refused with its reason`, (t) => {
    t.throws(() => recognise(bytes), { instanceOf: UnreadableError, message: reason });
  });
}

test('no bytes make it fail in any other way', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        recognise(Buffer.from(bytes));
      } catch (error) {
        t.true(error instanceof UnreadableError);
      }
      t.pass();
    }),
  );
});
