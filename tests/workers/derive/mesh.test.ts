import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { registerFile } from '../../../manifests/catalogue/assets.ts';
import { createObject } from '../../../manifests/catalogue/objects.ts';
import { LimitError } from '../../../manifests/errors.ts';
import { deriveMesh } from '../../../workers/derive/mesh.ts';
import { testDatabase } from '../../database.ts';
import { testFolder } from '../../folder.ts';
import { contextOn } from '../../server/twins/twin.ts';

test('a scan that the disk cannot hold is refused before the work, with the bytes that it needs', async (t) => {
  await using database = await testDatabase();
  await using folder = await testFolder();
  const { db } = database;
  await using context = await contextOn(db, folder.path);
  const source = join(folder.path, 'vase.obj');
  await writeFile(source, 'v 0 0 0\n');
  const object = await createObject(db, { label: { none: ['Vase'] } }, 'test');
  const file = { object: object.key, name: 'vase.obj', source, inPlace: true, sha256: '1', bytes: 10 ** 15 };
  const { asset } = await registerFile(db, file, 'test');
  await t.throwsAsync(deriveMesh(context, asset, source, AbortSignal.timeout(30_000)), {
    instanceOf: LimitError,
    message: /vase\.obj needs about 4000000000000000 bytes of disk space/,
  });
  t.deepEqual(await readdir(join(folder.path, '.work')), []);
});
