import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ARCHIVE_FOLDER } from '../../manifests/derivatives/paths.ts';
import { TILE_SIZE } from '../../manifests/derivatives/levels.ts';
import { makeImage } from '../../workers/images/make.ts';
import { JPEG, open } from '../../workers/images/sharp.ts';

// Makes one pyramid in a process of its own, as the workers do or by libvips alone, and prints what it cost.

export interface Cost {
  seconds: number;
  cpuSeconds: number;
  /** Peak resident memory of the process, Node's own included. */
  megabytes: number;
}

const [way, source = '', folder = ''] = process.argv.slice(2);
const work = join(folder, `once-${process.pid}`);
await mkdir(work);
const before = process.cpuUsage();
const started = performance.now();
if (way === 'product') {
  await makeImage({ source, folder: work, maxPixels: Number.MAX_SAFE_INTEGER }, () => undefined);
} else {
  await open(source)
    .jpeg(JPEG)
    .tile({ size: TILE_SIZE, layout: 'iiif3', container: 'zip', basename: ARCHIVE_FOLDER })
    .toFile(join(work, 'bare.zip'));
}
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
await rm(work, { recursive: true });
const cost: Cost = { seconds, cpuSeconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(JSON.stringify(cost));
