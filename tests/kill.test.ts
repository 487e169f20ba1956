import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import sharp from 'sharp';
import { openCatalogue } from '../manifests/catalogue/open.ts';
import { openPyramid } from '../manifests/derivatives/archive.ts';
import { pyramidKey } from '../manifests/derivatives/keys.ts';
import { LocalStorage } from '../manifests/storage/local.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';

const FILES = 40;

/** Images of several sizes, so that a kill meets some being copied, some being tiled and some done. */
async function makeScans(folder: string): Promise<string> {
  const scans = join(folder, 'scans');
  await mkdir(scans);
  for (let index = 0; index < FILES; index++) {
    const [width, height] = index % 4 === 0 ? [3000, 2000] : [600 + index, 400];
    const noise = { type: 'gaussian' as const, mean: 90 + index, sigma: 20 };
    await sharp({ create: { width, height, channels: 3, background: '#000', noise } })
      .jpeg()
      .toFile(join(scans, `${index}.jpg`));
  }
  return scans;
}

async function catalogue<T>(
  product: Product,
  look: (db: Awaited<ReturnType<typeof openCatalogue>>) => Promise<T>,
): Promise<T> {
  await using database = await product.database();
  const db = await openCatalogue(database.url);
  try {
    return await look(db);
  } finally {
    await db.destroy();
  }
}

const accepted = (product: Product): Promise<string[]> =>
  catalogue(product, async (db) => (await db.selectFrom('asset').select('id').execute()).map(({ id }) => id));

async function untilAllDone(product: Product): Promise<void> {
  for (let waited = 0; waited < 90_000; waited += 500) {
    const open = await catalogue(product, (db) =>
      db.selectFrom('asset').select('id').where('state', 'in', ['waiting', 'working']).execute(),
    );
    if (open.length === 0) return;
    await sleep(500);
  }
}

async function readWhole(storage: LocalStorage, key: string): Promise<number> {
  const pyramid = await openPyramid(storage, key);
  let bytes = 0;
  for (const [index, level] of pyramid.levels.entries()) {
    for (let row = 0; row < level.rows; row++)
      for (let column = 0; column < level.columns; column++) bytes += (await pyramid.tile(index, column, row)).length;
  }
  for (const level of pyramid.sizes) bytes += (await pyramid.whole(pyramid.levels.indexOf(level))).length;
  return bytes;
}

test('after every process was killed in the middle of the work, nothing accepted is lost, broken or doubled', async (t) => {
  t.timeout(240_000);
  await using product = await startProduct();
  const scans = await makeScans(product.folder);
  let before: string[] = [];
  for (const databaseToo of [false, true, false]) {
    const adding = product.begin('add', '--json', scans);
    const soFar = before.length;
    for (let waited = 0; waited < 30_000; waited += 50) {
      before = await accepted(product);
      if (before.length >= soFar + FILES / 4) break;
      await sleep(50);
    }
    t.true(before.length < FILES || soFar > 0, 'the kill comes in the middle');
    adding.kill();
    await Promise.all([product.kill(), databaseToo ? product.killDatabase() : undefined]);
    await adding.finished;
    await product.start();
    const after = await accepted(product);
    t.deepEqual(
      before.filter((id) => !after.includes(id)),
      [],
      'what was accepted is still there',
    );
    before = after;
  }
  await untilAllDone(product);
  const rows = await catalogue(product, (db) => db.selectFrom('asset').select(['id', 'state']).execute());
  t.deepEqual(
    rows.filter(({ state }) => state !== 'ready'),
    [],
    'what was accepted becomes ready without being asked for again',
  );

  const added = await product.add([scans]);
  t.is(added.length, FILES);
  t.deepEqual(
    added.filter(({ state }) => state !== 'ready'),
    [],
  );
  await using storage = new LocalStorage(product.data);
  const { assets, views, pages, objects } = await catalogue(product, async (db) => ({
    assets: await db.selectFrom('asset').selectAll().execute(),
    views: await db.selectFrom('view').select('id').execute(),
    pages: await db.selectFrom('page').selectAll().execute(),
    objects: await db.selectFrom('object').select('id').execute(),
  }));
  t.is(objects.length, 1);
  t.is(new Set(assets.map(({ name }) => name)).size, FILES);
  t.deepEqual([assets.length, views.length, pages.length], [FILES, FILES, FILES]);
  for (const { id, generation } of assets) {
    t.is(generation, 1);
    t.true((await readWhole(storage, pyramidKey(id, 1, 1))) > 0);
  }
  t.is((await readdir(join(product.data, 'derivatives'))).length, FILES);
  const temporary = await readdir(join(product.data, '.tmp')).catch(() => []);
  t.deepEqual(temporary, [], 'no half-made files are left');
});
