import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atonVenus, ball, enlarged, real, texturedBall } from './meshes/scans.ts';
import type { Scan } from './meshes/scans.ts';
import { runTwin } from './run-twin.ts';
import type { RunOptions, WatchedTwin } from './run-twin.ts';

export interface TwinFigures {
  triangles: number;
  /** Of source triangles per second of CPU, in all and by stage. */
  trianglesPerCpuSecond: number;
  byStage: Record<string, number>;
  megabytes: number;
  /** Of all levels. */
  bytesPerTriangle: number;
  /** Kilobytes until the first picture. */
  firstKilobytes: number;
  diskBytesPerTriangle: number;
  seconds: number;
  /** Of the same on two threads. */
  secondsOnTwo: number;
  ratioOfTwo: number;
  /** The profile `fast`, on one thread. */
  fast?: { trianglesPerCpuSecond: number; bytesPerTriangle: number; firstKilobytes: number };
}

/** Twins of generated, enlarged and real scans: in CPU, memory, bytes, and on two threads. */
export async function benchTwins(folder: string): Promise<Record<string, TwinFigures>> {
  const scans: Record<string, { make: () => Promise<Scan>; fast?: boolean }> = {
    'generated, 4 million': { make: () => ball(folder, 4e6), fast: true },
    'generated, 14 million': { make: () => ball(folder, 14e6) },
    'whale, real': { make: () => real('whale') },
    'whale, enlarged': { make: () => enlarged(folder, 'whale', 4), fast: true },
    'Venus, real': { make: () => real('venus') },
    'Venus, enlarged': { make: () => enlarged(folder, 'venus', 8) },
    'textured, generated': { make: () => texturedBall(folder, 1e6) },
    'textured, real': { make: () => atonVenus(folder), fast: true },
  };
  const results: Record<string, TwinFigures> = {};
  for (const [name, { make, fast = false }] of Object.entries(scans)) {
    console.error(name);
    results[name] = await measure(await make(), folder, fast);
  }
  return results;
}

async function measure({ path }: Scan, folder: string, withFast: boolean): Promise<TwinFigures> {
  const once = async (options: Omit<RunOptions, 'folder'>): Promise<WatchedTwin> => {
    const work = join(folder, 'twin');
    try {
      return await runTwin(path, { ...options, folder: work });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };
  const one = await once({ threads: 1 });
  const two = await once({ threads: 2 });
  const fast = withFast ? await once({ threads: 1, profile: 'fast' }) : undefined;
  return {
    ...figuresOf(one),
    diskBytesPerTriangle: rounded(one.diskBytes / one.technical.triangles),
    seconds: one.seconds,
    secondsOnTwo: two.seconds,
    ratioOfTwo: rounded(one.seconds / two.seconds),
    ...(fast && { fast: shortened(figuresOf(fast)) }),
  };
}

/** What one run says. */
export function figuresOf(
  cost: WatchedTwin,
): Omit<TwinFigures, 'seconds' | 'secondsOnTwo' | 'ratioOfTwo' | 'diskBytesPerTriangle'> {
  const { triangles, tileBytes } = cost.technical;
  const perSecond = (cpuSeconds: number): number => Math.round(triangles / Math.max(cpuSeconds, 0.01));
  return {
    triangles,
    trianglesPerCpuSecond: perSecond(cost.cpuSeconds),
    byStage: Object.fromEntries(
      Object.entries(cost.stages).map(([name, stage]) => [name, perSecond(stage.cpuSeconds)]),
    ),
    megabytes: cost.megabytes,
    bytesPerTriangle: rounded(tileBytes / triangles),
    firstKilobytes: Math.round(cost.firstBytes / 1024),
  };
}

const shortened = ({
  trianglesPerCpuSecond,
  bytesPerTriangle,
  firstKilobytes,
}: ReturnType<typeof figuresOf>): NonNullable<TwinFigures['fast']> => ({
  trianglesPerCpuSecond,
  bytesPerTriangle,
  firstKilobytes,
});

const rounded = (value: number): number => Math.round(value * 100) / 100;
