import { validateBytes } from 'gltf-validator';
import { seeded } from '../../random.ts';
import { ColouredSurface, psnr } from './colours.ts';
import { gapsOf, partOf, randomCut, tilesAt } from './cuts.ts';
import { compareLeaves } from './original.ts';
import type { Compared } from './original.ts';
import { checkErrors, checkNesting, checkVertices } from './structure.ts';
import { Nearest, join, openEdges, samples, surfaceOf } from './surface.ts';
import type { Surface } from './surface.ts';
import { decodeTile } from './tile.ts';
import type { Primitive } from './tile.ts';
import { loadTileset, tilesOf } from './tileset.ts';
import type { Read, Tile, Tileset } from './tileset.ts';

export interface VerifyOptions {
  /** Random cuts, shared out among the levels that they may begin at. */
  cuts?: number;
  /** Points on each tile, and as many on what lies below it, whose distances are measured. */
  samples?: number;
  seed?: number;
  /** What the leaves are compared with: in metres, z up, before the root's transform. */
  source?: readonly Primitive[];
  /** The surface that the leaves have to be, each triangle of it: in metres, z up, as the root's transform puts tiles. */
  original?: Surface;
}

export interface Verification {
  /** What must not be; empty for a good tileset. */
  problems: string[];
  tiles: number;
  bytes: number;
  /** Of the leaves. */
  triangles: number;
  levels: LevelReport[];
  /** Only where there is an original. */
  leaves?: Compared;
  /** Only of a closed surface: for the levels that cuts began at, what was found at the seams. */
  cuts: CutReport[];
}

interface LevelReport {
  level: number;
  tiles: number;
  triangles: number;
  bytes: number;
  /** The largest measured distance, in parts of the declared error of its tile; at most 1. */
  worstDistance?: number;
  /** dB, against the source or, where there is none, the leaves. */
  psnr?: number;
}

interface CutReport {
  from: number;
  cuts: number;
  /** Most in one cut. */
  openEdges: number;
  /** The widest gap in parts of the declared error; at most 1. */
  widestGap: number;
}

interface Loaded {
  tile: Tile;
  bytes: number;
  primitives: Primitive[];
  surface: Surface;
}

const DEFAULTS = { cuts: 50, samples: 2000, seed: 1 };

