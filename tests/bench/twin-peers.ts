import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GltfDocument } from '../../workers/meshes/encode/document.ts';
import { seeded } from '../random.ts';
import { tilesAt } from '../twins/verify/cuts.ts';
import { join as joined, surfaceOf } from '../twins/verify/surface.ts';
import type { Surface } from '../twins/verify/surface.ts';
import { decodeTile } from '../twins/verify/tile.ts';
import { loadTileset } from '../twins/verify/tileset.ts';
import { distances } from './meshes/distances.ts';
import { loadMesh, normalsOf } from './meshes/load.ts';
import { ball, enlarged, real } from './meshes/scans.ts';
import type { Scan } from './meshes/scans.ts';
import { gltfpack } from './peers/gltfpack.ts';
import type { Packing } from './peers/gltfpack.ts';
import type { LevelCost } from './make-twin.ts';
import { runTwin } from './run-twin.ts';
import { openTwin } from './twin-archive.ts';

const SAMPLES = 20_000;
/** gltfpack has no more for positions. */
const MOST_BITS = 16;
const FLOAT = 5126;
const UNSIGNED_INT = 5125;

/** What a simplification to about a quarter loses: sampled in both directions, in parts of the source's mean edge. */
interface Quarter {
  triangles: number;
  largestError: number;
  meanError: number;
}

export interface TwinPeers {
  triangles: number;
  /** Of positions: of the twin, and of what gltfpack was told. */
  bits: { vitrine: number; gltfpack: number };
  /** Costs of the whole twin on one thread; bytes per triangle of its leaves alone. */
  vitrine: Packing & { bytesPerTriangle: { small: number; fast: number }; quarter: Quarter };
  /** Costs and bytes per triangle of one level: `-c`, and `-cz` for the smallest. */
  gltfpack: Packing & { bytesPerTriangle: { c: number; cz: number }; simplifying: Packing; quarter: Quarter };
}

/** Beside npm's gltfpack on the same GLB: cost, bytes of one level, and the error of a simplification to a quarter. */
export async function benchTwinPeers(folder: string): Promise<Record<string, TwinPeers>> {
  const scans: Record<string, () => Promise<Scan>> = {
    'whale, real': () => real('whale'),
    'generated, 1 million': () => ball(folder, 1e6),
    'whale, enlarged': () => enlarged(folder, 'whale', 4),
    'generated, 4 million': () => ball(folder, 4e6),
  };
  const results: Record<string, TwinPeers> = {};
  for (const [name, make] of Object.entries(scans)) {
    console.error(name);
    results[name] = await compare((await make()).path, folder);
  }
  return results;
}

