import test from 'ava';
import { fc } from '../../properties.ts';
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
  ['jxl', 'ff0afa1f01'],
  ['jxl', '0000000c4a584c200d0a870a'],
  ['pdf', '255044462d312e370a'],
  ['psd', '384250530001'],
  ['heic', '0000001866747970686569630000000068656963'],
  ['raw', '49492a0010000000435202'],
  ['raw', '00000018667479706372782000000001'],
  ['raw', '46554a4946494c4d4343442d524157203031'],
  ['raw', '49495500'],
  ['raw', '4949524f'],
] as const) {
  test(`${format} is recognised by the bytes ${bytes}`, (t) => {
    t.is(recognise(Buffer.from(bytes, 'hex')), format);
  });
}

const REFUSED: [string, Buffer, RegExp][] = [
  ['an empty file', Buffer.alloc(0), /empty/],
  ['zeros', Buffer.alloc(100), /nothing but zeros/],
  ['text', Buffer.from('Inventory of the estate, 1799\n'), /a text file/],
  ['a web page', Buffer.from('<!DOCTYPE html><html><img></html>'), /a web page/],
  ['BMP', Buffer.from('424d36000c00000000003600', 'hex'), /BMP/],
  ['a video', Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom', 'latin1'), /video/],
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
