import { closeSync, openSync, readSync } from 'node:fs';
import { DamagedError } from '../../../manifests/errors.ts';
import type { Grid } from '../grid.ts';
import { highKey, lowKey } from '../key.ts';
import { NO_NORMAL } from '../octahedral.ts';
import type { FrameTransform } from './frame.ts';
import { BUCKET_HEAD, placesOf, sameLayout, SOUP_HEAD } from './layout.ts';
import type { Layout } from './layout.ts';
import { soupFile } from './summary.ts';
import type { Segment, SoupSummary } from './summary.ts';

/** From a soup's floats to the grid: coordinate i is `floats[axes[i]] × scale[i] + offset[i]`, rounded. */
export interface Snap {
  axes: readonly [number, number, number];
  scale: readonly [number, number, number];
  offset: readonly [number, number, number];
}

export function snapTo(grid: Grid, { axes, scale }: FrameTransform, origin: SoupSummary['origin']): Snap {
  const offset = (i: 0 | 1 | 2): number => (origin[axes[i]]! * scale[i] - grid.origin[i]) / grid.step;
  return {
    axes,
    scale: [scale[0] / grid.step, scale[1] / grid.step, scale[2] / grid.step],
    offset: [offset(0), offset(1), offset(2)],
  };
}

/** Some triangles on the grid; used again for the next. */
export interface SnappedBlock {
  /** How many of a block's triangles there are: those whose corners did not fall together. */
  triangles: number;
  /** In the bucket's layout. */
  records: Uint32Array;
  /** Per triangle the sum of its corners: three times the centroid. */
  sums: Int32Array;
}

export interface ReadOptions {
  folder: string;
  soup: Pick<SoupSummary, 'segments' | 'layout'>;
  snap: Snap;
  /** Triangles of a block, at most. */
  blockTriangles: number;
}

/** Triangles by their number in the soup, from the first to before the second. */
export type Range = readonly [number, number];

/** Gives triangles of the soup block by block, snapped. Returns how many had corners that fell together on the grid. */
export function readSoup(options: ReadOptions, ranges: Iterable<Range>, take: (block: SnappedBlock) => void): number {
  const { folder, soup, snap, blockTriangles } = options;
  const { words } = placesOf(soup.layout, BUCKET_HEAD);
  const block: SnappedBlock = {
    triangles: 0,
    records: new Uint32Array(blockTriangles * words),
    sums: new Int32Array(blockTriangles * 3),
  };
  const input = new Uint32Array(blockTriangles * placesOf(soup.layout, SOUP_HEAD).words);
  const file = openSync(soupFile(folder), 'r');
  let collapsed = 0;
  try {
    for (const range of ranges) {
      for (const run of runsOf(soup.segments, range)) {
        const bytes = placesOf(run.layout, SOUP_HEAD).words * 4;
        for (let done = 0; done < run.triangles; done += blockTriangles) {
          const count = Math.min(blockTriangles, run.triangles - done);
          readFully(file, new Uint8Array(input.buffer, 0, count * bytes), run.start + done * bytes);
          snapBlock(input, count, run.layout, soup.layout, snap, block);
          collapsed += count - block.triangles;
          take(block);
        }
      }
    }
  } finally {
    closeSync(file);
  }
  return collapsed;
}

/** What of the segments lies within a range. */
function runsOf(segments: Segment[], [from, to]: Range): Segment[] {
  const runs: Segment[] = [];
  let first = 0;
  for (const { layout, start, triangles } of segments) {
    const begin = Math.max(from, first);
    const end = Math.min(to, first + triangles);
    const bytes = placesOf(layout, SOUP_HEAD).words * 4;
    if (begin < end) runs.push({ layout, start: start + (begin - first) * bytes, triangles: end - begin });
    first += triangles;
  }
  return runs;
}

