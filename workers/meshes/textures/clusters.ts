/**
 * Rectangles that are cut out together: x0, y0, x1, y1 of each, and which one each of the given rectangles became part of.
 */
export interface Clusters {
  bounds: Int32Array;
  of: Int32Array;
}

/** Places per axis at which a set is tried to be split. */
const BINS = 16;
const MAX_DEPTH = 64;

/**
 * Joins rectangles (x0, y0, x1, y1 each) wherever cutting out what surrounds them takes fewer texels than cutting each:
 * a tree of best binary splits, and in it the cheapest set of nodes that covers all. Thousands of charts that lie close
 * become few; ones far from each other stay apart.
 */
export function clusterRectangles(rectangles: Int32Array): Clusters {
  const count = rectangles.length / 4;
  const state: State = { rectangles, order: Int32Array.from({ length: count }, (_, i) => i), ends: [] };
  if (count > 0) cheapest(state, 0, count, 0);
  const of = new Int32Array(count);
  const bounds = new Int32Array(state.ends.length * 4);
  let start = 0;
  for (const [cluster, end] of state.ends.entries()) {
    bounds.set(boundsOf(state, start, end), cluster * 4);
    for (let i = start; i < end; i++) of[state.order[i]!] = cluster;
    start = end;
  }
  return { bounds, of };
}

interface State {
  rectangles: Int32Array;
  /** The rectangles' numbers; a cluster is a stretch of them. */
  order: Int32Array;
  /** Where clusters end that are decided so far. */
  ends: number[];
}

/** Texels of the cheapest clusters of a stretch, which it appends. */
function cheapest(state: State, start: number, end: number, depth: number): number {
  const [x0, y0, x1, y1] = boundsOf(state, start, end);
  const whole = (x1 - x0) * (y1 - y0);
  const decided = state.ends.length;
  const middle = end - start > 1 && depth < MAX_DEPTH ? split(state, start, end) : start;
  if (middle > start) {
    const parts = cheapest(state, start, middle, depth + 1) + cheapest(state, middle, end, depth + 1);
    if (parts < whole) return parts;
    state.ends.length = decided;
  }
  state.ends.push(end);
  return whole;
}

function boundsOf({ rectangles, order }: State, start: number, end: number): [number, number, number, number] {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = start; i < end; i++) {
    const at = order[i]! * 4;
    x0 = Math.min(x0, rectangles[at]!);
    y0 = Math.min(y0, rectangles[at + 1]!);
    x1 = Math.max(x1, rectangles[at + 2]!);
    y1 = Math.max(y1, rectangles[at + 3]!);
  }
  return [x0, y0, x1, y1];
}

/** Sorts a stretch into two by the centres, where both together surround least; its start where it cannot be split. */
function split(state: State, start: number, end: number): number {
  let best = { cost: Infinity, axis: 0, limit: 0 };
  for (const axis of [0, 1]) {
    const [least, greatest] = range(state, start, end, axis);
    const scale = BINS / (greatest - least);
    if (!Number.isFinite(scale)) continue;
    const bins = fillBins(state, start, end, axis, least, scale);
    const after = sweep(bins, BINS - 1, 0);
    const before = sweep(bins, 0, BINS - 1);
    for (let bin = 1; bin < BINS; bin++) {
      const cost = before[bin - 1]! + after[bin]!;
      if (cost < best.cost) best = { cost, axis, limit: least + bin / scale };
    }
  }
  return best.cost < Infinity ? divide(state, start, end, best.axis, best.limit) : start;
}

/** Twice the middle of a rectangle along an axis. */
const centre = (rectangles: Int32Array, number: number, axis: number): number =>
  rectangles[number * 4 + axis]! + rectangles[number * 4 + 2 + axis]!;

function range({ rectangles, order }: State, start: number, end: number, axis: number): [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = start; i < end; i++) {
    const at = centre(rectangles, order[i]!, axis);
    least = Math.min(least, at);
    greatest = Math.max(greatest, at);
  }
  return [least, greatest];
}

/** Bounds of what falls into each bin. */
function fillBins(
  { rectangles, order }: State,
  start: number,
  end: number,
  axis: number,
  least: number,
  scale: number,
): Float64Array {
  const bins = new Float64Array(BINS * 4);
  for (let bin = 0; bin < BINS; bin++) bins.set([Infinity, Infinity, -Infinity, -Infinity], bin * 4);
  for (let i = start; i < end; i++) {
    const number = order[i]!;
    const bin = Math.min(BINS - 1, Math.floor((centre(rectangles, number, axis) - least) * scale)) * 4;
    bins[bin] = Math.min(bins[bin]!, rectangles[number * 4]!);
    bins[bin + 1] = Math.min(bins[bin + 1]!, rectangles[number * 4 + 1]!);
    bins[bin + 2] = Math.max(bins[bin + 2]!, rectangles[number * 4 + 2]!);
    bins[bin + 3] = Math.max(bins[bin + 3]!, rectangles[number * 4 + 3]!);
  }
  return bins;
}

/** Areas around all bins from one end up to each; infinite where there is nothing. */
function sweep(bins: Float64Array, from: number, to: number): Float64Array {
  const areas = new Float64Array(BINS);
  const step = Math.sign(to - from);
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let bin = from; bin !== to + step; bin += step) {
    x0 = Math.min(x0, bins[bin * 4]!);
    y0 = Math.min(y0, bins[bin * 4 + 1]!);
    x1 = Math.max(x1, bins[bin * 4 + 2]!);
    y1 = Math.max(y1, bins[bin * 4 + 3]!);
    areas[bin] = x1 < x0 ? Infinity : (x1 - x0) * (y1 - y0);
  }
  return areas;
}

function divide({ rectangles, order }: State, start: number, end: number, axis: number, limit: number): number {
  let [left, right] = [start, end];
  while (left < right) {
    if (centre(rectangles, order[left]!, axis) < limit) left++;
    else {
      right--;
      const moved = order[left]!;
      order[left] = order[right]!;
      order[right] = moved;
    }
  }
  // A limit that rounding put beyond the outermost centre divides nothing.
  return left === end ? start : left;
}
