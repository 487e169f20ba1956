import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import test from 'ava';
import { findDirectory, localHeaderBytes, readDirectory } from '../../../manifests/derivatives/zip.ts';
import { pack } from '../../../manifests/meshes/pack.ts';
import { testFolder } from '../../folder.ts';

const NAMES = ['a/scan.obj', 'a/größe.mtl', 'b.jpg'];

test('a pack holds its files as they are, in their order, and the same files on another day are the same bytes', async (t) => {
  await using folder = await testFolder();
  const files = NAMES.map((name, i) => ({ name, path: join(folder.path, `${i}`) }));
  const contents = [Buffer.alloc(2_500_000, 'v 1 2 3\n'), Buffer.from('newmtl a'), Buffer.alloc(0)];
  await Promise.all(files.map(({ path }, i) => writeFile(path, contents[i] ?? '')));
  const to = join(folder.path, 'pack.zip');
  await pack(files, to);
  const bytes = await readFile(to);
  const directory = findDirectory(bytes, bytes.length);
  const entries = readDirectory(bytes.subarray(directory?.offset, (directory?.offset ?? 0) + (directory?.size ?? 0)));
  t.deepEqual(
    entries?.map(({ name }) => name),
    NAMES,
  );
  for (const [i, { offset, length, crc32: checksum }] of (entries ?? []).entries()) {
    const start = offset + (localHeaderBytes(bytes.subarray(offset)) ?? 0);
    const stored = bytes.subarray(start, start + length);
    t.true(stored.equals(contents[i] ?? Buffer.of(1)));
    t.is(crc32(stored), checksum);
    t.is(bytes.readUInt32LE(offset + 14), checksum, 'the local header says the same');
  }
  await utimes(files[0]?.path ?? '', 1, 1);
  await rm(to);
  await pack(files, to);
  t.true((await readFile(to)).equals(bytes));
});
