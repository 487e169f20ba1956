import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import { TIERS, placeOf } from './place.ts';
import type { Bounds } from './place.ts';
import type { ViewerRow } from './page.ts';

export interface Region {
  view: string;
  /** Those that touch it. */
  bounds: Bounds;
  /** A pixel of the screen is 2^level units of the view; 0 for all annotations. */
  level: number;
  /** Most that are given, those of coarser levels first. */
  limit: number;
}

/** The coarsest level of zoom on which it is drawn comes with each. */
export type RegionRow = ViewerRow & { tier: number };

/**
 * The annotations of a region that are drawn at a level of zoom, from the index: one look for each tier, the coarsest first,
 * until there are enough. One plan for all of them; a query of thirteen was planned for longer than it ran.
 */
export async function readRegion(db: Db, { view, bounds, level, limit }: Region): Promise<RegionRow[]> {
  const at = await db.selectFrom('view').select('slot').where('id', '=', view).executeTakeFirst();
  if (!at) return [];
  const tiers = Array.from({ length: TIERS - level + 1 }, (_, index) => TIERS - index);
  // Boxes are the one type whose arrays are separated by semicolons.
  const parts = `{${tiers.map((tier) => placeOf(at.slot, tier, bounds)).join(';')}}`;
  const { z0, z1 } = bounds;
  const inDepth = z0 === undefined || z1 === undefined ? sql`` : sql`and z1 >= ${z0} and z0 <= ${z1}`;
  const { rows } = await sql<RegionRow>`
    select found.* from unnest(${parts}::box[]) with ordinality as part(region, n)
    cross join lateral (
      select container, id, position, viewer::text as viewer, tier from annotation
      where deleted is null and place is not null and place && part.region ${inDepth}
      limit ${limit}
    ) found
    limit ${limit}`.execute(db);
  return rows;
}
