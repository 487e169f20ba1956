import { closeSync, fstatSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { DamagedError } from '../../../manifests/errors.ts';
import type { Grid } from '../grid.ts';
import { highKey, keyX, keyY, keyZ, lowKey } from '../key.ts';
import { BUCKET_HEAD, placesOf } from '../soup/layout.ts';
import type { Layout } from '../soup/layout.ts';
import { writeSummary } from '../stage.ts';
import { writeTileMesh } from '../tilemesh-file.ts';
import { bucketFile, computedFile, leafFile, shareFile, strayFile } from './files.ts';
import { Centroids } from './halve.ts';
import { leafOf } from './leaf.ts';
import { BY_ORDER, halvesOf, homeOfBucket } from './plan.ts';
import type { Home, Plan } from './plan.ts';
import { emptyReport, reportOf } from './report.ts';
import type { LeafReport } from './report.ts';
import { Welder } from './weld.ts';

export interface BucketOptions {
  folder: string;
  layout: Layout;
  grid: Grid;
  plan: Plan;
  bucket: number;
  /** What each part of the soup has for it. */
  triangles: number[];
}

export interface BucketSummary {
  /** In the order of their indices. */
  leaves: LeafReport[];
  /** Keys in the bucket's file of strays. */
  strays: number;
}

/**
 * Divides a bucket into its leaves, welds each, and writes their meshes. The bucket's own files are deleted after that.
 * A function of its files: buckets may be done in any order, on any thread.
 */
export function splitBucket({ folder, layout, grid, plan, bucket, triangles }: BucketOptions): BucketSummary {
  const count = triangles.reduce((sum, share) => sum + share, 0);
  const { words } = placesOf(layout, BUCKET_HEAD);
  const records = readShares(folder, bucket, triangles, words);
  const centroids = centroidsOf(records, count, words);
  const welder = new Welder(layout);
  const leaves: LeafReport[] = [];
  const strays = new Strays();

  const makeLeaf = (index: number, home: Home, numbers: Uint32Array): void => {
    if (numbers.length === 0) {
      leaves.push(emptyReport(index));
      return;
    }
    const welded = welder.weld(records, numbers);
    const { mesh, computed } = leafOf(welded, layout);
    strays.add(mesh.positions, home);
    writeTileMesh(leafFile(folder, index), mesh);
    if (computed !== undefined) writeFileSync(computedFile(folder, index), computed);
    leaves.push(reportOf(index, mesh, grid, welded.duplicates));
  };
  const divide = (split: number, path: number, home: Home, from: number, to: number): void => {
    if (split === 2 * plan.depth) {
      makeLeaf(path, home, centroids.numbers.subarray(from, to));
      return;
    }
    const { middle, axis, plane } = centroids.halve(from, to);
    const [first, second] = halvesOf(home, axis ?? BY_ORDER, plane);
    divide(split + 1, path * 2, first, from, middle);
    divide(split + 1, path * 2 + 1, second, middle, to);
  };
  divide(plan.splits, bucket, homeOfBucket(plan, bucket), 0, count);

  writeFileSync(strayFile(folder, bucket), strays.keys());
  const summary: BucketSummary = { leaves, strays: strays.count };
  writeSummary(bucketFile(folder, bucket), summary);
  for (const part of triangles.keys()) rmSync(shareFile(folder, bucket, part), { force: true });
  return summary;
}

/** The shares of all parts, one after the other: in the order of the soup, however many threads there were. */
function readShares(folder: string, bucket: number, triangles: number[], words: number): Uint32Array {
  const records = new Uint32Array(triangles.reduce((sum, share) => sum + share, 0) * words);
  const bytes = new Uint8Array(records.buffer);
  let done = 0;
  for (const [part, share] of triangles.entries()) {
    if (share === 0) continue;
    const path = shareFile(folder, bucket, part);
    const file = openSync(path, 'r');
    const end = done + share * words * 4;
    try {
      if (fstatSync(file).size !== end - done) throw shortened(path);
      while (done < end) {
        const count = readSync(file, bytes, done, end - done, null);
        if (count === 0) throw shortened(path);
        done += count;
      }
    } finally {
      closeSync(file);
    }
  }
  return records;
}

const shortened = (path: string): DamagedError =>
  new DamagedError(
    `${path} has not the length that it was written with. Delete the task's folder and make the twin anew`,
  );

function centroidsOf(records: Uint32Array, count: number, words: number): Centroids {
  const centroids = new Centroids(count);
  const [x, y, z] = centroids.axes;
  for (let number = 0, at = 0; number < count; number++, at += words) {
    const aLow = records[at]!;
    const aHigh = records[at + 1]!;
    const bLow = records[at + 2]!;
    const bHigh = records[at + 3]!;
    const cLow = records[at + 4]!;
    const cHigh = records[at + 5]!;
    x[number] = keyX(aLow) + keyX(bLow) + keyX(cLow);
    y[number] = keyY(aLow, aHigh) + keyY(bLow, bHigh) + keyY(cLow, cHigh);
    z[number] = keyZ(aHigh) + keyZ(bHigh) + keyZ(cHigh);
  }
  return centroids;
}

/**
 * Places that a leaf uses without being their home. A place that several leaves use is a stray of all of them but one at
 * most: the strays of all leaves have every shared place among them.
 */
class Strays {
  #keys = new Uint32Array(4096);
  count = 0;

  add(positions: Int32Array, { min, max }: Home): void {
    const [minX, minY, minZ] = min;
    const [maxX, maxY, maxZ] = max;
    for (let at = 0; at < positions.length; at += 3) {
      const x = positions[at]!;
      const y = positions[at + 1]!;
      const z = positions[at + 2]!;
      const home = x * 3 >= minX && x * 3 < maxX && y * 3 >= minY && y * 3 < maxY && z * 3 >= minZ && z * 3 < maxZ;
      if (!home) this.#push(lowKey(x, y), highKey(y, z));
    }
  }

  keys(): Uint32Array {
    return this.#keys.subarray(0, this.count * 2);
  }

  #push(low: number, high: number): void {
    if (this.count * 2 === this.#keys.length) {
      const keys = new Uint32Array(this.#keys.length * 2);
      keys.set(this.#keys);
      this.#keys = keys;
    }
    this.#keys[this.count * 2] = low;
    this.#keys[this.count * 2 + 1] = high;
    this.count++;
  }
}
