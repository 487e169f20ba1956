import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pino } from 'pino';
import test from 'ava';
import { acceptFile } from '../../../manifests/catalogue/accept.ts';
import { createObject } from '../../../manifests/catalogue/objects.ts';
import { readDirectory, findDirectory } from '../../../manifests/derivatives/zip.ts';
import { LimitError } from '../../../manifests/errors.ts';
import { openQueue } from '../../../manifests/queue.ts';
import { LocalStorage } from '../../../manifests/storage/local.ts';
import { originalStream } from '../../../manifests/storage/originals.ts';
import { testDatabase } from '../../database.ts';
import { testFolder } from '../../folder.ts';

test('files that belong together become one original, the same as long as they are', async (t) => {
  await using database = await testDatabase();
  await using folder = await testFolder();
  await using storage = new LocalStorage(join(folder.path, 'data'));
  const { db, url } = database;
  await using queue = await openQueue(
    'ingest',
    { databaseUrl: url, redisUrl: undefined, installation: 'accept' },
    pino({ level: 'silent' }),
  );
  const object = await createObject(db, { label: { none: ['Vase'] } }, 'test');
  const path = join(folder.path, 'vase.obj');
  const picture = join(folder.path, 'uv.jpg');
  await writeFile(path, 'mtllib vase.mtl\n');
  await writeFile(picture, 'first');
  const told: number[] = [];
  const context = {
    db,
    storage,
    queue,
    data: folder.path,
    reserve: 0,
    actor: 'test',
    signal: AbortSignal.timeout(60_000),
    onProgress: (fraction: number) => void told.push(fraction),
  };
  const pack = [
    { path, name: 'vase.obj' },
    { path: picture, name: 'maps/uv.jpg' },
  ];
  const file = { path, name: 'vase.zip', object: object.key, inPlace: false, pack };
  const alone = await acceptFile({ path, name: 'vase.obj', object: object.key, inPlace: false }, context);
  t.like(alone, { outcome: 'new', asset: { name: 'vase.obj' } });
  const first = await acceptFile(file, context);
  t.like(first, { outcome: 'changed', asset: { id: alone.asset.id, name: 'vase.zip', source: path, inPlace: false } });
  t.is(told.at(-1), 1);
  const bytes = await buffer(await originalStream(storage, first.asset));
  t.is(bytes.length, first.asset.bytes);
  const directory = findDirectory(bytes, bytes.length);
  const entries = readDirectory(bytes.subarray(directory?.offset, (directory?.offset ?? 0) + (directory?.size ?? 0)));
  t.deepEqual(
    entries?.map(({ name }) => name),
    ['vase.obj', 'maps/uv.jpg'],
  );
  t.is((await acceptFile(file, context)).outcome, 'unchanged');
  await writeFile(picture, 'other');
  t.like(await acceptFile(file, context), { outcome: 'changed', asset: { id: first.asset.id, generation: 3 } });
  t.is(await readFile(path, 'utf8'), 'mtllib vase.mtl\n', 'what was added stays where it is');
  const { size } = await stat(path);
  await t.throwsAsync(acceptFile(file, { ...context, reserve: 1e18 }), {
    instanceOf: LimitError,
    message: new RegExp(`vase.zip needs ${size + 5} bytes`),
  });
});
