import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Transaction } from 'kysely';
import { Pool, types } from 'pg';
import type { Client } from 'pg';
import { StartError } from '../errors.ts';
import { CatalogueClient } from './client.ts';
import { base } from './migrations/0001-base.ts';
import { restriction } from './migrations/0002-restriction.ts';
import { frame } from './migrations/0003-frame.ts';
import { annotations } from './migrations/0004-annotations.ts';
import { annotationRuns } from './migrations/0005-annotation-runs.ts';
import { search } from './migrations/0006-search.ts';
import { annotationJobs } from './migrations/0007-annotation-jobs.ts';
import { regions } from './migrations/0008-regions.ts';
import { searchPages } from './migrations/0009-search-pages.ts';
import type { Tables } from './schema.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** In the order in which they are applied. */
const MIGRATIONS = {
  '0001-base': base,
  '0002-restriction': restriction,
  '0003-frame': frame,
  '0004-annotations': annotations,
  '0005-annotation-runs': annotationRuns,
  '0006-search': search,
  '0007-annotation-jobs': annotationJobs,
  '0008-regions': regions,
  '0009-search-pages': searchPages,
};

/** PostgreSQL's bigint as a number: ours count bytes and rows, far below 2⁵³. */
types.setTypeParser(types.builtins.INT8, Number);

/**
 * Connects and brings the schema up to date; several processes may do so at once (Kysely takes a lock).
 * Throws StartError with one sentence where the server cannot be used.
 */
export async function openCatalogue(url: string, connections = 10): Promise<Db> {
  const pool = new Pool({
    Client: CatalogueClient as unknown as typeof Client,
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    application_name: 'vitrine',
  });
  // An idle connection that breaks is replaced at the next query, which reports what is wrong if it lasts.
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  try {
    await pool.query('select 1');
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    }).migrateToLatest();
    if (error) throw error;
  } catch (cause) {
    await db.destroy();
    throw new StartError(`PostgreSQL at ${withoutPassword(url)} cannot be used: ${reasonOf(cause)}`, { cause });
  }
  return db;
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  if (shown.password) shown.password = '***';
  return shown.href;
}

function reasonOf(error: unknown): string {
  // Node reports a refused connection to a name with several addresses as an AggregateError without a message.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
