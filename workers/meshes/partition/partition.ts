import { rmSync } from 'node:fs';
import type { Grid } from '../grid.ts';
import type { FrameTransform } from '../soup/frame.ts';
import type { Layout } from '../soup/layout.ts';
import { snapTo } from '../soup/read.ts';
import { soupFile } from '../soup/summary.ts';
import type { SoupSummary } from '../soup/summary.ts';
import type { Finding } from '../source.ts';
import { readSummary, writeSummary } from '../stage.ts';
import { splitBucket } from './bucket.ts';
import type { BucketOptions, BucketSummary } from './bucket.ts';
import { bucketFile, partFile, partitionFile, planFile } from './files.ts';
import { planPartition } from './plan.ts';
import type { Plan } from './plan.ts';
import type { LeafReport } from './report.ts';
import { scatterPart } from './scatter.ts';
import type { PartSummary, ScatterOptions } from './scatter.ts';

export interface PartitionOptions {
  /** The task's, where the soup is. */
  folder: string;
  soup: SoupSummary;
  frame: FrameTransform;
  grid: Grid;
  /** Triangles of a leaf, about: between half and twice. */
  leafTriangles: number;
  /** Level of the leaves at least: more than their triangles ask for where textures do. */
  minimumDepth: number;
}

export interface PartitionSummary {
  /** Level of the leaves, of which there are 4^depth. */
  depth: number;
  buckets: number;
  layout: Layout;
  /** Some or all normals were computed, so far from each leaf's own faces only. */
  computedNormals: boolean;
  /** Of all leaves. */
  triangles: number;
  /** Square metres. */
  area: number;
  /** Keys in all files of strays. */
  strays: number;
  /** By index. One without triangles has no file. */
  leaves: LeafReport[];
  findings: Finding[];
}

/** Work for a thread: plain data. What it finds it leaves on disk. */
export type PartitionJob = { kind: 'scatter'; options: ScatterOptions } | { kind: 'split'; options: BucketOptions };

export function runPartitionJob(job: PartitionJob): void {
  if (job.kind === 'scatter') scatterPart(job.options);
  else splitBucket(job.options);
}

/** Of the time, what scattering takes. */
const SCATTER_SHARE = 0.3;

/**
 * Divides the soup into welded leaves on disk. `run` has a job done by some thread; those of one stage may be done at the
 * same time and in any order. Goes on from what a task that was killed has left.
 */
export async function partition(
  options: PartitionOptions,
  run: (job: PartitionJob) => Promise<unknown>,
  onProgress: (fraction: number) => void,
): Promise<PartitionSummary> {
  const { folder, soup, frame, grid } = options;
  const done = readSummary(partitionFile(folder)) as PartitionSummary | undefined;
  if (done !== undefined) return done;
  const snap = snapTo(grid, frame, soup.origin);
  const plan = (readSummary(planFile(folder)) as Plan | undefined) ?? planPartition({ ...options, snap });
  writeSummary(planFile(folder), plan);

  const { segments, layout, triangles } = soup;
  const parts = await allOf<PartSummary>(
    Array.from({ length: plan.parts }, (_, part) => ({
      file: partFile(folder, part),
      job: { kind: 'scatter', options: { folder, soup: { segments, layout, triangles }, snap, plan, part } },
    })),
    run,
    (fraction) => onProgress(fraction * SCATTER_SHARE),
  );
  rmSync(soupFile(folder), { force: true });

  const buckets = await allOf<BucketSummary>(
    Array.from({ length: 2 ** plan.splits }, (_, bucket) => {
      const shares = parts.map((part) => part.triangles[bucket]!);
      return {
        file: bucketFile(folder, bucket),
        job: { kind: 'split', options: { folder, layout, grid, plan, bucket, triangles: shares } },
      };
    }),
    run,
    (fraction) => onProgress(SCATTER_SHARE + fraction * (1 - SCATTER_SHARE)),
  );
  const summary = summarise(plan, soup, parts, buckets);
  writeSummary(partitionFile(folder), summary);
  return summary;
}

interface Step {
  /** Where its summary is when it is done. */
  file: string;
  job: PartitionJob;
}

/** Has those done that are not, and gives the summaries of all. */
async function allOf<Summary>(
  steps: Step[],
  run: (job: PartitionJob) => Promise<unknown>,
  onProgress: (fraction: number) => void,
): Promise<Summary[]> {
  let finished = 0;
  return Promise.all(
    steps.map(async ({ file, job }) => {
      if (readSummary(file) === undefined) await run(job);
      onProgress(++finished / steps.length);
      return readSummary(file) as Summary;
    }),
  );
}

function summarise(plan: Plan, soup: SoupSummary, parts: PartSummary[], buckets: BucketSummary[]): PartitionSummary {
  const leaves = buckets.flatMap((bucket) => bucket.leaves);
  const sum = (of: (leaf: LeafReport) => number): number => leaves.reduce((total, leaf) => total + of(leaf), 0);
  return {
    depth: plan.depth,
    buckets: buckets.length,
    layout: soup.layout,
    computedNormals: soup.cornersWithoutNormal > 0,
    triangles: sum((leaf) => leaf.triangles),
    area: sum((leaf) => leaf.area),
    strays: buckets.reduce((total, bucket) => total + bucket.strays, 0),
    leaves,
    findings: findingsOf({
      collapsed: parts.reduce((total, part) => total + part.collapsed, 0),
      duplicates: sum((leaf) => leaf.duplicates),
      flat: sum((leaf) => leaf.flat),
    }),
  };
}

function findingsOf(counts: { collapsed: number; duplicates: number; flat: number }): Finding[] {
  return [
    {
      code: 'collapsed-faces',
      count: counts.collapsed,
      message: 'Triangles smaller than a step of the grid were left out: their corners fell together.',
    },
    {
      code: 'duplicate-faces',
      count: counts.duplicates,
      message: 'Triangles that were there a second time were left out.',
    },
    {
      code: 'flat-faces',
      count: counts.flat,
      message: 'Triangles whose corners lie in one line were kept: their neighbours meet across them.',
    },
  ].filter(({ count }) => count > 0);
}
