import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { runJson, vitrine } from './program.ts';
import type { Cost } from './make-once.ts';

const FILES = 1000;
const WIDTH = 1200;
const HEIGHT = 800;

/** A thousand small photographs, through `vitrine add` from nothing to ready: catalogue, queue, workers and all. */
export async function benchIngest(folder: string): Promise<unknown> {
  const scans = join(folder, 'scans');
  await mkdir(scans);
  for (let index = 0; index < FILES; index++) await photograph(join(scans, `${index}.jpg`), index);
  const { seconds: bare } = await runJson<Cost>('make-once.ts', 'libvips', join(scans, '0.jpg'), folder);
  const started = performance.now();
  const lines = (await vitrine('add', scans, '--data', join(folder, 'data'), '--json')).trim().split('\n');
  const minutes = (performance.now() - started) / 60_000;
  const ready = lines.filter((line) => (JSON.parse(line) as { state: string }).state === 'ready').length;
  if (ready !== FILES) throw new Error(`${ready} of ${FILES} files became ready`);
  return {
    files: FILES,
    size: `${WIDTH} × ${HEIGHT}`,
    imagesPerMinute: Math.round(FILES / minutes),
    ratioToLibvipsAlone: Math.round((100 * (minutes * 60)) / (FILES * bare)) / 100,
  };
}

/** Soft colours with grain, each file other bytes. */
async function photograph(path: string, seed: number): Promise<void> {
  const noise = { type: 'gaussian' as const, mean: 96 + (seed % 64), sigma: 24 };
  await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: '#000', noise } })
    .blur(2)
    .jpeg({ quality: 90 })
    .toFile(path);
}
