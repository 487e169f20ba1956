import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { residentBytes } from '../../workers/isolate/memory.ts';
import { loadSettings } from '../../manifests/settings/load.ts';
import { makeMesh } from '../../workers/meshes/make.ts';
import { reportOf } from '../../workers/meshes/tiles/finish.ts';
import type { MeshProgress, MeshTechnical } from '../../workers/meshes/task.ts';
import { openTwin } from './twin-archive.ts';

// Makes one twin in a process of its own, as the workers do, and prints what each stage cost.

export interface TwinCost {
  seconds: number;
  cpuSeconds: number;
  /** Peak of what the workers' limit counts, Node's own included. */
  megabytes: number;
  stages: Partial<Record<MeshProgress['step'], { seconds: number; cpuSeconds: number; megabytes: number }>>;
  technical: MeshTechnical;
  /** Of the plain GLB beside the tiles. */
  modelBytes: number;
  /** From the root to the leaves. */
  levels: LevelCost[];
  /** Until the first picture: the tileset.json, compressed as the server sends it, and the root's tile. */
  firstBytes: number;
}

export interface LevelCost {
  tiles: number;
  triangles: number;
  bytes: number;
}

// node make-twin.ts SOURCE FOLDER [THREADS [KEEP [PROFILE]]]: what is made stays in KEEP, otherwise it is deleted.
const [source = '', folder = '', threads = '1', keep, profile] = process.argv.slice(2);
const work = keep ?? join(folder, `twin-${process.pid}`);
await mkdir(work, { recursive: true });
let peak = 0;
const watch = setInterval(() => {
  void residentBytes(process.pid).then((resident = 0) => (peak = Math.max(peak, resident)));
}, 100);
const stages: TwinCost['stages'] = {};
let step: MeshProgress['step'] = 'reading';
let [wall, cpu] = [performance.now(), process.cpuUsage()];
const [started, before] = [wall, cpu];

function endOf(ended: MeshProgress['step']): void {
  const used = process.cpuUsage(cpu);
  stages[ended] = {
    seconds: rounded((performance.now() - wall) / 1000),
    cpuSeconds: rounded((used.user + used.system) / 1e6),
    megabytes: Math.round(peak / 2 ** 20),
  };
  console.error(
    `  ${ended}: ${stages[ended].seconds} s, ${stages[ended].cpuSeconds} s of CPU, ${stages[ended].megabytes} MB`,
  );
  [wall, cpu] = [performance.now(), process.cpuUsage()];
}

const { meshLeafTriangles, meshProfile, meshTextureQuality, meshStepsPerEdge } = loadSettings({ flags: {}, env: {} });
const meshSettings = {
  leafTriangles: meshLeafTriangles,
  profile: profile === 'fast' || profile === 'small' ? profile : meshProfile,
  textureQuality: meshTextureQuality,
  stepsPerEdge: meshStepsPerEdge,
};
const task = { source, name: basename(source), folder: work, settings: meshSettings, threads: Number(threads) };
const report = await makeMesh(task, (progress) => {
  if (progress.step === step) return;
  endOf(step);
  step = progress.step;
});
endOf(step);
const used = process.cpuUsage(before);
clearInterval(watch);
const made = performance.now();
const cost: TwinCost = {
  seconds: rounded((made - started) / 1000),
  cpuSeconds: rounded((used.user + used.system) / 1e6),
  megabytes: Math.round(peak / 2 ** 20),
  stages,
  technical: report.technical,
  modelBytes: (await stat(join(work, report.model))).size,
  ...(await tilesOf(join(work, report.tileset))),
};
if (keep === undefined) await rm(work, { recursive: true });
process.stdout.write(JSON.stringify(cost));

async function tilesOf(path: string): Promise<Pick<TwinCost, 'levels' | 'firstBytes'>> {
  await using archive = await openTwin(path);
  const levels: LevelCost[] = [];
  for (const [name, bytes] of archive.sizes) {
    const [, level, index] = /^tiles\/(\d+)\/(\d+)\.glb$/.exec(name) ?? [];
    if (level === undefined) continue;
    const sums = (levels[Number(level)] ??= { tiles: 0, triangles: 0, bytes: 0 });
    sums.tiles++;
    sums.triangles += reportOf(work, { level: Number(level), index: Number(index) })!.triangles;
    sums.bytes += bytes;
  }
  const document = gzipSync(await archive.read('tileset.json'));
  return { levels, firstBytes: document.length + archive.sizes.get('tiles/0/0.glb')! };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
