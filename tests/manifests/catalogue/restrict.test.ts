import test from 'ava';
import { beginAsset, completeAsset, failAsset, registerFile } from '../../../manifests/catalogue/assets.ts';
import type { Derived } from '../../../manifests/catalogue/assets.ts';
import { createObject } from '../../../manifests/catalogue/objects.ts';
import { restrictObject } from '../../../manifests/catalogue/restrict.ts';
import type { RestrictionChange } from '../../../manifests/catalogue/restrict.ts';
import { InvalidError } from '../../../manifests/errors.ts';
import { testDatabase } from '../../database.ts';
import type { TestDatabase } from '../../database.ts';

let database: TestDatabase;
test.before(async () => {
  database = await testDatabase();
});
test.after.always(() => database[Symbol.asyncDispose]());

const derived = (width: number, height: number, fullWidth = width, fullHeight = height): Derived => ({
  kind: 'image',
  mediaType: 'image/png',
  pages: [{ page: 1, width, height, fullWidth, fullHeight, bytes: 1 }],
  technical: {},
  warnings: [],
});

async function served(name: string): Promise<{ key: string; asset: string }> {
  const { key } = await createObject(database.db, { label: { none: [name] } }, 'curator');
  const file = { object: key, name, source: `/scans/${name}`, inPlace: false, sha256: name, bytes: 1 };
  const { asset } = await registerFile(database.db, file, 'curator');
  await completeAsset(database.db, asset.id, 1, derived(300, 200), 'Vitrine');
  return { key, asset: asset.id };
}

const restrict = (key: string, set: RestrictionChange['set'], lift = false) =>
  restrictObject(database.db, key, { lift, set }, 'curator');

const rowOf = (id: string) =>
  database.db.selectFrom('asset').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

const restrictionOf = async (key: string) =>
  (await database.db.selectFrom('object').select('restriction').where('key', '=', key).executeTakeFirstOrThrow())
    .restriction;

test('a restriction closes what is served, until it is made anew; its canvas keeps the full size', async (t) => {
  const { db } = database;
  const { key, asset } = await served('closed.png');
  t.deepEqual(await restrict(key, { maxSide: 90 }), { jobs: [{ asset, generation: 2 }], closed: true });
  t.like(await rowOf(asset), { state: 'waiting', generation: 2, servedGeneration: null });
  await completeAsset(db, asset, 2, derived(90, 60, 300, 200), 'Vitrine');
  t.like(await rowOf(asset), { state: 'ready', servedGeneration: 2 });
  const view = await db.selectFrom('view').selectAll().where('object', '=', key).executeTakeFirstOrThrow();
  t.like(view, { width: 300, height: 200 });
});

test('what was made within an older restriction is never served', async (t) => {
  const { db } = database;
  const { key, asset } = await served('late.png');
  await restrict(key, { maxSide: 200 });
  await beginAsset(db, asset, 2);
  await restrict(key, { maxSide: 100 });
  t.false(await completeAsset(db, asset, 2, derived(200, 133, 300, 200), 'Vitrine'));
  t.like(await rowOf(asset), { generation: 3, servedGeneration: null });
});

test('parts of a restriction are added up, the same again changes nothing, and lifting it keeps what is served', async (t) => {
  const { key, asset } = await served('parts.png');
  const hidden = [{ asset, page: 1, x: 1, y: 2, width: 3, height: 4 }];
  await restrict(key, { maxSide: 100 });
  await restrict(key, { hidden });
  t.deepEqual(await restrictionOf(key), { maxSide: 100, hidden });
  t.deepEqual(await restrict(key, { maxSide: 100 }), { jobs: [], closed: false });
  t.like(await rowOf(asset), { generation: 3 });
  await completeAsset(database.db, asset, 3, derived(100, 67, 300, 200), 'Vitrine');
  t.deepEqual(await restrict(key, {}, true), { jobs: [{ asset, generation: 4 }], closed: false });
  t.like(await rowOf(asset), { servedGeneration: 3, generation: 4, state: 'waiting' });
  t.is(await restrictionOf(key), null);
  await restrict(key, { maxSide: 50 });
  t.deepEqual(await restrict(key, { hidden }, true), { jobs: [{ asset, generation: 6 }], closed: true });
  t.deepEqual(await restrictionOf(key), { hidden });
});

test('a hidden region closes only the file that it is on', async (t) => {
  const { db } = database;
  const { key, asset } = await served('1.png');
  const file = { object: key, name: '2.png', source: '/scans/2.png', inPlace: false, sha256: '2', bytes: 1 };
  const { asset: second } = await registerFile(db, file, 'curator');
  await completeAsset(db, second.id, 1, derived(300, 200), 'Vitrine');
  const region = { page: 1, x: 1, y: 2, width: 3, height: 4 };
  const [first, other] = [
    { ...region, asset },
    { ...region, asset: second.id },
  ];
  t.deepEqual(await restrict(key, { hidden: [first] }), { jobs: [{ asset, generation: 2 }], closed: true });
  t.like(await rowOf(second.id), { generation: 1, servedGeneration: 1, state: 'ready' });
  t.deepEqual((await restrict(key, { hidden: [first, other] })).jobs, [{ asset: second.id, generation: 2 }]);
  t.deepEqual((await restrict(key, { hidden: [other] })).jobs, [{ asset, generation: 3 }]);
  t.deepEqual((await restrict(key, {}, true)).jobs, [{ asset: second.id, generation: 3 }]);
  t.is((await restrict(key, { maxSide: 10 })).jobs.length, 2);
});

test('a file whose newer bytes failed is closed too, and one that failed from the start is left as it is', async (t) => {
  const { db } = database;
  const { key, asset } = await served('failed.png');
  const problem = { code: 'unreadable', message: 'broken' };
  const file = {
    object: key,
    name: 'failed.png',
    source: '/scans/failed.png',
    inPlace: false,
    sha256: 'new',
    bytes: 1,
  };
  await registerFile(db, file, 'curator');
  await failAsset(db, asset, 2, problem, 'Vitrine');
  const never = await registerFile(db, { ...file, source: '/scans/never.png' }, 'curator');
  await failAsset(db, never.asset.id, 1, problem, 'Vitrine');
  await restrict(key, { maxSide: 50 });
  t.like(await rowOf(asset), { generation: 3, servedGeneration: null, state: 'waiting', problem: null });
  t.like(await rowOf(never.asset.id), { generation: 1, state: 'failed' });
});

test('a region that would hide nothing is refused, and nothing is changed', async (t) => {
  const { key, asset } = await served('region.png');
  const { asset: foreign } = await served('foreign.png');
  const box = { page: 1, x: 0, y: 0, width: 10, height: 10 };
  for (const [region, message] of [
    [{ ...box, asset: foreign }, /There is no asset "a\w+" in this object/],
    [{ ...box, asset, page: 2 }, /has 1 pages, so nothing is hidden on page 2/],
    [{ ...box, asset, x: 300 }, /at 300,0 lies outside of the 300 × 200 pixels/],
    [{ ...box, asset, y: 200 }, /at 0,200 lies outside/],
  ] as const)
    await t.throwsAsync(restrict(key, { hidden: [region] }), { instanceOf: InvalidError, message });
  t.is(await restrictionOf(key), null);
  t.like(await rowOf(asset), { generation: 1, servedGeneration: 1 });
});
