import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What a curator says of a scan's unit and upward axis, where it overrules the file. */
export const frame: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`alter table asset add column frame json`.execute(db);
  },
};
