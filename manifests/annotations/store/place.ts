import { createHash } from 'node:crypto';

/** What an annotation covers of its view: pixels of a canvas, or metres of a twin, which has a depth too. */
export interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  z0?: number;
  z1?: number;
}

/** Side of the part of the plane that is one view's on one tier. */
export const PART = 2 ** 24;
/** Coordinates beyond it are taken for it, so that nobody's bounds reach into another's part. */
export const REACH = 2 ** 23 - 1;
/** At a scale of 2⁻¹² an image of 4 million pixels across is a thumbnail. */
export const TIERS = 12;

/** Sides from which an annotation is seen as a shape and not as a speck. */
export const SHAPE = 32;

/**
 * The coarsest level of zoom on which an annotation is drawn; on level z a pixel of the screen is 2^z units of the view.
 * Large ones are drawn as long as they are 32 pixels large. Of the others a quarter is left on each coarser level, drawn
 * by lot, as the screen then shows four times the area: their density on the screen never grows.
 */
export function tierOf(id: string, bounds: Bounds | undefined): number {
  const side = bounds ? Math.max(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) : 0;
  const bySize = Math.floor(Math.log2(Math.max(1, side / SHAPE)));
  const lot = createHash('sha256').update(id).digest().readUInt32BE() / 2 ** 32;
  const byLot = Math.floor(-Math.log(1 - lot) / Math.log(4));
  return Math.min(TIERS, Math.max(bySize, byLot));
}

const within = (coordinate: number): number => Math.max(-REACH, Math.min(REACH, coordinate));

/**
 * A region of a view on one tier, as PostgreSQL's `box` in the one plane in which all annotations of all views lie, each view and
 * each tier in a part of its own: so one GiST index of a built-in type answers at once for view, tier and region.
 */
export function placeOf(slot: number, tier: number, { x0, y0, x1, y1 }: Bounds): string {
  const [left, top] = [slot * PART, tier * PART];
  return `(${left + within(x0)},${top + within(y0)}),(${left + within(x1)},${top + within(y1)})`;
}
