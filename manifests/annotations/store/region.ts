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

/** The annotations of a region that are drawn at a level of zoom, from the index. */
export async function readRegion(db: Db, { view, bounds, level, limit }: Region): Promise<ViewerRow[]> {
  const at = await db.selectFrom('view').select('slot').where('id', '=', view).executeTakeFirst();
  if (!at) return [];
  const tiers = Array.from({ length: TIERS - level + 1 }, (_, index) => TIERS - index);
  const inDepth =
    bounds.z0 === undefined || bounds.z1 === undefined ? sql`` : sql`and z1 >= ${bounds.z0} and z0 <= ${bounds.z1}`;
  // One look per tier, the coarsest first; the limit ends them.
  const looks = tiers.map(
    (tier) => sql`select container, id, position, viewer::text as viewer from annotation
      where deleted is null and place is not null and place && ${placeOf(at.slot, tier, bounds)}::box ${inDepth}`,
  );
  const { rows } = await sql<ViewerRow>`${sql.join(looks, sql` union all `)} limit ${limit}`.execute(db);
  return rows;
}
