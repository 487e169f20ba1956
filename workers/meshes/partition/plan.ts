import { hashKey } from '../key.ts';
import { FAN_OUT } from '../tree.ts';
import { BUCKET_HEAD, placesOf } from '../soup/layout.ts';
import { readSoup } from '../soup/read.ts';
import type { Range, Snap } from '../soup/read.ts';
import type { SoupSummary } from '../soup/summary.ts';
import { Centroids } from './halve.ts';

/** How a scan is divided into leaves, as far as that is known before its triangles have been looked at one by one. */
export interface Plan {
  /** Level of the leaves. */
  depth: number;
  /** Binary splits that are made while scattering: 2^splits buckets, of whole leaves. */
  splits: number;
  /** Of the binary tree in breadth-first order from 1 on: 0 … 2 an axis, BY_ORDER. */
  axes: number[];
  /** What has at least this coordinate (of three times its centroid) is in the second half. */
  planes: number[];
  /** Triangles of a part of the soup, which is scattered by one thread. */
  partTriangles: number;
  parts: number;
}

export interface PlanOptions {
  folder: string;
  soup: SoupSummary;
  snap: Snap;
  leafTriangles: number;
  minimumDepth: number;
}

/** Instead of an axis: so many centroids are equal that triangles alternate between both halves. */
export const BY_ORDER = 3;

/** Of a bucket in memory, twice at most: threads have one each. */
const BUCKET_BYTES = 12e6;
/** Of this many triangles the upper splits are known to a few percent. */
const samplesOf = (triangles: number): number => Math.min(Math.max(triangles / 8, 1 << 18), 1 << 21);
/** Neighbours in the file are neighbours on the surface: fewer at once tell more, more at once read faster. */
const RUN = 32;

/** A leaf has between half and twice `leafTriangles`, unless `minimumDepth` wants them smaller. */
function depthFor(triangles: number, leafTriangles: number, minimumDepth: number): number {
  const depth = Math.round(Math.log(triangles / leafTriangles) / Math.log(FAN_OUT));
  return Math.max(minimumDepth, depth, 0);
}

export function planPartition(options: PlanOptions): Plan {
  const { soup, leafTriangles, minimumDepth } = options;
  const depth = depthFor(soup.triangles, leafTriangles, minimumDepth);
  const bytes = soup.triangles * placesOf(soup.layout, BUCKET_HEAD).words * 4;
  const splits = Math.min(2 * depth, Math.max(0, Math.ceil(Math.log2(bytes / BUCKET_BYTES))));
  const partTriangles = Math.min(Math.max(Math.ceil(soup.triangles / 16), 1 << 18), 1 << 23);
  const parts = Math.ceil(soup.triangles / partTriangles);
  return { depth, splits, ...upperSplits(options, splits), partTriangles, parts };
}

function upperSplits(options: PlanOptions, splits: number): Pick<Plan, 'axes' | 'planes'> {
  const axes = Array.from({ length: 2 ** splits }, () => BY_ORDER);
  const planes = axes.map(() => 0);
  if (splits === 0) return { axes, planes };
  const { centroids, count } = sample(options);
  const divide = (node: number, from: number, to: number): void => {
    if (node >= axes.length) return;
    const { middle, axis, plane } = centroids.halve(from, to);
    axes[node] = axis ?? BY_ORDER;
    planes[node] = plane;
    divide(node * 2, from, middle);
    divide(node * 2 + 1, middle, to);
  };
  divide(1, 0, count);
  return { axes, planes };
}

/** Short runs of triangles from all over the file, at places that follow no period. */
function sample({ folder, soup, snap }: PlanOptions): { centroids: Centroids; count: number } {
  const every = Math.ceil(soup.triangles / samplesOf(soup.triangles));
  const centroids = new Centroids(Math.ceil(soup.triangles / (every * RUN)) * RUN);
  const [x, y, z] = centroids.axes;
  let count = 0;
  readSoup({ folder, soup, snap, blockTriangles: RUN }, runsOf(soup.triangles, every), ({ triangles, sums }) => {
    for (let at = 0; at < triangles * 3; at += 3, count++) {
      x[count] = sums[at]!;
      y[count] = sums[at + 1]!;
      z[count] = sums[at + 2]!;
    }
  });
  return { centroids, count };
}

/** One run of every `every`. */
function* runsOf(triangles: number, every: number): Generator<Range> {
  for (let stretch = 0; stretch * every * RUN < triangles; stretch++) {
    const from = (stretch * every + (hashKey(stretch, every) % every)) * RUN;
    if (from < triangles) yield [from, Math.min(from + RUN, triangles)];
  }
}

/**
 * Where a node of the binary tree is at home: three times a place, from the least coordinate to before the greatest. Every
 * place is at home in exactly one leaf; the second half of what was divided by order is home to none.
 */
export interface Home {
  min: [number, number, number];
  max: [number, number, number];
}

export const everywhere = (): Home => ({ min: [0, 0, 0], max: [Infinity, Infinity, Infinity] });

/** The two halves of a home. */
export function halvesOf({ min, max }: Home, axis: number, plane: number): [Home, Home] {
  if (axis === BY_ORDER) {
    return [
      { min, max },
      { min: max, max: min },
    ];
  }
  const first: Home = { min, max: [...max] };
  const second: Home = { min: [...min], max };
  first.max[axis] = Math.min(max[axis]!, plane);
  second.min[axis] = Math.max(min[axis]!, plane);
  return [first, second];
}

export function homeOfBucket({ splits, axes, planes }: Plan, bucket: number): Home {
  let home = everywhere();
  for (let split = splits - 1, node = 1; split >= 0; split--) {
    const half = (bucket >>> split) & 1;
    home = halvesOf(home, axes[node]!, planes[node]!)[half]!;
    node = node * 2 + half;
  }
  return home;
}
