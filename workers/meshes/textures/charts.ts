import { findNeighbours } from './adjacency.ts';
import { Frames } from './frames.ts';
import { findOverlaps } from './overlaps.ts';

/** Parts of a mesh that are flat enough to be seen whole from one direction. */
export interface Charts {
  /** Number of the chart of each triangle. */
  of: Int32Array;
  frames: Frames;
}

/** Cosine of the angle between a triangle and its chart: at 45° a texel shows 1.4 times as much as it should. */
const JOINS = 0.7;
/**
 * The same for the triangles of a small chart that is given up to its neighbour. On a rough scan of 143,000 triangles this
 * makes 3,300 charts of 11,900, against 6,300 at 0.5, and costs 0.2 dB.
 */
const JOINS_SMALL = 0.25;
/** The same where a finished chart lets a triangle go. */
const STAYS = 0.2;
/** Charts of fewer texels are joined to a neighbour if they can be: their border would be larger than they are. */
const SMALL = 220;
/** Times that triangles which did not stay are given to new charts. */
const ROUNDS = 6;

/**
 * Cuts a mesh into charts: from each triangle that has none, the largest first, to its neighbours while they turn no more
 * than 45° from the mean. No chart hides a part of itself. `density`: texels per step of the grid.
 */
export function findCharts(positions: Int32Array, indices: Uint32Array, density: number): Charts {
  const shape = shapeOf(positions, indices);
  const neighbours = findNeighbours(positions, indices);
  const of = new Int32Array(indices.length / 3).fill(-1);
  let [count, left] = [0, largestFirst(shape.areas)];
  for (let round = 0; left.length > 0; round++) {
    const first = count;
    count = grow(left, { of, neighbours, ...shape }, count);
    if (round === 0) joinSmall({ of, neighbours, ...shape }, count, SMALL / density ** 2);
    const firstNew = renumber(of, count, first);
    count = firstNew.count;
    const frames = new Frames(positions, indices, of, count);
    // What is still wrong after so many rounds is a knot of slivers, whose texels nobody tells apart.
    if (round === ROUNDS) return { of, frames };
    left = left.filter((triangle) => !stays(triangle, of, frames, shape));
    left = Uint32Array.from(
      new Set([...left, ...findOverlaps(positions, indices, of, frames, density, firstNew.first)]),
    );
    for (const triangle of left) of[triangle] = -1;
    if (left.length === 0) return { of, frames };
  }
  return { of, frames: new Frames(positions, indices, of, count) };
}

/** Leaves out the numbers of charts that have nothing left. `first`: the first of the latest charts, before and after. */
function renumber(of: Int32Array, count: number, first: number): { count: number; first: number } {
  const numbers = new Int32Array(count).fill(-1);
  for (const chart of of) numbers[chart] = 0;
  let [made, latest] = [0, 0];
  for (let chart = 0; chart < count; chart++) {
    if (chart === first) latest = made;
    if (numbers[chart] === 0) numbers[chart] = made++;
  }
  for (let triangle = 0; triangle < of.length; triangle++) of[triangle] = numbers[of[triangle]!]!;
  return { count: made, first: latest };
}

interface Shape {
  /** Of length 1, or 0 for triangles without area. */
  normals: Float32Array;
  areas: Float32Array;
}

function shapeOf(positions: Int32Array, indices: Uint32Array): Shape {
  const [normals, areas] = [new Float32Array(indices.length), new Float32Array(indices.length / 3)];
  for (let i = 0; i < indices.length; i += 3) {
    const [a, b, c] = [indices[i]! * 3, indices[i + 1]! * 3, indices[i + 2]! * 3];
    const ux = positions[b]! - positions[a]!;
    const uy = positions[b + 1]! - positions[a + 1]!;
    const uz = positions[b + 2]! - positions[a + 2]!;
    const vx = positions[c]! - positions[a]!;
    const vy = positions[c + 1]! - positions[a + 1]!;
    const vz = positions[c + 2]! - positions[a + 2]!;
    const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const length = Math.sqrt(x * x + y * y + z * z);
    areas[i / 3] = length / 2;
    if (length === 0) continue;
    normals[i] = x / length;
    normals[i + 1] = y / length;
    normals[i + 2] = z / length;
  }
  return { normals, areas };
}

/** By powers of 2^¼ and within these by number, so that numbers alone are sorted. */
function largestFirst(areas: Float32Array): Uint32Array {
  const keys = new Float64Array(areas.length);
  for (let i = 0; i < keys.length; i++) keys[i] = (512 - Math.floor(Math.log2(areas[i]! + 1) * 4)) * 2 ** 32 + i;
  return Uint32Array.from(keys.toSorted(), (key) => key % 2 ** 32);
}

