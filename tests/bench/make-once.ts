import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ARCHIVE_FOLDER } from '../../manifests/derivatives/paths.ts';
import { TILE_SIZE } from '../../manifests/derivatives/levels.ts';
import { makeImage } from '../../workers/images/make.ts';
import { JPEG, open } from '../../workers/images/sharp.ts';
import { residentBytes } from '../../workers/isolate/memory.ts';

// Makes one pyramid in a process of its own, as the workers do or by libvips alone, and prints what it cost.

export interface Cost {
  seconds: number;
  cpuSeconds: number;
  /** Peak of what the workers' limit counts, Node's own included: resident, without the mapped source file. */
  megabytes: number;
  /** Peak of all that is resident; the system takes back pages of the mapped source when it needs them. */
  megabytesWithSource: number;
  /** Of the archive. */
  bytes: number;
}

const [way, source = '', folder = ''] = process.argv.slice(2);
const work = join(folder, `once-${process.pid}`);
await mkdir(work);
let peak = 0;
let bytes = 0;
const watch = setInterval(() => {
  void residentBytes(process.pid).then((resident = 0) => (peak = Math.max(peak, resident)));
}, 50);
const before = process.cpuUsage();
const started = performance.now();
if (way === 'product') {
  const { pages } = await makeImage({ source, folder: work, maxPixels: Number.MAX_SAFE_INTEGER }, () => undefined);
  bytes = pages.reduce((sum, page) => sum + page.bytes, 0);
} else {
  const bare = join(work, 'bare.zip');
  await open(source)
    .jpeg(JPEG)
    .tile({ size: TILE_SIZE, layout: 'iiif3', container: 'zip', basename: ARCHIVE_FOLDER })
    .toFile(bare);
  bytes = (await stat(bare)).size;
}
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
clearInterval(watch);
await rm(work, { recursive: true });
const cost: Cost = {
  seconds,
  cpuSeconds: (user + system) / 1e6,
  megabytes: peak / 2 ** 20,
  megabytesWithSource: process.resourceUsage().maxRSS / 1024,
  bytes,
};
process.stdout.write(JSON.stringify(cost));
