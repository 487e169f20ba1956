import { sql } from 'kysely';
import type { Db } from '../../catalogue/open.ts';
import { PART, SHAPE, placeOf } from './place.ts';
import type { Bounds } from './place.ts';

/** How many annotations lie in a cell of a region and are not drawn. */
export interface Cluster {
  /** The cell, in pixels of the view. */
  x: number;
  y: number;
  side: number;
  /** Where the middles of them are, on the average. */
  at: { x: number; y: number };
  count: number;
}

export interface Clusters {
  clusters: Cluster[];
  /** Whether there are too many to be counted at once: then some were counted, and the numbers are estimates. */
  estimated: boolean;
}

export interface Crowd {
  view: string;
  bounds: Bounds;
  /** Those of the tiers below it are counted, which are the ones that are not drawn; see `tierOf`. */
  level: number;
  /** Side of a cell, in pixels of the view. */
  side: number;
}

/** Annotations that are counted for one answer, about. */
const BUDGET = 10_000;
/** Of a tier with more than that a part of each cell is looked at: one so many times smaller, across and down. */
const SAMPLE = 4;

interface Row {
  column: number;
  row: number;
  /** The tier that it has by its size alone, without the lot. */
  size: number;
  count: number;
  x: number;
  y: number;
}

/**
 * Counts what is not drawn, cell by cell, from the coarsest of those tiers on, until the budget is spent. What lies on the tiers that
 * are not counted is estimated from those that are: of the small ones a fixed part is there by lot (Horvitz and Thompson, 1952).
 * Only `place` is asked for, so that the index answers without the rows.
 */
export async function readClusters(db: Db, crowd: Crowd): Promise<Clusters> {
  const { view, level, side } = crowd;
  const at = await db.selectFrom('view').select('slot').where('id', '=', view).executeTakeFirst();
  if (!at) return { clusters: [], estimated: false };
  const { slot } = at;
  const counted: Row[] = [];
  let [tier, total, last, sampled] = [level, 0, 0, false];
  while (tier > 0) {
    // A finer tier has about four times as many.
    if (tier < level && total + 3 * last > BUDGET) break;
    const rows = await countTier(db, { ...crowd, slot, tier: tier - 1, limit: BUDGET - total });
    last = sum(rows);
    if (last >= BUDGET - total) {
      if (tier < level) break;
      // All of the tier, as what is of its size may be there and nowhere else.
      counted.push(...(await countTier(db, { ...crowd, slot, tier: tier - 1, limit: null })));
      [tier, sampled] = [tier - 1, true];
      break;
    }
    counted.push(...rows);
    total += last;
    tier--;
  }
  // What a small one counts for: one of how many came onto the counted tiers by lot.
  const weight = (1 - 4 ** -level) / (4 ** -tier - 4 ** -level);
  const clusters = gathered(counted, side, (size) => (size >= tier ? 1 : weight) * (sampled ? SAMPLE ** 2 : 1));
  return { clusters, estimated: sampled || counted.some(({ size }) => size < tier) };
}

interface Tier extends Crowd {
  slot: number;
  tier: number;
  /** At most so many; null for those in a part of each cell. */
  limit: number | null;
}

async function countTier(db: Db, { slot, bounds, tier, side, limit }: Tier): Promise<Row[]> {
  const [left, top] = [slot * PART, tier * PART];
  const boxes = (limit === null ? partsOf(bounds, side) : [bounds]).map((part) => placeOf(slot, tier, part)).join(';');
  const inPart = limit === null ? sql`and (@@ place) <@ part.box` : sql``;
  const most = limit === null ? sql`` : sql`limit ${limit}`;
  const { rows } = await sql<Row>`
    select floor(x / ${side}::float8)::integer as column, floor(y / ${side}::float8)::integer as row,
      floor(ln(greatest(1, extent / ${SHAPE}::float8)) / ln(2::float8) + 1e-9)::integer as size,
      count(*)::integer as count, avg(x) as x, avg(y) as y
    from (
      select ${within(0, left, bounds.x0, bounds.x1)} as x, ${within(1, top, bounds.y0, bounds.y1)} as y,
        greatest(width(place), height(place)) as extent
      from unnest(${`{${boxes}}`}::box[]) as part(box) cross join lateral (
        select place from annotation where deleted is null and place is not null and place && part.box ${inPart} ${most}
      ) touched
    ) counted group by 1, 2, 3`.execute(db);
  return rows;
}

/** A coordinate of the middle; what reaches into the region from outside counts where it enters it. */
const within = (axis: 0 | 1, origin: number, from: number, to: number) =>
  sql`greatest(${from}::float8, least(${to}::float8, (@@ place)[${sql.lit(axis)}] - ${origin}::float8))`;

/** A part of each cell of a region, not always the same, as lines of text keep a distance of their own. */
function partsOf({ x0, y0, x1, y1 }: Bounds, side: number): Bounds[] {
  const part = side / SAMPLE;
  const parts: Bounds[] = [];
  for (let row = Math.floor(y0 / side); row * side <= y1; row++)
    for (let column = Math.floor(x0 / side); column * side <= x1; column++) {
      const [right, down] = [(column * 5 + row * 3) % SAMPLE, (column * 7 + row * 11) % SAMPLE].map(
        (n) => Math.abs(n) * part,
      );
      const [x, y] = [column * side + (right ?? 0), row * side + (down ?? 0)];
      if (x <= x1 && y <= y1 && x + part >= x0 && y + part >= y0)
        parts.push({ x0: x, y0: y, x1: x + part, y1: y + part });
    }
  return parts;
}

const sum = (rows: readonly Row[]): number => rows.reduce((total, { count }) => total + count, 0);

function gathered(rows: readonly Row[], side: number, weightOf: (size: number) => number): Cluster[] {
  const cells = new Map<string, Cluster>();
  for (const { column, row, size, count, x, y } of rows) {
    const weighed = count * weightOf(size);
    const key = `${column},${row}`;
    const cell = cells.get(key) ?? { x: column * side, y: row * side, side, at: { x: 0, y: 0 }, count: 0 };
    const share = weighed / (cell.count + weighed);
    cell.at = { x: cell.at.x + (x - cell.at.x) * share, y: cell.at.y + (y - cell.at.y) * share };
    cell.count += weighed;
    cells.set(key, cell);
  }
  return [...cells.values()].map((cell) => ({ ...cell, count: Math.round(cell.count) }));
}
