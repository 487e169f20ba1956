import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import test from 'ava';
import { announce, listen } from '../../../manifests/catalogue/changes.ts';
import type { Change } from '../../../manifests/catalogue/changes.ts';
import { createObject } from '../../../manifests/catalogue/objects.ts';
import { testDatabase } from '../../database.ts';

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 10) await sleep(10);
}

test('a change is heard when its transaction commits, and not when it is rolled back', async (t) => {
  await using database = await testDatabase();
  const heard: Change[] = [];
  await using _listening = await listen(database.url, {
    changed: (change) => heard.push(change),
    connected: () => undefined,
  });
  await t.throwsAsync(
    database.db.transaction().execute(async (tx) => {
      await announce(tx, { kind: 'object', object: 'rolled-back' });
      throw new Error('no');
    }),
  );
  const { key } = await createObject(database.db, { label: { none: ['Heard'] } }, 'curator');
  await until(() => heard.length > 0);
  t.deepEqual(heard, [{ kind: 'object', object: key }]);
});

test('a listener whose connection is cut says so, connects again and hears again', async (t) => {
  await using database = await testDatabase();
  const states: boolean[] = [];
  const heard: Change[] = [];
  await using _listening = await listen(database.url, {
    changed: (change) => heard.push(change),
    connected: (state) => states.push(state),
  });
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vitrine listener' and datname = current_database()`.execute(
    database.db,
  );
  await until(() => states.includes(true));
  t.deepEqual(states, [false, true]);
  await announce(database.db, { kind: 'object', object: 'again' });
  await until(() => heard.length > 0);
  t.deepEqual(heard, [{ kind: 'object', object: 'again' }]);
});
