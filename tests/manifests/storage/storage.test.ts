import { randomBytes } from 'node:crypto';
import { readdir, symlink, writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import test from 'ava';
import { InvalidError, NotFoundError } from '../../../manifests/errors.ts';
import { LocalStorage } from '../../../manifests/storage/local.ts';
import type { Storage } from '../../../manifests/storage/storage.ts';
import { testFolder } from '../../folder.ts';

interface Opened extends AsyncDisposable {
  storage: Storage;
  folder: string;
}

/** Every back end is tested by the whole suite. */
const BACK_ENDS: Record<string, () => Promise<Opened>> = {
  async local() {
    const folder = await testFolder();
    const storage = new LocalStorage(folder.path);
    return {
      storage,
      folder: folder.path,
      async [Symbol.asyncDispose]() {
        await storage[Symbol.asyncDispose]();
        await folder[Symbol.asyncDispose]();
      },
    };
  },
};

async function collect(storage: Storage, prefix: string): Promise<string[]> {
  const keys = [];
  for await (const { key } of storage.list(prefix)) keys.push(key);
  return keys.toSorted();
}

for (const [name, open] of Object.entries(BACK_ENDS)) {
  test(`${name}: what is written is read back, whole and in ranges`, async (t) => {
    await using opened = await open();
    const { storage } = opened;
    const bytes = randomBytes(200_000);
    const written = await storage.write('a/b/c', Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]));
    t.is(written.size, bytes.length);
    t.deepEqual(await storage.read('a/b/c', 0, bytes.length), bytes);
    t.deepEqual(await storage.read('a/b/c', 123_456, 1000), bytes.subarray(123_456, 124_456));
    t.is((await storage.read('a/b/c', bytes.length - 10, 50)).length, 10);
    t.deepEqual(await buffer(await storage.stream('a/b/c')), bytes);
    t.deepEqual(await buffer(await storage.stream('a/b/c', { start: 5, end: 9 })), bytes.subarray(5, 10));
  });

  test(`${name}: a stream that breaks leaves nothing`, async (t) => {
    await using opened = await open();
    const broken = Readable.from(
      (function* () {
        yield Buffer.alloc(100_000);
        throw new Error('the wire broke');
      })(),
    );
    await t.throwsAsync(opened.storage.write('x/y', broken), { message: 'the wire broke' });
    t.is(await opened.storage.stat('x/y'), undefined);
    t.deepEqual(await collect(opened.storage, ''), []);
    t.deepEqual(await readdir(join(opened.folder, '.tmp')), []);
  });

  test(`${name}: a key keeps its first bytes, since others may be reading them`, async (t) => {
    await using opened = await open();
    const { storage } = opened;
    await storage.write('k', Readable.from([Buffer.from('first')]));
    await storage.write('k', Readable.from([Buffer.from('second, longer')]));
    t.is((await storage.read('k', 0, 100)).toString(), 'first');
  });

  test(`${name}: a file that is adopted is gone from its old place`, async (t) => {
    await using opened = await open();
    const work = await opened.storage.workFolder();
    await writeFile(join(work, 'made'), 'pyramid');
    const stored = await opened.storage.adopt('d/1', join(work, 'made'));
    t.is(stored.size, 7);
    t.deepEqual(await readdir(work), []);
    await using file = await opened.storage.file('d/1');
    t.true(file.path.length > 0);
  });

  test(`${name}: who was killed after adopting adopts again, and gets what is stored`, async (t) => {
    await using opened = await open();
    const made = join(await opened.storage.workFolder(), 'made');
    await writeFile(made, 'pyramid');
    const first = await opened.storage.adopt('d/1', made);
    t.deepEqual(await opened.storage.adopt('d/1', made), first);
    await t.throwsAsync(opened.storage.adopt('d/2', made), { instanceOf: NotFoundError, message: /d\/2/ });
  });

  test(`${name}: listing goes by prefix and shows no temporary files`, async (t) => {
    await using opened = await open();
    const { storage } = opened;
    for (const key of ['a/1', 'a/2', 'ab/3', 'b/4']) await storage.write(key, Readable.from([Buffer.from(key)]));
    await storage.workFolder();
    t.deepEqual(await collect(storage, 'a/'), ['a/1', 'a/2']);
    t.deepEqual(await collect(storage, 'a'), ['a/1', 'a/2', 'ab/3']);
    t.deepEqual(await collect(storage, ''), ['a/1', 'a/2', 'ab/3', 'b/4']);
  });

  test(`${name}: deleting takes a key or all below a prefix, and does not mind what is not there`, async (t) => {
    await using opened = await open();
    const { storage } = opened;
    for (const key of ['a/1', 'a/2', 'b']) await storage.write(key, Readable.from([Buffer.from(key)]));
    await storage.read('a/1', 0, 1);
    await storage.delete('a/');
    await storage.delete('nothing');
    t.deepEqual(await collect(storage, ''), ['b']);
    await t.throwsAsync(storage.read('a/1', 0, 1), { instanceOf: NotFoundError });
  });

  test(`${name}: what others have deleted is gone once it is let go of, and what is there is read again`, async (t) => {
    await using opened = await open();
    const { storage } = opened;
    for (const key of ['a/1', 'a/2', 'b']) {
      await storage.write(key, Readable.from([Buffer.from(key)]));
      await storage.read(key, 0, 3);
    }
    await rm(join(opened.folder, 'a', '1'));
    storage.release('a/');
    await t.throwsAsync(storage.read('a/1', 0, 3), { instanceOf: NotFoundError });
    for (const key of ['a/2', 'b']) t.is((await storage.read(key, 0, 3)).toString(), key);
  });

  test(`${name}: a key can not lead out of the storage`, async (t) => {
    await using opened = await open();
    await symlink('/etc', join(opened.folder, 'link')).catch(() => undefined);
    for (const key of ['../x', '/etc/passwd', 'a/../../x', 'a//b', './a', 'a/\0b', ''])
      await t.throwsAsync(opened.storage.stat(key), { instanceOf: InvalidError }, key);
  });

  test(`${name}: many readers of more files than stay open all get their bytes`, async (t) => {
    await using opened = await open();
    const { storage } = opened;
    const keys = Array.from({ length: 600 }, (_, index) => `many/${index}`);
    for (const key of keys) await storage.write(key, Readable.from([Buffer.from(key)]));
    const read = await Promise.all([...keys, ...keys].map(async (key) => (await storage.read(key, 0, 100)).toString()));
    t.deepEqual(read, [...keys, ...keys]);
  });
}