async function compare(path: string, folder: string): Promise<TwinPeers> {
  const glb = join(folder, 'same.glb');
  await writeFile(glb, plainGlb(await loadMesh(path, join(folder, 'unpacked'))));
  const source = surfaceOf(await decodeTile(await readFile(glb)));
  const triangles = source.indices.length / 3;
  const { step, vitrine } = await ours(glb, folder, source);

  const bits = Math.ceil(Math.log2(longestSide(source) / step));
  const precision = ['-vp', String(Math.min(bits, MOST_BITS)), '-vn', '8'];
  const [one, best, quarter] = ['one.glb', 'best.glb', 'quarter.glb'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const packing = await gltfpack(glb, one, ['-c', ...precision]);
  await gltfpack(glb, best, ['-cz', ...precision]);
  const simplifying = await gltfpack(glb, quarter, ['-c', '-si', '0.25', ...precision]);
  await gltfpack(glb, quarter, ['-noq', '-si', '0.25']);
  const simplified = surfaceOf(await decodeTile(await readFile(quarter)));
  return {
    triangles,
    bits: { vitrine: bits, gltfpack: Math.min(bits, MOST_BITS) },
    vitrine,
    gltfpack: {
      ...packing,
      bytesPerTriangle: {
        c: rounded((await stat(one)).size / triangles),
        cz: rounded((await stat(best)).size / triangles),
      },
      simplifying,
      quarter: quarterOf(simplified, source),
    },
  };
}

async function ours(
  glb: string,
  folder: string,
  source: Surface,
): Promise<{ step: number; vitrine: TwinPeers['vitrine'] }> {
  const work = join(folder, 'twin');
  const fast = await runTwin(glb, { folder: work, threads: 1, profile: 'fast' });
  await rm(work, { recursive: true });
  const small = await runTwin(glb, { folder: work, threads: 1 });
  await using archive = await openTwin(join(work, 'tileset.3tz'));
  const { root, transform } = await loadTileset(archive.read);
  const surfaces: Surface[] = [];
  for (const tile of tilesAt(root, small.levels.length - 2))
    surfaces.push(surfaceOf(await decodeTile(await archive.read(tile.uri!), tile.transform)));
  const coarser = joined(surfaces);
  // The grid's origin is in the root's transform alone.
  const { positions } = coarser;
  for (let at = 0; at < positions.length; at++) positions[at]! += transform[12 + (at % 3)]!;
  const step = stepOf(await archive.read(root.uri!));
  await rm(work, { recursive: true });
  return {
    step,
    vitrine: {
      seconds: small.seconds,
      cpuSeconds: small.cpuSeconds,
      megabytes: small.megabytes,
      bytesPerTriangle: { small: ofLeaves(small.levels), fast: ofLeaves(fast.levels) },
      quarter: quarterOf(coarser, source),
    },
  };
}

function ofLeaves(levels: readonly LevelCost[]): number {
  const { bytes, triangles } = levels.at(-1)!;
  return rounded(bytes / triangles);
}

function quarterOf(simplified: Surface, source: Surface): Quarter {
  const { largest, mean } = distances(source, simplified, SAMPLES, seeded(1));
  const edge = meanEdge(source);
  return {
    triangles: simplified.indices.length / 3,
    largestError: Math.round((largest / edge) * 1000) / 1000,
    meanError: Math.round((mean / edge) * 10_000) / 10_000,
  };
}

/** As modelling programs write it: positions and normals in 32-bit floats, equal places once. */
function plainGlb(surface: Surface): Uint8Array {
  const document = new GltfDocument();
  const { indices } = surface;
  const positions = Float32Array.from(surface.positions);
  const count = positions.length / 3;
  const [min, max] = bounds(positions);
  const view = (values: Float32Array | Uint32Array): number => document.view(new Uint8Array(values.buffer));
  const accessor = (values: Float32Array, more = {}): number =>
    document.add('accessors', { bufferView: view(values), componentType: FLOAT, type: 'VEC3', count, ...more });
  const attributes = { POSITION: accessor(positions, { min, max }), NORMAL: accessor(normalsOf(surface)) };
  const list = { bufferView: view(indices), componentType: UNSIGNED_INT, type: 'SCALAR', count: indices.length };
  return document.toGlb({ primitives: [{ attributes, indices: document.add('accessors', list) }] }, {});
}

function bounds(positions: ArrayLike<number>): [number[], number[]] {
  const [min, max] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ];
  for (let at = 0; at < positions.length; at++) {
    min[at % 3] = Math.min(min[at % 3]!, positions[at]!);
    max[at % 3] = Math.max(max[at % 3]!, positions[at]!);
  }
  return [min, max];
}

function longestSide({ positions }: Surface): number {
  const [min, max] = bounds(positions);
  return Math.max(...max.map((value, axis) => value - min[axis]!));
}

function meanEdge({ positions, indices }: Surface): number {
  let sum = 0;
  for (let corner = 0; corner < indices.length; corner++) {
    const [a, b] = [indices[corner]! * 3, indices[corner % 3 === 2 ? corner - 2 : corner + 1]! * 3];
    sum += Math.hypot(
      positions[a]! - positions[b]!,
      positions[a + 1]! - positions[b + 1]!,
      positions[a + 2]! - positions[b + 2]!,
    );
  }
  return sum / indices.length;
}

/** What a tile's node scales whole numbers by. */
function stepOf(tile: Buffer): number {
  const json = JSON.parse(tile.toString('utf8', 20, 20 + tile.readUInt32LE(12))) as { nodes: [{ scale: [number] }] };
  return json.nodes[0].scale[0];
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
