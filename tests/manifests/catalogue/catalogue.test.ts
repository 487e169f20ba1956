import { createHash } from 'node:crypto';
import test from 'ava';
import {
  beginAsset,
  completeAsset,
  failAsset,
  handBackAsset,
  registerFile,
  unfinishedAssets,
} from '../../../manifests/catalogue/assets.ts';
import type { Derived, NewFile } from '../../../manifests/catalogue/assets.ts';
import { createObject, describeObject, findObject, renameObject } from '../../../manifests/catalogue/objects.ts';
import { InvalidError } from '../../../manifests/errors.ts';
import { testDatabase } from '../../database.ts';
import type { TestDatabase } from '../../database.ts';

const label = (text: string) => ({ none: [text] });

const file = (object: string, name: string, content = name): NewFile => ({
  object,
  name,
  source: `/scans/${name}`,
  inPlace: false,
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: content.length,
});

const derived = (...sizes: [number, number][]): Derived => ({
  kind: 'image',
  mediaType: 'image/tiff',
  pages: sizes.map(([width, height], index) => ({
    page: index + 1,
    width,
    height,
    fullWidth: width,
    fullHeight: height,
    bytes: 1,
  })),
  technical: { depth: 8 },
  warnings: [],
});

const box = (x: number) => JSON.stringify({ x, y: 0, width: 100, height: 100 });

let database: TestDatabase;
test.before(async () => {
  database = await testDatabase();
});
test.after.always(() => database[Symbol.asyncDispose]());

const views = (object: string) =>
  database.db
    .selectFrom('view')
    .innerJoin('placement', 'placement.view', 'view.id')
    .innerJoin('asset', 'asset.id', 'placement.asset')
    .select(['view.id', 'asset.name', 'placement.page', 'view.width', 'view.height'])
    .where('view.object', '=', object)
    .orderBy('view.position')
    .execute();

const activities = (object: string) =>
  database.db.selectFrom('activity').selectAll().where('object', '=', object).orderBy('number').execute();

test('an object is found by its id, and by those it had before', async (t) => {
  const { db } = database;
  const { key } = await createObject(db, { label: label('Blätter im Wind'), id: 'leaves' }, 'curator');
  await renameObject(db, key, 'leaves-in-the-wind', 'curator');
  await renameObject(db, key, 'blaetter', 'curator');
  for (const id of ['leaves', 'leaves-in-the-wind', 'blaetter']) t.is((await findObject(db, id))?.id, 'blaetter', id);
  await renameObject(db, key, 'leaves', 'curator');
  t.is((await findObject(db, 'blaetter'))?.id, 'leaves');
  await t.throwsAsync(createObject(db, { label: label('other'), id: 'blaetter' }, 'curator'), {
    instanceOf: InvalidError,
  });
});

