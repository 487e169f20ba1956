import { appendFileSync, rmSync } from 'node:fs';
import { BUCKET_HEAD, placesOf } from '../soup/layout.ts';
import { readSoup } from '../soup/read.ts';
import type { Snap } from '../soup/read.ts';
import type { SoupSummary } from '../soup/summary.ts';
import { writeSummary } from '../stage.ts';
import { partFile, shareFile } from './files.ts';
import { BY_ORDER } from './plan.ts';
import type { Plan } from './plan.ts';

export interface ScatterOptions {
  folder: string;
  soup: Pick<SoupSummary, 'segments' | 'layout' | 'triangles'>;
  snap: Snap;
  plan: Plan;
  part: number;
}

export interface PartSummary {
  /** Triangles whose corners fell together on the grid. */
  collapsed: number;
  /** Triangles for each bucket. */
  triangles: number[];
}

const BLOCK_TRIANGLES = 16_384;
/** Bytes of what is collected for one bucket before it is written: 16 MB for 256 buckets. */
const SHARE_BYTES = 64 << 10;

/** Takes one part of the soup to the buckets. Files are opened for each write, so that there may be any number of them. */
export function scatterPart({ folder, soup, snap, plan, part }: ScatterOptions): PartSummary {
  const buckets = 2 ** plan.splits;
  const { words } = placesOf(soup.layout, BUCKET_HEAD);
  const room = Math.floor(SHARE_BYTES / 4 / words) * words;
  const shares = new Uint32Array(buckets * room);
  const filled = new Uint32Array(buckets);
  const triangles = Array.from({ length: buckets }, () => 0);
  const bucketOf = descent(plan);
  // A part that was interrupted begins anew.
  for (let bucket = 0; bucket < buckets; bucket++) rmSync(shareFile(folder, bucket, part), { force: true });

  const write = (bucket: number): void => {
    if (filled[bucket] === 0) return;
    const start = bucket * room;
    appendFileSync(shareFile(folder, bucket, part), new Uint8Array(shares.buffer, start * 4, filled[bucket]! * 4));
    filled[bucket] = 0;
  };

  const from = part * plan.partTriangles;
  const to = Math.min(from + plan.partTriangles, soup.triangles);
  const collapsed = readSoup({ folder, soup, snap, blockTriangles: BLOCK_TRIANGLES }, [[from, to]], (block) => {
    const { records, sums } = block;
    for (let number = 0, record = 0; number < block.triangles; number++) {
      const bucket = bucketOf(sums, number * 3);
      const at = bucket * room + filled[bucket]!;
      for (let word = 0; word < words; word++) shares[at + word] = records[record++]!;
      triangles[bucket]!++;
      if ((filled[bucket]! += words) === room) write(bucket);
    }
  });
  for (let bucket = 0; bucket < buckets; bucket++) write(bucket);
  const summary: PartSummary = { collapsed, triangles };
  writeSummary(partFile(folder, part), summary);
  return summary;
}

/** From three sums of coordinates to the bucket. */
function descent({ splits, axes, planes }: Plan): (sums: Int32Array, at: number) => number {
  const axisOf = Uint8Array.from(axes);
  const planeOf = Int32Array.from(planes);
  const turns = new Uint8Array(axes.length);
  const first = 2 ** splits;
  return (sums, at) => {
    let node = 1;
    while (node < first) {
      const axis = axisOf[node]!;
      if (axis === BY_ORDER) node = node * 2 + (turns[node]! ^= 1);
      else node = node * 2 + (sums[at + axis]! >= planeOf[node]! ? 1 : 0);
    }
    return node - first;
  };
}
