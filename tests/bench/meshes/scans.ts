import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zip } from '../../workers/meshes/read/zips.ts';
import { generatePly } from './generate.ts';
import { loadMesh } from './load.ts';
import { subdividePly } from './subdivide.ts';
import { generateTextured } from './textured.ts';

/** Small numbers to try the benchmarks with: all sizes that are free to choose are multiplied by it, and nothing is kept. */
export const SCALE = Number(process.env['BENCH_SCALE'] ?? 1);

export interface Scan {
  path: string;
  bytes: number;
}

/** A rough ball of about so many triangles. */
export async function ball(folder: string, triangles: number): Promise<Scan> {
  const path = join(folder, `ball-${triangles}.ply`);
  generatePly(path, Math.max(20_000, triangles * SCALE));
  return scanAt(path);
}

const REAL = {
  whale: 'si-pilot-whale-cranium.glb',
  venus: 'smk-venus-de-milo.glb',
  cycloidal: 'tri-cycloidal.ply',
  counter: 'tri-counter.unitsmm.STL',
} as const;

/** A real scan, and one made larger: every edge in so many parts. */
export const real = (name: keyof typeof REAL): Promise<Scan> => scanAt(join(data(), 'meshes', REAL[name]));

export async function enlarged(folder: string, name: keyof typeof REAL, parts: number): Promise<Scan> {
  const path = join(folder, `${name}-${parts}.ply`);
  const mesh = await loadMesh((await real(name)).path, join(folder, `${name}-unpacked`));
  subdividePly(path, mesh, SCALE < 1 ? 1 : parts);
  return scanAt(path);
}

/** A rough ball with hundreds of charts in one texture of 8192 × 8192 texels. */
export async function texturedBall(folder: string, triangles: number): Promise<Scan> {
  const path = join(folder, `textured-${triangles}.glb`);
  await generateTextured(path, Math.max(20_000, triangles * SCALE), SCALE < 1 ? 2048 : 8192);
  return scanAt(path);
}

/** A real textured one: glTF with its files, in a ZIP as a curator uploads it. */
export async function atonVenus(folder: string): Promise<Scan> {
  const from = join(data(), 'meshes', 'aton-venus');
  return packed(join(folder, 'aton-venus.zip'), from, await readdir(from));
}

/** A real one of several materials with pictures. */
export async function spider(folder: string): Promise<Scan> {
  const from = join(data(), 'meshes');
  const pictures = (await readdir(from)).filter((name) => name.endsWith('.jpg'));
  return packed(join(folder, 'spider.zip'), from, ['assimp-spider.obj', 'spider.mtl', ...pictures]);
}

async function packed(path: string, from: string, names: readonly string[]): Promise<Scan> {
  const files = names.map(async (name) => ({ name, content: await readFile(join(from, name)), stored: true }));
  await writeFile(path, zip(await Promise.all(files)));
  return scanAt(path);
}

const scanAt = async (path: string): Promise<Scan> => ({ path, bytes: (await stat(path)).size });

function data(): string {
  const folder = process.env['VITRINE_TEST_DATA'];
  if (folder === undefined)
    throw new Error('The benchmarks of twins read real scans: set VITRINE_TEST_DATA to the folder of test data');
  return folder;
}
