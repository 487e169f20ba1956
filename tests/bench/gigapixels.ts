import { statfs } from 'node:fs/promises';
import { findProgram } from '../programs.ts';
import { runJson } from './program.ts';
import type { Cost } from './make-once.ts';
import { drawing, tiledTiff } from './sources.ts';

const WIDTH = 110_000;
const HEIGHT = 91_000;
/** The source, the pyramid, and what else the run leaves for a while. */
const DISK_BYTES = 15e9;

/** Ten gigapixels through the work of a worker: that it ends, in what time, memory and space. */
export async function benchGigapixels(folder: string): Promise<unknown> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < DISK_BYTES) {
    const free = Math.round((bavail * bsize) / 1e9);
    throw new Error(`Ten gigapixels take up to ${DISK_BYTES / 1e9} GB of disk, ${folder} has ${free} free`);
  }
  const vips = findProgram('vips');
  if (vips === undefined) throw new Error('The image of ten gigapixels is made by vips: install libvips-tools');
  const source = await tiledTiff(vips, await drawing(folder), folder, { width: WIDTH, height: HEIGHT });
  const cost = await runJson<Cost>('make-once.ts', 'product', source.path, folder);
  return {
    image: `${WIDTH} × ${HEIGHT}`,
    gigapixels: Math.round((WIDTH * HEIGHT) / 1e7) / 100,
    seconds: Math.round(cost.seconds),
    cpuSeconds: Math.round(cost.cpuSeconds),
    megapixelsPerCpuSecond: Math.round((WIDTH * HEIGHT) / 1e6 / cost.cpuSeconds),
    megabytes: Math.round(cost.megabytes),
    megabytesWithSource: Math.round(cost.megabytesWithSource),
    sourceGigabytes: gigabytes(source.bytes),
    pyramidGigabytes: gigabytes(cost.bytes),
  };
}

const gigabytes = (bytes: number): number => Math.round(bytes / 1e7) / 100;
