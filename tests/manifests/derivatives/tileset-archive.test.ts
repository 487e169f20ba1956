import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import test from 'ava';
import {
  INDEX_NAME,
  TilesetArchiveWriter,
  openTilesetArchive,
} from '../../../manifests/derivatives/tileset-archive.ts';
import { DamagedError } from '../../../manifests/errors.ts';
import { testFolder } from '../../folder.ts';

async function archived(folder: string, files: Record<string, Buffer>): Promise<Buffer> {
  const path = join(folder, 'tiles.3tz');
  {
    await using file = await open(path, 'w');
    const writer = new TilesetArchiveWriter(file);
    for (const [name, bytes] of Object.entries(files)) await writer.add(name, bytes);
    await writer.finish();
  }
  return readFile(path);
}

const reading =
  (archive: Buffer) =>
  async (offset: number, length: number): Promise<Buffer> =>
    archive.subarray(offset, offset + length);

const FILES = Object.fromEntries(
  Array.from({ length: 300 }, (_, number) => [`tiles/3/${number}.glb`, Buffer.alloc(number * 7, number)]),
);

test('what was archived is found again by its name, with its checksum', async (t) => {
  await using folder = await testFolder();
  const archive = await archived(folder.path, FILES);
  const found = await openTilesetArchive(reading(archive), archive.length);
  t.is(found.size, 301);
  for (const [name, bytes] of Object.entries(FILES)) {
    const { offset, length, crc32: checksum } = found.get(name)!;
    t.deepEqual(archive.subarray(offset, offset + length), bytes);
    t.is(checksum, crc32(bytes));
  }
});

test('the last entry is the index of 3TZ: sorted hashes, each with the place of a local header', async (t) => {
  await using folder = await testFolder();
  const archive = await archived(folder.path, FILES);
  const found = await openTilesetArchive(reading(archive), archive.length);
  t.is([...found.keys()].at(-1), INDEX_NAME);
  const { offset, length } = found.get(INDEX_NAME)!;
  const index = archive.subarray(offset, offset + length);
  t.is(length, 300 * 24);
  const places = new Map<string, number>();
  for (let at = 0; at < length; at += 24) {
    if (at > 0) t.true(index.readBigUInt64LE(at - 24) <= index.readBigUInt64LE(at));
    places.set(index.toString('hex', at, at + 16), Number(index.readBigUInt64LE(at + 16)));
  }
  for (const name of Object.keys(FILES)) {
    const place = places.get(createHash('md5').update(name).digest('hex'))!;
    t.is(archive.readUInt32LE(place), 0x04034b50);
    t.is(archive.toString('utf8', place + 30, place + 30 + name.length), name);
  }
});

test('the same files in the same order are the same bytes', async (t) => {
  await using folder = await testFolder();
  t.deepEqual(await archived(folder.path, FILES), await archived(folder.path, FILES));
});

test('what is cut off or not an archive is told to be damaged', async (t) => {
  await using folder = await testFolder();
  const archive = await archived(folder.path, FILES);
  for (const bytes of [archive.subarray(0, archive.length - 30), Buffer.alloc(500), Buffer.alloc(0)])
    await t.throwsAsync(openTilesetArchive(reading(bytes), bytes.length), { instanceOf: DamagedError });
});
