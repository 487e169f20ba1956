import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `alter table object add column restriction json`,

  // `width` and `height` are those of what is served; the canvas, and with it every annotation's target, is full size.
  `alter table page add column full_width integer check (full_width > 0)`,
  `alter table page add column full_height integer check (full_height > 0)`,
  `update page set full_width = width, full_height = height`,
  `alter table page alter column full_width set not null, alter column full_height set not null`,

  `alter table asset add column damaged timestamptz`,
  `alter table asset add column damage text`,
  `alter table asset add constraint asset_damage check ((damaged is null) = (damage is null))`,
  `create index asset_damaged on asset (damaged) where damaged is not null`,
  // The derivatives of generations below this one are deleted.
  `alter table asset add column swept_generation integer not null default 1`,
  `create index asset_superseded on asset (modified) where coalesce(served_generation, generation) > swept_generation`,
];

/** What the public may see of an object less than all, what is damaged, and which derivatives are gone. */
export const restriction: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
