import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { completeAsset, registerFile } from '../../../manifests/catalogue/assets.ts';
import { flagDamage } from '../../../manifests/catalogue/damage.ts';
import { createObject } from '../../../manifests/catalogue/objects.ts';
import { remakeAsset } from '../../../manifests/catalogue/remake.ts';
import { restrictObject } from '../../../manifests/catalogue/restrict.ts';
import { deleteSuperseded, sweepSuperseded } from '../../../manifests/catalogue/superseded.ts';
import { pyramidKey } from '../../../manifests/derivatives/keys.ts';
import { LocalStorage } from '../../../manifests/storage/local.ts';
import { testDatabase } from '../../database.ts';
import type { TestDatabase } from '../../database.ts';
import { testFolder } from '../../folder.ts';

let database: TestDatabase;
test.before(async () => {
  database = await testDatabase();
});
test.after.always(() => database[Symbol.asyncDispose]());

const HOUR = 3_600_000;
const { signal } = new AbortController();

async function made(folder: string, asset: string, generation: number, complete = true): Promise<void> {
  const path = join(folder, pyramidKey(asset, generation, 1));
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, 'pyramid');
  const page = { page: 1, width: 3, height: 2, fullWidth: 3, fullHeight: 2, bytes: 7 };
  const derived = { kind: 'image' as const, mediaType: 'image/png', pages: [page], technical: {}, warnings: [] };
  if (complete) await completeAsset(database.db, asset, generation, derived, 'Vitrine');
}

async function served(folder: string, name: string): Promise<{ key: string; asset: string }> {
  const { key } = await createObject(database.db, { label: { none: [name] } }, 'curator');
  const file = { object: key, name, source: `/scans/${name}`, inPlace: false, sha256: name, bytes: 1 };
  const { asset } = await registerFile(database.db, file, 'curator');
  await made(folder, asset.id, 1);
  return { key, asset: asset.id };
}

const generations = async (folder: string, asset: string): Promise<string[]> =>
  (await readdir(join(folder, 'derivatives', asset)).catch(() => [])).toSorted((a, b) => Number(a) - Number(b));

test.serial('what was superseded is kept for its time, then deleted; what is served stays', async (t) => {
  const { db } = database;
  await using folder = await testFolder();
  await using storage = new LocalStorage(folder.path);
  const { asset } = await served(folder.path, 'kept.png');
  for (const generation of [2, 3]) {
    await remakeAsset(db, asset, 'curator');
    await made(folder.path, asset, generation);
  }
  await sweepSuperseded(db, storage, { age: HOUR, signal });
  t.deepEqual(await generations(folder.path, asset), ['1', '2', '3']);
  // Another one that is being made: the one that is served meanwhile stays.
  await remakeAsset(db, asset, 'curator');
  await sweepSuperseded(db, storage, { age: 0, signal });
  t.deepEqual(await generations(folder.path, asset), ['3']);
  const pages = await db.selectFrom('page').select('generation').where('asset', '=', asset).execute();
  t.deepEqual(pages, [{ generation: 3 }]);
  await made(folder.path, asset, 4);
  await sweepSuperseded(db, storage, { age: 0, signal });
  t.deepEqual(await generations(folder.path, asset), ['4']);
});

test.serial(
  'what a restriction closed is deleted at once, and what a late worker adds to it by the next sweep',
  async (t) => {
    const { db } = database;
    await using folder = await testFolder();
    await using storage = new LocalStorage(folder.path);
    const { key, asset } = await served(folder.path, 'closed.png');
    const other = await served(folder.path, 'other.png');
    await restrictObject(db, key, { lift: false, set: { maxSide: 1 } }, 'curator');
    await deleteSuperseded(db, storage, key);
    t.deepEqual(await generations(folder.path, asset), []);
    t.deepEqual(await generations(folder.path, other.asset), ['1']);
    await made(folder.path, asset, 1, false);
    await made(folder.path, asset, 2);
    await sweepSuperseded(db, storage, { age: 0, signal });
    t.deepEqual(await generations(folder.path, asset), ['2']);
  },
);

test.serial('damage is flagged once, only of what is served, and is gone with the next generation', async (t) => {
  const { db } = database;
  await using folder = await testFolder();
  const { asset } = await served(folder.path, 'damaged.png');
  const damaged = async () =>
    (await db.selectFrom('asset').select('damage').where('id', '=', asset).executeTakeFirstOrThrow()).damage;
  t.is(await flagDamage(db, asset, 1, 'torn'), 'flagged');
  t.is(await flagDamage(db, asset, 1, 'torn elsewhere'), 'known');
  t.is(await damaged(), 'torn');
  await remakeAsset(db, asset, 'curator');
  t.is(await damaged(), 'torn');
  await made(folder.path, asset, 2);
  t.is(await damaged(), null);
  t.is(await flagDamage(db, asset, 1, 'torn'), 'superseded');
  t.is(await damaged(), null);
});
