import test from 'ava';
import { completeAsset, registerFile } from '../../../manifests/catalogue/assets.ts';
import { setFrame } from '../../../manifests/catalogue/frame.ts';
import { createObject } from '../../../manifests/catalogue/objects.ts';
import { InvalidError, NotFoundError } from '../../../manifests/errors.ts';
import { testDatabase } from '../../database.ts';
import type { TestDatabase } from '../../database.ts';

let database: TestDatabase;
test.before(async () => {
  database = await testDatabase();
});
test.after.always(() => database[Symbol.asyncDispose]());

async function ready(kind: 'image' | 'mesh') {
  const { db } = database;
  const object = await createObject(db, { label: { none: ['Vase'] } }, 'test');
  const file = { object: object.key, name: 'vase.obj', source: '/vase', inPlace: false, sha256: '1', bytes: 1 };
  const { asset } = await registerFile(db, file, 'test');
  const page = { page: 1, width: 4, height: 3, fullWidth: 4, fullHeight: 3, bytes: 9 };
  await completeAsset(db, asset.id, 1, { kind, mediaType: 'x/y', pages: [page], technical: {}, warnings: [] }, 'test');
  return asset.id;
}

test('what a curator says of unit and axis makes a new generation, once, while the old one is served', async (t) => {
  const { db } = database;
  const id = await ready('mesh');
  const said = await setFrame(db, id, { unit: 0.001 }, 'test');
  t.like(said, {
    changed: true,
    asset: { generation: 2, servedGeneration: 1, state: 'waiting', frame: { unit: 0.001 } },
  });
  t.like(await setFrame(db, id, { unit: 0.001 }, 'test'), { changed: false, asset: { generation: 2 } });
  t.deepEqual((await setFrame(db, id, { up: 'z' }, 'test')).asset.frame, { unit: 0.001, up: 'z' });
  t.deepEqual((await setFrame(db, id, { unit: null }, 'test')).asset.frame, { up: 'z' });
  t.like(await setFrame(db, id, { up: null }, 'test'), { asset: { generation: 5, frame: null } });
  const activities = await db.selectFrom('activity').select('summary').where('resource', '=', id).execute();
  t.deepEqual(
    activities.slice(-4).map(({ summary }) => summary),
    [
      'Said of vase.obj: one unit is 0.001 m',
      'Said of vase.obj: one unit is 0.001 m, z is up',
      'Said of vase.obj: z is up',
      'Said of vase.obj: unit and axis are as the file has them',
    ],
  );
});

test('other bytes of the same scan keep what was said of it', async (t) => {
  const { db } = database;
  const id = await ready('mesh');
  const { asset } = await setFrame(db, id, { up: 'z' }, 'test');
  const { object, name, inPlace } = asset;
  const again = await registerFile(db, { object, name, source: '/vase', inPlace, sha256: '2', bytes: 2 }, 'test');
  t.like(again, { outcome: 'changed', asset: { id, frame: { up: 'z' } } });
});

test('an image has no unit, and what is not there has neither', async (t) => {
  const { db } = database;
  const id = await ready('image');
  await t.throwsAsync(setFrame(db, id, { up: 'z' }, 'test'), { instanceOf: InvalidError, message: /is an image/ });
  await t.throwsAsync(setFrame(db, 'anone', { up: 'z' }, 'test'), { instanceOf: NotFoundError });
});
