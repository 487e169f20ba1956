import test from 'ava';
import { crc32 } from 'node:zlib';
import { fc } from '../../properties.ts';
import { archiveEnd, openPyramid } from '../../../manifests/derivatives/archive.ts';
import { newIndex, tilePlace, wholePlace } from '../../../manifests/derivatives/tileindex.ts';
import { localHeader } from '../../../manifests/derivatives/zip.ts';
import type { ZipEntry } from '../../../manifests/derivatives/zip.ts';
import { DamagedError, InvalidError, NotFoundError } from '../../../manifests/errors.ts';
import { BufferStorage } from './buffer-storage.ts';

/** An archive whose "JPEGs" are their own names, which is enough to know one from another. */
function archiveOf(width: number, height: number): BufferStorage {
  const index = newIndex({ width, height });
  const parts: Buffer[] = [];
  const entries: ZipEntry[] = [];
  let offset = 0;
  const add = (place: number | undefined, name: string): void => {
    const bytes = Buffer.from(name);
    const header = localHeader(name, bytes.length, crc32(bytes));
    index.offsets[place ?? -1] = offset + header.length;
    index.lengths[place ?? -1] = bytes.length;
    index.checksums[place ?? -1] = crc32(bytes);
    entries.push({ name, offset, length: bytes.length, crc32: crc32(bytes) });
    parts.push(header, bytes);
    offset += header.length + bytes.length;
  };
  for (const [i, { columns, rows }] of index.levels.entries()) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        add(tilePlace(index, i, column, row), `tile ${i} ${column} ${row}`);
      }
    }
  }
  for (const level of index.sizes) {
    const at = index.levels.indexOf(level);
    add(wholePlace(index, at), `whole ${at}`);
  }
  return new BufferStorage(Buffer.concat([...parts, archiveEnd(index, entries, offset)]));
}

test('opening takes one read, and a tile one more of exactly its bytes', async (t) => {
  const storage = archiveOf(3000, 1700);
  const pyramid = await openPyramid(storage, 'a');
  t.is(storage.reads.length, 1);
  t.deepEqual([pyramid.width, pyramid.height, pyramid.tileSize], [3000, 1700, 512]);
  const tile = await pyramid.tile(1, 2, 1);
  t.is(tile.toString(), 'tile 1 2 1');
  t.is(storage.reads.length, 2);
  t.is(storage.reads[1]?.length, tile.length);
});

test('every tile of every level, and every size, is found', async (t) => {
  const pyramid = await openPyramid(archiveOf(2049, 1025), 'a');
  for (const [i, { columns, rows }] of pyramid.levels.entries()) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        t.is((await pyramid.tile(i, column, row)).toString(), `tile ${i} ${column} ${row}`);
      }
    }
  }
  t.deepEqual(pyramid.sizes, pyramid.levels.slice(1));
  t.is((await pyramid.whole(1)).toString(), 'whole 1');
});

test('an image of half a gigapixel opens with two reads', async (t) => {
  const storage = archiveOf(24_000, 22_000);
  const pyramid = await openPyramid(storage, 'a');
  t.is(storage.reads.length, 2);
  t.is((await pyramid.tile(0, 46, 42)).toString(), 'tile 0 46 42');
});

test('what the pyramid does not have is an error of the caller, not of the archive', async (t) => {
  const pyramid = await openPyramid(archiveOf(3000, 1700), 'a');
  await t.throwsAsync(() => pyramid.tile(0, 6, 0), { instanceOf: InvalidError });
  await t.throwsAsync(() => pyramid.tile(0, -1, 0), { instanceOf: InvalidError });
  await t.throwsAsync(() => pyramid.tile(9, 0, 0), { instanceOf: InvalidError });
  await t.throwsAsync(() => pyramid.whole(0), { instanceOf: InvalidError });
});

/** A storage whose disk fails from some time on. */
class FailingStorage extends BufferStorage {
  failure: Error | undefined;

