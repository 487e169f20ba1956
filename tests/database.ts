import { randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openCatalogue } from '../manifests/catalogue/open.ts';
import type { Db } from '../manifests/catalogue/open.ts';
import { openEmbedded } from '../manifests/postgres/embedded.ts';

export interface TestDatabase extends AsyncDisposable {
  url: string;
  db: Db;
}

/**
 * A database of its own on a real PostgreSQL: the server of DATABASE_URL, else an embedded one that all test files
 * share while they run.
 */
export async function testDatabase(): Promise<TestDatabase> {
  await using stack = new AsyncDisposableStack();
  const { DATABASE_URL: given } = process.env;
  const server = given ?? stack.use(await openEmbedded(join(tmpdir(), `vitrine-tests-${userInfo().username}`))).url;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await run(server, `create database ${name} encoding 'UTF8' template template0`);
  stack.defer(() => run(server, `drop database ${name} with (force)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = stack.adopt(await openCatalogue(url.href), (opened) => opened.destroy());
  const open = stack.move();
  return { url: url.href, db, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
