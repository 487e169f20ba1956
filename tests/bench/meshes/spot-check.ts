import { validateBytes } from 'gltf-validator';
import { seeded } from '../../random.ts';
import { gapsOf, randomCut, tilesAt } from '../../twins/verify/cuts.ts';
import { checkErrors, checkNesting, checkVertices } from '../../twins/verify/structure.ts';
import { join, surfaceOf } from '../../twins/verify/surface.ts';
import type { Surface } from '../../twins/verify/surface.ts';
import { decodeTile } from '../../twins/verify/tile.ts';
import { loadTileset, tilesOf } from '../../twins/verify/tileset.ts';
import type { Read, Tile } from '../../twins/verify/tileset.ts';
import { distances } from './distances.ts';

const UPPER_LEVELS = 3;
const CUTS = 20;
const TILES = 60;
const SAMPLES = 5000;

export interface SpotCheck {
  /** The first of what must not be, and how many there are. */
  problems: string[];
  problemCount: number;
  /** Decoded and validated, the upper levels included. */
  tilesChecked: number;
  cuts: number;
  openEdges: number;
  /** Of a cut, in parts of the declared error. */
  widestGap: number;
  /** Of the root from the tiles of the third level, in parts of what both declare. */
  rootDistance: number;
}

/** Checks the structure of a tileset that is too large to be verified in full, its upper levels, and tiles by chance. */
export async function spotCheck(read: Read): Promise<SpotCheck> {
  const random = seeded(1);
  const tileset = await loadTileset(read);
  const problems = [...tileset.problems, ...checkErrors(tileset.root), ...checkNesting(tileset.root)];
  const top = upper(tileset.root);
  const surfaces = new Map<Tile, Surface>();
  for (const tile of tilesOf(top)) surfaces.set(tile, await check(read, tile, problems));
  const others = tilesOf(tileset.root).filter(({ level }) => level >= UPPER_LEVELS);
  const chosen = others.filter(() => random() < TILES / others.length);
  for (const tile of chosen) await check(read, tile, problems);

  let [openEdges, widestGap] = [0, 0];
  for (let number = 0; number < CUTS; number++) {
    const tiles = randomCut([top], 0.7, random);
    const { open, gaps } = gapsOf(
      tiles,
      tiles.map((tile) => surfaces.get(tile)!),
    );
    openEdges = Math.max(openEdges, open);
    for (const { width, declared } of gaps) widestGap = Math.max(widestGap, width / declared);
  }
  if (widestGap > 1) problems.push(`A cut has a gap of ${widestGap} times the declared error`);
  const below = tilesAt(top, UPPER_LEVELS - 1);
  const finer = join(below.map((tile) => surfaces.get(tile)!));
  const declared = top.geometricError + Math.max(...below.map(({ geometricError }) => geometricError));
  const { largest } = distances(surfaces.get(top)!, finer, SAMPLES, random);
  const rootDistance = declared > 0 ? largest / declared : 0;
  if (rootDistance > 1) problems.push(`The root is ${largest} m from finer levels, ${declared} are declared`);
  return {
    problems: problems.slice(0, 10),
    problemCount: problems.length,
    tilesChecked: surfaces.size + chosen.length,
    cuts: CUTS,
    openEdges,
    widestGap: Math.round(widestGap * 1000) / 1000,
    rootDistance: Math.round(rootDistance * 1000) / 1000,
  };
}

/** A tile without what is below the upper levels. */
const upper = (tile: Tile): Tile => ({
  ...tile,
  children: tile.level < UPPER_LEVELS - 1 ? tile.children.map(upper) : [],
});

async function check(read: Read, tile: Tile, problems: string[]): Promise<Surface> {
  const glb = await read(tile.uri!);
  const { issues } = await validateBytes(new Uint8Array(glb), { ignoredIssues: ['UNSUPPORTED_EXTENSION'] });
  for (const { severity, message, pointer } of issues.messages)
    if (severity < 2) problems.push(`${tile.uri}: ${message} (${pointer})`);
  const primitives = await decodeTile(glb, tile.transform);
  problems.push(...checkVertices(tile, primitives));
  return surfaceOf(primitives);
}
