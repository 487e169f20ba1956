import test from 'ava';
import { fc } from '../../properties.ts';
import {
  centralDirectory,
  endComment,
  findDirectory,
  localHeader,
  localHeaderBytes,
  readDirectory,
} from '../../../manifests/derivatives/zip.ts';
import type { ZipEntry } from '../../../manifests/derivatives/zip.ts';

const entry = fc.record({
  name: fc.string({ minLength: 1, maxLength: 40 }),
  offset: fc.integer({ min: 0, max: 2 ** 40 }),
  length: fc.integer({ min: 0, max: 2 ** 40 }),
  crc32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});

/** The directory as it is found at the end of a file that is `offset` bytes long before it. */
function reread(bytes: Buffer, offset: number): { entries: ZipEntry[] | undefined; offset: number | undefined } {
  const found = findDirectory(bytes, offset + bytes.length);
  return { entries: found && readDirectory(bytes.subarray(0, found.size)), offset: found?.offset };
}

test('a directory is read as it was written, with offsets and lengths on both sides of 4 GiB', (t) => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), fc.integer({ min: 0, max: 2 ** 41 }), (entries, offset) => {
      t.deepEqual(reread(centralDirectory(entries, offset, 'a comment'), offset), { entries, offset });
    }),
  );
});

test('a directory of more than 65,535 entries is read whole', (t) => {
  const entries = Array.from({ length: 70_000 }, (_, i) => ({
    name: `tile-${i}`,
    offset: i * 100,
    length: 60,
    crc32: i,
  }));
  const { entries: read, offset } = reread(centralDirectory(entries, 7_000_000, ''), 7_000_000);
  t.is(offset, 7_000_000);
  t.deepEqual(read, entries);
});

test('a local header says where the bytes begin, also when other programs add extra fields', (t) => {
  const header = localHeader('image/full/1,1/0/default.jpg', 10, 20);
  t.is(localHeaderBytes(header), header.length);
  header.writeUInt16LE(9, 28);
  t.is(localHeaderBytes(header), header.length + 9);
  t.is(localHeaderBytes(Buffer.alloc(40)), undefined);
});

test('an end record is found only where its comment reaches exactly to the end of the file', (t) => {
  const bytes = centralDirectory([], 0, 'hello');
  t.is(endComment(bytes, 5), 'hello');
  t.is(endComment(bytes, 4), undefined);
  t.is(endComment(Buffer.concat([bytes, Buffer.from('!')]), 5), undefined);
  t.is(findDirectory(Buffer.concat([bytes, Buffer.from('!')]), bytes.length + 1), undefined);
});

test('bytes that are no directory are never taken for one and never make the reader throw', (t) => {
  const whole = centralDirectory([{ name: 'a', offset: 2 ** 33, length: 5, crc32: 1 }], 2 ** 34, '');
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, value, cut) => {
      const bytes = Buffer.from(whole.subarray(cut));
      if (at < bytes.length) bytes[at] = value;
      t.notThrows(() => findDirectory(bytes, bytes.length));
      t.notThrows(() => readDirectory(bytes));
    }),
  );
  t.is(readDirectory(Buffer.from('not a directory')), undefined);
});

test('a compressed entry is refused, as a tile must be readable as it lies', (t) => {
  const bytes = centralDirectory([{ name: 'a', offset: 0, length: 5, crc32: 1 }], 100, '');
  bytes.writeUInt16LE(8, 10);
  t.is(reread(bytes, 100).entries, undefined);
});
