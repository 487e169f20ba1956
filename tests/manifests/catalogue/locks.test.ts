import test from 'ava';
import { tryLock } from '../../../manifests/catalogue/locks.ts';
import { testDatabase } from '../../database.ts';

test('an exclusive lock is held by one, shared ones by many, and different things do not exclude each other', async (t) => {
  await using database = await testDatabase();
  const { url } = database;
  {
    await using held = await tryLock(url, 'serve', 'folder', 'exclusive');
    t.truthy(held);
    t.is(await tryLock(url, 'serve', 'folder', 'exclusive'), undefined);
    await using other = await tryLock(url, 'serve', 'other', 'exclusive');
    await using work = await tryLock(url, 'work', 'folder', 'exclusive');
    t.true(other !== undefined && work !== undefined);
  }
  await using first = await tryLock(url, 'serve', 'folder', 'shared');
  await using second = await tryLock(url, 'serve', 'folder', 'shared');
  t.true(first !== undefined && second !== undefined);
  t.is(await tryLock(url, 'serve', 'folder', 'exclusive'), undefined);
});
