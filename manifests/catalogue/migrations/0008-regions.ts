import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  // As text, which it is read as: of a page of 500, PostgreSQL took two of five milliseconds to make text of `json`. Our own addresses begin with
  // another mark now (annotations/for-viewers.ts).
  String.raw`alter table annotation alter column viewer type text using replace(viewer::text, U&'\+10FFFE', '\u0001')`,

  // Annotations in regions of the plane that is a view's, up to `most` of each and of all. A bitmap would be one of all that lie in a
  // region, where the first few hundred are wanted: 7 ms instead of 3, and a p95 of 12 instead of 3.
  `create function annotation_region(on_view text, regions box[], low double precision, high double precision, most integer)
  returns table (container text, id text, "position" integer, viewer text, tier smallint)
  language plpgsql stable set enable_bitmapscan = off set enable_seqscan = off as $$
  begin
    return query select found.* from view v cross join unnest(regions) as part(region) cross join lateral (
        select a.container, a.id, a.position, a.viewer, a.tier from annotation a
        where a.deleted is null and a.place is not null and a.place && part.region + point(v.slot * 16777216.0, 0)
          and (low is null or a.z1 >= low and a.z0 <= high)
        limit most
      ) found
      where v.id = on_view limit most;
  end
  $$`,
];

/** Regions of views, answered in a few milliseconds. */
export const regions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