  override read(key: string, offset: number, length: number): Promise<Buffer> {
    return this.failure ? Promise.reject(this.failure) : super.read(key, offset, length);
  }
}

test('an archive that is missing, or goes missing, or that the disk cannot read, is damaged', async (t) => {
  const { bytes } = archiveOf(3000, 1700);
  await t.throwsAsync(openPyramid(new BufferStorage(bytes), 'missing'), { instanceOf: DamagedError });
  const storage = new FailingStorage(bytes);
  const pyramid = await openPyramid(storage, 'a');
  for (const failure of [new NotFoundError('gone'), Object.assign(new Error('i/o error'), { code: 'EIO' })]) {
    storage.failure = failure;
    await t.throwsAsync(openPyramid(storage, 'a'), { instanceOf: DamagedError });
    await t.throwsAsync(pyramid.tile(0, 0, 0), { instanceOf: DamagedError });
  }
  const other = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
  storage.failure = other;
  t.is(await t.throwsAsync(pyramid.tile(0, 0, 0)), other);
});

function flipBit(storage: BufferStorage, offset: number): void {
  storage.bytes.writeUInt8(storage.bytes.readUInt8(offset) ^ 1, offset);
}

test('a tile with one flipped bit is not served', async (t) => {
  const storage = archiveOf(600, 600);
  const whole = await openPyramid(storage, 'a');
  const { offset } = await whole.tile(0, 1, 1).then(() => storage.reads.at(-1) ?? t.fail());
  flipBit(storage, offset);
  const pyramid = await openPyramid(storage, 'a');
  await t.throwsAsync(() => pyramid.tile(0, 1, 1), { instanceOf: DamagedError, message: /not as it was written/ });
  await t.notThrowsAsync(() => pyramid.tile(0, 0, 1));
});

test.serial('a bit that flips after a tile was read is noticed within a minute', async (t) => {
  const storage = archiveOf(600, 600);
  const pyramid = await openPyramid(storage, 'a');
  const { offset } = await pyramid.tile(0, 1, 1).then(() => storage.reads.at(-1) ?? t.fail());
  flipBit(storage, offset);
  const { now } = Date;
  Date.now = () => now() + 60_001;
  t.teardown(() => {
    Date.now = now;
  });
  await t.throwsAsync(() => pyramid.tile(0, 1, 1), { instanceOf: DamagedError });
});

test('a file cut off anywhere, and a foreign one, are called damaged', async (t) => {
  const { bytes } = archiveOf(600, 600);
  for (let length = 0; length < bytes.length; length += 7) {
    const storage = new BufferStorage(bytes.subarray(0, length));
    await t.throwsAsync(() => openPyramid(storage, 'a'), { instanceOf: DamagedError });
  }
  const front = new BufferStorage(bytes.subarray(1));
  await t.throwsAsync(() => openPyramid(front, 'a'), { instanceOf: DamagedError });
});

test('hostile bytes in index and end records never do worse than a DamagedError', async (t) => {
  const { bytes } = archiveOf(1100, 600);
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(at) ^ change, at);
      const storage = new BufferStorage(copy);
      const error: unknown = await openPyramid(storage, 'a')
        .then(
          (pyramid) => pyramid.tile(0, 2, 1).then(() => undefined),
          (reason: unknown) => reason,
        )
        .catch((reason: unknown) => reason);
      t.true(error === undefined || error instanceof DamagedError);
      t.true(storage.reads.every(({ length }) => length <= copy.length));
    }),
    { numRuns: 300 },
  );
});

test('an index that claims to be as large as the disk is not read', async (t) => {
  const storage = archiveOf(600, 600);
  const comment = storage.bytes.length - 62;
  storage.bytes.write('0000000000000000, 9999999999', comment + 28, 'latin1');
  await t.throwsAsync(() => openPyramid(storage, 'a'), { instanceOf: DamagedError });
  t.is(storage.reads.length, 1);
});