test('ids are made readable from labels in any script, and never collide', async (t) => {
  const { db } = database;
  const ids = [];
  for (const text of ['Ἰλιάς', '源氏物語', 'Ilias', 'مخطوطة', '…', 'a\nb', 'x'.repeat(10_000)])
    ids.push((await createObject(db, { label: label(text) }, 'curator')).id);
  t.is(new Set(ids).size, ids.length);
  for (const id of ids) t.regex(id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
  t.is(ids[2], `${ids[0]}-2`);
});

test('objects of the same label that are made at the same time get ids of their own', async (t) => {
  const made = await Promise.all(
    Array.from({ length: 8 }, () => createObject(database.db, { label: label('Crowd') }, 'curator')),
  );
  t.is(new Set(made.map(({ id }) => id)).size, 8);
  const members = await database.db
    .selectFrom('collectionMember')
    .select('position')
    .where('collection', '=', 'top')
    .execute();
  t.is(new Set(members.map(({ position }) => position)).size, members.length);
});

test('a file becomes a view; the same again changes nothing; other bytes are its next generation', async (t) => {
  const { db } = database;
  const { key } = await createObject(db, { label: label('Codex') }, 'curator');
  const first = await registerFile(db, file(key, '1.tif'), 'curator');
  const again = await registerFile(db, file(key, '1.tif'), 'curator');
  const changed = await registerFile(db, file(key, '1.tif', 'other bytes'), 'curator');
  t.deepEqual([first.outcome, again.outcome, changed.outcome], ['new', 'unchanged', 'changed']);
  t.is(again.asset.generation, 1);
  t.is(changed.asset.id, first.asset.id);
  t.is(changed.asset.generation, 2);
  t.is((await views(key)).length, 1);
});

test('a job that runs twice, too late, or for an older generation changes nothing', async (t) => {
  const { db } = database;
  const { key } = await createObject(db, { label: label('Twice') }, 'curator');
  const { asset } = await registerFile(db, file(key, '1.tif'), 'curator');
  t.truthy(await beginAsset(db, asset.id, 1));
  await handBackAsset(db, asset.id, 1);
  t.truthy(await beginAsset(db, asset.id, 1));
  t.true(await completeAsset(db, asset.id, 1, derived([30, 20]), 'Vitrine'));
  t.false(await completeAsset(db, asset.id, 1, derived([30, 20]), 'Vitrine'));
  t.is(await beginAsset(db, asset.id, 1), undefined);
  await failAsset(db, asset.id, 1, { code: 'unreadable', message: 'late' }, 'Vitrine');
  await registerFile(db, file(key, '1.tif', 'new'), 'curator');
  t.false(await completeAsset(db, asset.id, 1, derived([30, 20]), 'Vitrine'));
  const row = await db.selectFrom('asset').selectAll().where('id', '=', asset.id).executeTakeFirstOrThrow();
  t.like(row, { state: 'waiting', generation: 2, servedGeneration: 1, problem: null });
});

test('the pages of one asset become views behind it, in order, and keep their ids over generations', async (t) => {
  const { db } = database;
  const { key } = await createObject(db, { label: label('Book') }, 'curator');
  const book = await registerFile(db, file(key, 'book.tif'), 'curator');
  await registerFile(db, file(key, 'cover.tif'), 'curator');
  await completeAsset(db, book.asset.id, 1, derived([30, 20], [31, 21], [32, 22]), 'Vitrine');
  const before = await views(key);
  t.deepEqual(
    before.map(({ name, page, width }) => [name, page, width]),
    [
      ['book.tif', 1, 30],
      ['book.tif', 2, 31],
      ['book.tif', 3, 32],
      ['cover.tif', 1, null],
    ],
  );
  await registerFile(db, file(key, 'book.tif', 'rescanned'), 'curator');
  await completeAsset(db, book.asset.id, 2, derived([60, 40], [62, 42], [64, 44], [66, 46]), 'Vitrine');
  const after = await views(key);
  t.deepEqual(
    after.slice(0, 3).map(({ id }) => id),
    before.slice(0, 3).map(({ id }) => id),
  );
  t.deepEqual(
    after.map(({ page, width, height }) => [page, width, height]),
    [
      [1, 60, 40],
      [2, 62, 42],
      [3, 64, 44],
      [4, 66, 46],
      [1, null, null],
    ],
  );
});

test('what failed is tried again when the same bytes come again', async (t) => {
  const { db } = database;
  const { key } = await createObject(db, { label: label('Broken') }, 'curator');
  const { asset } = await registerFile(db, file(key, '1.tif'), 'curator');
  await failAsset(db, asset.id, 1, { code: 'unreadable', message: 'The file is empty' }, 'Vitrine');
  t.false((await unfinishedAssets(db)).some(({ id }) => id === asset.id));
  const again = await registerFile(db, file(key, '1.tif'), 'curator');
  t.like(again, { outcome: 'tried again', asset: { state: 'waiting', generation: 2, problem: null } });
  t.true((await unfinishedAssets(db)).some(({ id }) => id === asset.id));
});

test('every change writes an activity with its actor', async (t) => {
  const { db } = database;
  const { key } = await createObject(db, { label: label('Log') }, 'Ada');
  const { asset } = await registerFile(db, file(key, '1.tif'), 'Ada');
  await describeObject(
    db,
    key,
    { rights: 'http://creativecommons.org/publicdomain/zero/1.0/', state: 'draft' },
    'Grace',
  );
  await completeAsset(db, asset.id, 1, derived([3, 2]), 'Vitrine');
  await registerFile(db, file(key, '1.tif'), 'Ada');
  t.deepEqual(
    (await activities(key)).map(({ actor, type, resourceKind }) => [actor, type, resourceKind]),
    [
      ['Ada', 'Create', 'object'],
      ['Ada', 'Create', 'asset'],
      ['Grace', 'Update', 'object'],
      ['Vitrine', 'Update', 'asset'],
    ],
  );
});

test('the schema holds several assets on one canvas, choices and scenes', async (t) => {
  const { db } = database;
  const { key } = await createObject(db, { label: label('Shape') }, 'curator');
  const [a, b] = [
    await registerFile(db, file(key, 'a.tif'), 'curator'),
    await registerFile(db, file(key, 'b.tif'), 'curator'),
  ];
  await db
    .insertInto('view')
    .values({ id: 'vside', object: key, position: 10, kind: 'canvas', width: 200, height: 100 })
    .execute();
  await db.insertInto('view').values({ id: 'vscene', object: key, position: 11, kind: 'scene' }).execute();
  await db
    .insertInto('placement')
    .values([
      { view: 'vside', position: 1, asset: a.asset.id, box: box(0) },
      { view: 'vside', position: 2, asset: b.asset.id, box: box(100), choice: 1 },
      { view: 'vside', position: 3, asset: a.asset.id, page: 2, box: box(100), choice: 1 },
      {
        view: 'vscene',
        position: 1,
        asset: a.asset.id,
        transform: JSON.stringify([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
      },
    ])
    .execute();
  t.is((await views(key)).length, 6);
});
