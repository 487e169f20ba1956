import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { beginAsset, failAsset, registerFile } from '../../../manifests/catalogue/assets.ts';
import { createObject } from '../../../manifests/catalogue/objects.ts';
import { LocalStorage } from '../../../manifests/storage/local.ts';
import { sweepWork } from '../../../workers/derive/sweep.ts';
import { takeFolder } from '../../../workers/isolate/owner.ts';
import { testDatabase } from '../../database.ts';
import { testFolder } from '../../folder.ts';

test('a folder of work goes when nobody wants its generation any more, unless somebody is still at it', async (t) => {
  await using database = await testDatabase();
  await using folder = await testFolder();
  await using storage = new LocalStorage(folder.path);
  const { db } = database;
  const object = await createObject(db, { label: { none: ['Vase'] } }, 'test');
  const file = { object: object.key, name: 'vase.obj', source: '/vase.obj', inPlace: false, sha256: '1', bytes: 1 };
  const { asset } = await registerFile(db, file, 'test');
  const { asset: failed } = await registerFile(db, { ...file, source: '/other.obj' }, 'test');
  await beginAsset(db, asset.id, 1);
  await failAsset(db, failed.id, 1, { code: 'unreadable', message: 'no' }, 'test');

  const work = join(folder.path, '.work');
  const wanted = await storage.lastingFolder(`${asset.id}-1`);
  await writeFile(join(wanted, 'tile'), 'half');
  t.is(await storage.lastingFolder(`${asset.id}-1`), wanted, 'the same folder for the same name');
  await storage.lastingFolder(`${asset.id}-2`);
  await storage.lastingFolder(`${failed.id}-1`);
  await takeFolder(await storage.lastingFolder('agone-1'));
  await mkdir(join(work, 'agone-2@elsewhere'));
  await mkdir(join(work, 'agone-3@elsewhere'));
  await utimes(join(work, 'agone-3@elsewhere'), 1, 1);
  const left = async () => (await readdir(work)).map((name) => name.slice(0, name.indexOf('@'))).toSorted();
  await sweepWork(db, storage);
  t.deepEqual(await left(), [`${asset.id}-1`, 'agone-1', 'agone-2'].toSorted());
  t.deepEqual(await readdir(wanted), ['tile']);

  await registerFile(db, { ...file, sha256: '2' }, 'test');
  await sweepWork(db, storage);
  t.deepEqual(await left(), ['agone-1', 'agone-2'], 'superseded by other bytes');
  const keys = [];
  for await (const { key } of storage.list('')) keys.push(key);
  t.deepEqual(keys, [], 'work is nothing that is stored');
});
