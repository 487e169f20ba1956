import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { Client } from 'pg';
import { StartError } from '../../../manifests/errors.ts';
import { openEmbedded } from '../../../manifests/postgres/embedded.ts';
import { isAlive } from '../../../manifests/processes.ts';
import { testFolder } from '../../folder.ts';

const run = promisify(execFile);
const MODULE = new URL('../../../manifests/postgres/embedded.ts', import.meta.url).href;

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const postmaster = async (folder: string): Promise<number> =>
  Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

test.serial('the server is made once, shared, and stopped by the last one out', async (t) => {
  await using folder = await testFolder();
  const [first, second] = await Promise.all([openEmbedded(folder.path), openEmbedded(folder.path)]);
  const pid = await postmaster(folder.path);
  t.is(first.url, second.url);
  await first[Symbol.asyncDispose]();
  t.deepEqual(await query(second.url, 'select 1 as one'), [{ one: 1 }]);
  await second[Symbol.asyncDispose]();
  t.false(isAlive(pid));
});

test.serial('text is UTF-8, with lower case beyond ASCII', async (t) => {
  await using folder = await testFolder();
  await using server = await openEmbedded(folder.path);
  t.deepEqual(await query(server.url, `select lower('ΩÉ') as lower, current_setting('server_encoding') as encoding`), [
    { lower: 'ωé', encoding: 'UTF8' },
  ]);
});

test.serial('a server whose user was killed is adopted, with what it held', async (t) => {
  await using folder = await testFolder();
  const script = `const { openEmbedded } = await import(${JSON.stringify(MODULE)});
    const { Client } = await import('pg');
    const { url } = await openEmbedded(${JSON.stringify(folder.path)});
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('create table kept as select 7 as seven');
    process.kill(process.pid, 'SIGKILL');`;
  await t.throwsAsync(run(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname }));
  const orphan = await postmaster(folder.path);
  t.true(isAlive(orphan));
  await using server = await openEmbedded(folder.path);
  t.is(await postmaster(folder.path), orphan);
  t.deepEqual(await query(server.url, 'select seven from kept'), [{ seven: 7 }]);
});

test.serial('a server that was killed itself is started again, with what was committed', async (t) => {
  await using folder = await testFolder();
  const first = await openEmbedded(folder.path);
  await query(first.url, 'create table kept as select 7 as seven');
  const pid = await postmaster(folder.path);
  process.kill(pid, 'SIGKILL');
  await using server = await openEmbedded(folder.path);
  t.not(await postmaster(folder.path), pid);
  t.deepEqual(await query(server.url, 'select seven from kept'), [{ seven: 7 }]);
  await first[Symbol.asyncDispose]();
});

test.serial('a cluster of another version is refused with a sentence', async (t) => {
  await using folder = await testFolder();
  await (await openEmbedded(folder.path))[Symbol.asyncDispose]();
  await writeFile(join(folder.path, 'postgres', 'PG_VERSION'), '12\n');
  await t.throwsAsync(openEmbedded(folder.path), {
    instanceOf: StartError,
    message: /is of PostgreSQL 12, this program brings 18/,
  });
});

const asRoot = process.getuid?.() === 0 && process.platform === 'linux' ? test.serial : test.serial.skip;
asRoot('started by root, the server runs even in a folder that only root may enter, and again', async (t) => {
  await using folder = await testFolder();
  await chmod(folder.path, 0o700);
  await (await openEmbedded(join(folder.path, 'data')))[Symbol.asyncDispose]();
  await using server = await openEmbedded(join(folder.path, 'data'));
  t.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
});