function snapBlock(input: Uint32Array, count: number, from: Layout, to: Layout, snap: Snap, block: SnappedBlock): void {
  const floats = new Float32Array(input.buffer);
  const { records, sums } = block;
  const stride = placesOf(from, SOUP_HEAD).words;
  const words = placesOf(to, BUCKET_HEAD).words;
  const same = sameLayout(from, to);
  const [axisX, axisY, axisZ] = snap.axes;
  const [scaleX, scaleY, scaleZ] = snap.scale;
  // Half a step more: what is cut off after it is rounded.
  const offsetX = snap.offset[0] + 0.5;
  const offsetY = snap.offset[1] + 0.5;
  const offsetZ = snap.offset[2] + 0.5;
  let kept = 0;
  for (let triangle = 0, at = 0; triangle < count; triangle++, at += stride) {
    const ax = (floats[at + axisX]! * scaleX + offsetX) | 0;
    const ay = (floats[at + axisY]! * scaleY + offsetY) | 0;
    const az = (floats[at + axisZ]! * scaleZ + offsetZ) | 0;
    const bx = (floats[at + 3 + axisX]! * scaleX + offsetX) | 0;
    const by = (floats[at + 3 + axisY]! * scaleY + offsetY) | 0;
    const bz = (floats[at + 3 + axisZ]! * scaleZ + offsetZ) | 0;
    const cx = (floats[at + 6 + axisX]! * scaleX + offsetX) | 0;
    const cy = (floats[at + 6 + axisY]! * scaleY + offsetY) | 0;
    const cz = (floats[at + 6 + axisZ]! * scaleZ + offsetZ) | 0;
    const aLow = lowKey(ax, ay);
    const aHigh = highKey(ay, az);
    const bLow = lowKey(bx, by);
    const bHigh = highKey(by, bz);
    const cLow = lowKey(cx, cy);
    const cHigh = highKey(cy, cz);
    if ((aLow === bLow && aHigh === bHigh) || (bLow === cLow && bHigh === cHigh) || (cLow === aLow && cHigh === aHigh))
      continue;
    const record = kept * words;
    records[record] = aLow;
    records[record + 1] = aHigh;
    records[record + 2] = bLow;
    records[record + 3] = bHigh;
    records[record + 4] = cLow;
    records[record + 5] = cHigh;
    if (!same) widenTail(input, at, from, records, record, to);
    else
      for (let word = BUCKET_HEAD; word < words; word++)
        records[record + word] = input[at + word - BUCKET_HEAD + SOUP_HEAD]!;
    const sum = kept * 3;
    sums[sum] = ax + bx + cx;
    sums[sum + 1] = ay + by + cy;
    sums[sum + 2] = az + bz + cz;
    kept++;
  }
  block.triangles = kept;
}

/** The attributes of a record to the layout of a wider one: no normal, white, texture coordinates 0, 0, material 0. */
function widenTail(
  input: Uint32Array,
  at: number,
  from: Layout,
  records: Uint32Array,
  record: number,
  to: Layout,
): void {
  const source = placesOf(from, SOUP_HEAD);
  const target = placesOf(to, BUCKET_HEAD);
  for (let corner = 0; corner < 3; corner++) {
    if (to.normals) {
      records[record + target.normals + corner] = from.normals ? input[at + source.normals + corner]! : NO_NORMAL;
    }
    if (to.colours) {
      records[record + target.colours + corner] = from.colours ? input[at + source.colours + corner]! : 0xffff_ffff;
    }
  }
  for (let word = 0; word < 6 && to.texcoords; word++) {
    records[record + target.texcoords + word] = from.texcoords ? input[at + source.texcoords + word]! : 0;
  }
  if (to.materials) records[record + target.material] = from.materials ? input[at + source.material]! : 0;
}

function readFully(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const count = readSync(file, bytes, done, bytes.length - done, position + done);
    if (count === 0)
      throw new DamagedError(
        "The soup of triangles ends before its last record. Delete the task's folder and make the twin anew",
      );
    done += count;
  }
}