/** Checks a tileset of any maker: what 3D Tiles 1.1 and glTF 2.0 demand, and whether it is the surface that it claims to be. */
export async function verifyTileset(read: Read, options: VerifyOptions = {}): Promise<Verification> {
  const { cuts, samples: count, seed, source, original } = { ...DEFAULTS, ...options };
  const tileset = await loadTileset(read);
  const random = seeded(seed);
  const problems = [
    ...tileset.problems,
    ...(tileset.root.geometricError <= tileset.geometricError ? [] : ["The root's error is above the tileset's own"]),
    ...checkErrors(tileset.root),
    ...checkNesting(tileset.root),
  ];
  const loaded = new Map<Tile, Loaded>();
  for (const tile of tilesOf(tileset.root)) {
    const { found, wrong } = await load(read, tile);
    problems.push(...wrong);
    if (found) loaded.set(tile, found);
  }
  const levels = await checkLevels(tileset, loaded, { count, random, problems, ...(source && { source }) });
  const below = (tile: Tile): Loaded[] =>
    tilesOf(tile)
      .filter(isLeaf)
      .flatMap((leaf) => loaded.get(leaf) ?? []);
  const leaves = below(tileset.root).map(({ surface }) => surface);
  const closed = openEdges(join(leaves)).length === 0;
  const compared = original && compareLeaves(movedBack(original, tileset.transform), join(leaves));
  if (compared && compared.missing + compared.invented + compared.lost > 0)
    problems.push(`The leaves are not the original: ${JSON.stringify(compared)}`);
  return {
    problems,
    tiles: loaded.size,
    bytes: [...loaded.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    triangles: leaves.reduce((sum, { indices }) => sum + indices.length / 3, 0),
    levels,
    ...(compared && { leaves: compared }),
    cuts: closed ? checkCuts(tileset, loaded, { cuts, random, problems }) : [],
  };
}

/** Into the frame of the tiles: the root moves them, and does nothing else. */
function movedBack({ positions, indices }: Surface, transform: readonly number[]): Surface {
  return { positions: positions.map((value, at) => value - transform[12 + (at % 3)]!), indices };
}

const isLeaf = ({ children }: Tile): boolean => children.length === 0;

async function load(read: Read, tile: Tile): Promise<{ found?: Loaded; wrong: string[] }> {
  if (tile.uri === undefined) return { wrong: isLeaf(tile) ? ['A leaf has no content'] : [] };
  const glb = await read(tile.uri);
  try {
    const { issues } = await validateBytes(new Uint8Array(glb), { ignoredIssues: ['UNSUPPORTED_EXTENSION'] });
    const wrong = issues.messages
      .filter(({ severity }) => severity < 2)
      .map(({ message, pointer }) => `${tile.uri}: ${message} (${pointer})`);
    const primitives = await decodeTile(glb, tile.transform);
    const found = { tile, bytes: glb.length, primitives, surface: surfaceOf(primitives) };
    return { found, wrong: [...wrong, ...checkVertices(tile, primitives)] };
  } catch (error) {
    return { wrong: [`${tile.uri}: cannot be decoded: ${error instanceof Error ? error.message : String(error)}`] };
  }
}

interface Check {
  count: number;
  random: () => number;
  problems: string[];
  source?: readonly Primitive[];
}

async function checkLevels(
  { root }: Tileset,
  loaded: ReadonlyMap<Tile, Loaded>,
  { count, random, problems, source }: Check,
): Promise<LevelReport[]> {
  const levels = Map.groupBy(loaded.values(), ({ tile }) => tile.level);
  const leaves = tilesOf(root)
    .filter(isLeaf)
    .flatMap((leaf) => loaded.get(leaf)?.primitives ?? []);
  const original = await ColouredSurface.of(source ?? leaves);
  const coloured = (source ?? leaves).some(({ picture, colours }) => picture ?? colours);
  const reports: LevelReport[] = [];
  for (const [level, tiles] of [...levels].toSorted(([a], [b]) => a - b)) {
    const report: LevelReport = {
      level,
      tiles: tiles.length,
      triangles: tiles.reduce((sum, { surface }) => sum + surface.indices.length / 3, 0),
      bytes: tiles.reduce((sum, { bytes }) => sum + bytes, 0),
    };
    for (const one of tiles.filter(({ tile }) => !isLeaf(tile))) {
      const below = tilesOf(one.tile)
        .filter(isLeaf)
        .flatMap((leaf) => loaded.get(leaf)?.surface ?? []);
      const measured = distance(one.surface, join(below), count, random);
      const part = measured / one.tile.geometricError;
      report.worstDistance = Math.max(report.worstDistance ?? 0, part);
      if (part > 1)
        problems.push(`${one.tile.uri}: is ${measured} m from its leaves, and declares ${one.tile.geometricError}`);
    }
    const shown = tilesAt(root, level).flatMap((tile) => loaded.get(tile)?.primitives ?? []);
    if (coloured && (source || level < levels.size - 1))
      report.psnr = psnr(original, await ColouredSurface.of(shown), count * 5, random);
    reports.push(report);
  }
  return reports;
}

/** The larger of both directions' largest sampled distances. */
function distance(one: Surface, other: Surface, count: number, random: () => number): number {
  if (one.indices.length === 0 || other.indices.length === 0) return other.indices.length === 0 ? 0 : Infinity;
  const [toOne, toOther] = [new Nearest(one), new Nearest(other)];
  return Math.max(
    ...samples(one, count, random).map(({ point }) => toOther.distance(...point)),
    ...samples(other, count, random).map(({ point }) => toOne.distance(...point)),
  );
}

function checkCuts(
  { root }: Tileset,
  loaded: ReadonlyMap<Tile, Loaded>,
  { cuts, random, problems }: { cuts: number; random: () => number; problems: string[] },
): CutReport[] {
  const depth = Math.max(...[...loaded.keys()].map(({ level }) => level));
  return Array.from({ length: Math.max(depth, 1) }, (_, from) => {
    const report: CutReport = { from, cuts: Math.ceil(cuts / Math.max(depth, 1)), openEdges: 0, widestGap: 0 };
    for (let cut = 0; cut < report.cuts; cut++) {
      const tiles = randomCut(tilesAt(root, from), 0.6, random).filter((tile) => loaded.has(tile));
      const { open, gaps } = gapsOf(
        tiles,
        tiles.map((tile) => loaded.get(tile)!.surface),
      );
      report.openEdges = Math.max(report.openEdges, open);
      for (const gap of gaps) {
        const { width, declared } = gap;
        report.widestGap = Math.max(report.widestGap, partOf(gap));
        if (width > declared)
          problems.push(`A cut from level ${from} has a gap of ${width} m; ${declared} are declared`);
      }
    }
    return report;
  });
}