interface Growing extends Shape {
  of: Int32Array;
  neighbours: Int32Array;
}

/** Gives every triangle of `seeds` a chart; returns the number of charts. */
function grow(seeds: Uint32Array, { of, neighbours, normals, areas }: Growing, first: number): number {
  const queue = new Uint32Array(of.length);
  let count = first;
  for (const seed of seeds) {
    if (of[seed] !== -1) continue;
    const chart = count++;
    const area = areas[seed]!;
    let [x, y, z] = [normals[seed * 3]! * area, normals[seed * 3 + 1]! * area, normals[seed * 3 + 2]! * area];
    of[seed] = chart;
    queue[0] = seed;
    for (let at = 0, end = 1; at < end; at++) {
      const triangle = queue[at]!;
      for (let k = triangle * 3; k < triangle * 3 + 3; k++) {
        const next = neighbours[k]!;
        if (next < 0 || of[next] !== -1) continue;
        const n = next * 3;
        const along = normals[n]! * x + normals[n + 1]! * y + normals[n + 2]! * z;
        if (areas[next]! > 0 && along < JOINS * Math.sqrt(x * x + y * y + z * z)) continue;
        of[next] = chart;
        queue[end++] = next;
        x += normals[n]! * areas[next]!;
        y += normals[n + 1]! * areas[next]!;
        z += normals[n + 2]! * areas[next]!;
      }
    }
  }
  return count;
}

/** Joins charts of little area to the neighbour with the longest common border, where they face its way. */
function joinSmall({ of, neighbours, normals, areas }: Growing, count: number, small: number): void {
  const [heads, tails] = [new Int32Array(count).fill(-1), new Int32Array(count)];
  const following = new Int32Array(of.length).fill(-1);
  const [sums, total] = [new Float64Array(count * 3), new Float64Array(count)];
  for (const [triangle, chart] of of.entries()) {
    if (heads[chart] === -1) heads[chart] = triangle;
    else following[tails[chart]!] = triangle;
    tails[chart] = triangle;
    const area = areas[triangle]!;
    total[chart]! += area;
    for (let k = 0; k < 3; k++) sums[chart * 3 + k]! += normals[triangle * 3 + k]! * area;
  }
  const borders = new Float64Array(count);
  const order = Uint32Array.from({ length: count }, (_, i) => i).filter((i) => total[i]! < small);
  const begun = total.slice();
  for (const chart of order.toSorted((a, b) => begun[a]! - begun[b]! || a - b)) {
    if (total[chart]! >= small) continue;
    const met: number[] = [];
    for (let triangle = heads[chart]!; triangle !== -1; triangle = following[triangle]!)
      for (let k = triangle * 3; k < triangle * 3 + 3; k++) {
        const next = neighbours[k]!;
        if (next < 0 || of[next] === chart) continue;
        const other = of[next]!;
        if (borders[other] === 0) met.push(other);
        // The root of its area stands for the length of the edge, which is not worth measuring.
        borders[other]! += Math.sqrt(areas[triangle]!) + 1e-6;
      }
    const head = heads[chart]!;
    const best = met
      .toSorted((a, b) => borders[b]! - borders[a]! || a - b)
      .find((other) => facesWith(head, following, normals, areas, sums, other));
    for (const other of met) borders[other] = 0;
    if (best === undefined) continue;
    for (let triangle = heads[chart]!; triangle !== -1; triangle = following[triangle]!) of[triangle] = best;
    following[tails[best]!] = heads[chart]!;
    tails[best] = tails[chart]!;
    total[best]! += total[chart]!;
    for (let k = 0; k < 3; k++) sums[best * 3 + k]! += sums[chart * 3 + k]!;
    heads[chart] = -1;
  }
}

function facesWith(
  head: number,
  following: Int32Array,
  normals: Float32Array,
  areas: Float32Array,
  sums: Float64Array,
  chart: number,
): boolean {
  const [x, y, z] = [sums[chart * 3]!, sums[chart * 3 + 1]!, sums[chart * 3 + 2]!];
  const least = JOINS_SMALL * Math.hypot(x, y, z);
  for (let t = head; t !== -1; t = following[t]!)
    if (areas[t]! > 0 && normals[t * 3]! * x + normals[t * 3 + 1]! * y + normals[t * 3 + 2]! * z < least) return false;
  return true;
}

function stays(triangle: number, of: Int32Array, { normals: frames }: Frames, { normals, areas }: Shape): boolean {
  const [at, n] = [of[triangle]! * 3, triangle * 3];
  const along = normals[n]! * frames[at]! + normals[n + 1]! * frames[at + 1]! + normals[n + 2]! * frames[at + 2]!;
  return areas[triangle] === 0 || along >= STAYS;
}
