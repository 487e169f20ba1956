import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { residentBytes } from '../../workers/isolate/memory.ts';
import { loadSettings } from '../../manifests/settings/load.ts';
import { makeMesh } from '../../workers/meshes/make.ts';
import type { MeshProgress, MeshTechnical } from '../../workers/meshes/task.ts';

// Makes one twin in a process of its own, as the workers do, and prints what each stage cost.

export interface TwinCost {
  seconds: number;
  cpuSeconds: number;
  /** Peak of what the workers' limit counts, Node's own included. */
  megabytes: number;
  stages: Partial<Record<MeshProgress['step'], { seconds: number; cpuSeconds: number; megabytes: number }>>;
  technical: MeshTechnical;
  /** Of what is kept, and the most that the work folder held at the end of a stage is told by `du` in the report's notes. */
  modelBytes: number;
}

const [source = '', folder = '', threads = '1', keep] = process.argv.slice(2);
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
  [wall, cpu] = [performance.now(), process.cpuUsage()];
}

const { meshLeafTriangles, meshProfile, meshTextureQuality, meshStepsPerEdge } = loadSettings({ flags: {}, env: {} });
const meshSettings = {
  leafTriangles: meshLeafTriangles,
  profile: meshProfile,
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
const cost: TwinCost = {
  seconds: rounded((performance.now() - started) / 1000),
  cpuSeconds: rounded((used.user + used.system) / 1e6),
  megabytes: Math.round(peak / 2 ** 20),
  stages,
  technical: report.technical,
  modelBytes: (await stat(join(work, report.model))).size,
};
if (keep === undefined) await rm(work, { recursive: true });
process.stdout.write(JSON.stringify(cost));

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
