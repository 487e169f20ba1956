import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  // Which run of a machine an annotation came from, and the hash of what that said: annotations/store/run.ts.
  `alter table annotation add column run text, add column said bytea, add check ((run is null) = (said is null))`,
  `create index annotation_run_of on annotation (run, container) where run is not null`,
  `create table annotation_run (
    id text not null,
    view text not null,
    details json not null,
    finished timestamptz not null,
    primary key (id, view)
  )`,
];

/** What machines wrote, so that the same work a second time replaces it. */
export const annotationRuns: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
