import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  // Annotations that machines are asked for: annotations/store/jobs.ts.
  `create table annotation_job (
    id text not null unique,
    run text not null,
    view text not null references view on delete cascade,
    kind text not null,
    parameters json not null,
    state text not null default 'waiting' check (state in ('waiting', 'working', 'done', 'failed')),
    outcome json check ((outcome is not null) = (state = 'done')),
    problem json check ((problem is not null) = (state = 'failed')),
    asked timestamptz not null default now(),
    primary key (run, view)
  )`,
  `create index annotation_job_unfinished on annotation_job (asked) where state in ('waiting', 'working')`,
];

/** What machines are asked to say, until it is said, and what became of it. */
export const annotationJobs: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
