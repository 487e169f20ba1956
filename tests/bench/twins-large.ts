import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { SCALE, ball } from './meshes/scans.ts';
import { spotCheck } from './meshes/spot-check.ts';
import type { SpotCheck } from './meshes/spot-check.ts';
import { runTwin } from './run-twin.ts';
import { openTwin } from './twin-archive.ts';
import { figuresOf } from './twins.ts';
import type { TwinFigures } from './twins.ts';

const SIZES = [60e6, 200e6];
const THREADS = 2;
/**
 * Most that one triangle takes on the disk at a time: 19 bytes of PLY, 36 of soup, then 12 of the sorted leaves, 12 of the
 * surfaces that become tiles, 2 of the tiles and as much of their archive; a tenth and more is left free.
 */
const DISK_BYTES_PER_TRIANGLE = 19 + 2.5 * 36;

export interface LargeFigures extends Omit<TwinFigures, 'secondsOnTwo' | 'ratioOfTwo' | 'fast'> {
  threads: number;
  levels: number;
  tiles: number;
  sourceGigabytes: number;
  tilesGigabytes: number;
  /** The most that the work folder held, without the source. */
  diskGigabytes: number;
  megabytesByStage: Record<string, number>;
  check: SpotCheck;
}

/** Scans of many million triangles: that they end, in what time, memory and space, and that what comes out is a twin. */
export async function benchTwinsLarge(folder: string): Promise<Record<string, LargeFigures>> {
  const results: Record<string, LargeFigures> = {};
  for (const size of SIZES) {
    const triangles = size * SCALE;
    await requireDisk(folder, triangles);
    console.error(`generating ${triangles / 1e6} million triangles`);
    const source = await ball(folder, size);
    const work = join(folder, 'twin');
    const cost = await runTwin(source.path, { folder: work, threads: THREADS });
    await rm(source.path);
    console.error('checking');
    await using archive = await openTwin(join(work, 'tileset.3tz'));
    const check = await spotCheck(archive.read);
    await rm(work, { recursive: true });
    results[`${size / 1e6} million`] = {
      ...figuresOf(cost),
      threads: THREADS,
      seconds: cost.seconds,
      levels: cost.technical.levels,
      tiles: cost.technical.tiles,
      sourceGigabytes: gigabytes(source.bytes),
      tilesGigabytes: gigabytes(cost.technical.tileBytes),
      diskGigabytes: gigabytes(cost.diskBytes),
      diskBytesPerTriangle: Math.round((cost.diskBytes / cost.technical.triangles) * 100) / 100,
      megabytesByStage: Object.fromEntries(
        Object.entries(cost.stages).map(([name, { megabytes }]) => [name, megabytes]),
      ),
      check,
    };
    console.error(JSON.stringify(results[`${size / 1e6} million`]));
  }
  return results;
}

async function requireDisk(folder: string, triangles: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = triangles * DISK_BYTES_PER_TRIANGLE;
  const told = `${triangles / 1e6} million triangles take up to ${gigabytes(needed)} GB of disk, ${folder} has ${gigabytes(bavail * bsize)} free`;
  if (bavail * bsize < needed) throw new Error(told);
  console.error(told);
}

const gigabytes = (bytes: number): number => Math.round(bytes / 1e7) / 100;
