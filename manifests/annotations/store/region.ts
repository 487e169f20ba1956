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
 * until there are enough, those of a tier as the index has them. One plan for all; a query of thirteen was planned for longer than it ran.
 */
export async function readRegion(db: Db, { view, bounds, level, limit }: Region): Promise<RegionRow[]> {
  const tiers = Array.from({ length: TIERS - level + 1 }, (_, index) => TIERS - index);
  // Boxes are the one type whose arrays are separated by semicolons. The function puts them into the view's own part of the plane.
  const regions = `{${tiers.map((tier) => placeOf(0, tier, bounds)).join(';')}}`;
  const { z0 = null, z1 = null } = bounds;
  const { rows } = await sql<RegionRow>`
    select * from annotation_region(${view}, ${regions}::box[], ${z0}, ${z1}, ${limit})`.execute(db);
  return rows;
}

/** Orders annotations of a view as its page has them: those of a container together, by position. */
export function asOnPage(one: RegionRow, other: RegionRow): number {
  if (one.container !== other.container) return one.container < other.container ? -1 : 1;
  return one.position - other.position;
}
