import { join } from 'node:path';
import { encodeTile } from '../../workers/meshes/encode/tile.ts';
import { readSurface } from '../../workers/meshes/surface-file.ts';
import type { TileSurface } from '../../workers/meshes/surface.ts';
import type { MeshSettings } from '../../workers/meshes/task.ts';
import { triangleCount } from '../../workers/meshes/tilemesh.ts';
import { nodeSurface } from '../../workers/meshes/tiles/files.ts';
import { loadSettings } from '../../manifests/settings/load.ts';
import { decodeOnly } from './meshes/decode.ts';
import { atonVenus, ball, enlarged } from './meshes/scans.ts';
import type { Scan } from './meshes/scans.ts';
import { runTwin } from './run-twin.ts';

const PROFILES: readonly MeshSettings['profile'][] = ['small', 'fast'];
const MOST_TILES = 16;
const ROUNDS = 3;

export interface FormatFigures {
  bytesPerTriangle: number;
  /** Triangles per second of CPU; pictures are encoded with them. */
  encoded: number;
  /** Of the geometry alone. */
  decoded: number;
}

export interface Formats {
  tiles: number;
  trianglesPerTile: number;
  small: FormatFigures;
  fast: FormatFigures;
}

/** The tiles of leaves in both formats: how large they are, and how fast they are made and read. */
export async function benchTwinFormats(folder: string): Promise<Record<string, Formats>> {
  const scans: Record<string, Scan> = {
    generated: await ball(folder, 1e6),
    'whale, enlarged': await enlarged(folder, 'whale', 4),
    'textured, real': await atonVenus(folder),
  };
  const results: Record<string, Formats> = {};
  for (const [name, { path }] of Object.entries(scans)) {
    console.error(name);
    results[name] = await measure(path, join(folder, `twin-${Object.keys(results).length}`));
  }
  return results;
}

async function measure(source: string, work: string): Promise<Formats> {
  const { levels } = await runTwin(source, { folder: work, threads: 2 });
  const leaves: TileSurface[] = [];
  const depth = levels.length - 1;
  // Surfaces of the uppermost levels are all that is kept: these scans have no more.
  for (let index = 0; index < 4 ** depth && leaves.length < MOST_TILES; index++) {
    const surface = readSurface(nodeSurface(work, { level: depth, index }));
    if (triangleCount(surface.mesh) > 0) leaves.push(surface);
  }
  const triangles = leaves.reduce((sum, { mesh }) => sum + triangleCount(mesh), 0);
  const figures = {} as Record<MeshSettings['profile'], FormatFigures>;
  for (const profile of PROFILES) figures[profile] = await measureFormat(leaves, triangles, profile);
  return { tiles: leaves.length, trianglesPerTile: Math.round(triangles / leaves.length), ...figures };
}

/** The best of some rounds, after one that warms up. */
async function measureFormat(
  leaves: readonly TileSurface[],
  triangles: number,
  profile: MeshSettings['profile'],
): Promise<FormatFigures> {
  const { meshTextureQuality: textureQuality } = loadSettings({ flags: {}, env: {} });
  const grid = { step: 2 ** -12, origin: [0, 0, 0] as const };
  let tiles: Uint8Array[] = [];
  let [encoded, decoded] = [0, 0];
  for (let round = 0; round <= ROUNDS; round++) {
    const encodingSince = process.cpuUsage();
    tiles = [];
    for (const leaf of leaves) tiles.push(await encodeTile(leaf, grid, { profile, textureQuality }));
    const encoding = secondsSince(encodingSince);
    const decodingSince = process.cpuUsage();
    let read = 0;
    for (const tile of tiles) read += await decodeOnly(tile);
    const decoding = secondsSince(decodingSince);
    if (read !== triangles) throw new Error(`Of ${triangles} triangles ${read} were decoded`);
    if (round === 0) continue;
    encoded = Math.max(encoded, triangles / encoding);
    decoded = Math.max(decoded, triangles / decoding);
  }
  const bytes = tiles.reduce((sum, tile) => sum + tile.length, 0);
  return {
    bytesPerTriangle: Math.round((bytes / triangles) * 100) / 100,
    encoded: Math.round(encoded),
    decoded: Math.round(decoded),
  };
}

function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
