import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeImage } from '../../images/make.ts';
import { withinPixels } from '../encode/pictures.ts';
import { modelGlb } from '../preview/model.ts';
import { drawPoster } from '../preview/poster.ts';
import { measureFaces } from '../partition/faces.ts';
import { leafFile } from '../partition/files.ts';
import { mergeMeshes } from '../simplify/merge.ts';
import { simplifyMesh, simplifyWelded } from '../simplify/simplify.ts';
import { readSummary, writeSummary, writeWhole } from '../stage.ts';
import { readSurface } from '../surface-file.ts';
import type { TileSurface } from '../surface.ts';
import type { MeshReport } from '../task.ts';
import { Bake, BAKE_DEFAULTS } from '../textures/bake.ts';
import { CUT_DEFAULTS, cutLeaf } from '../textures/cut.ts';
import { untextured } from '../textures/tile-material.ts';
import { readTileMesh } from '../tilemesh-file.ts';
import type { TileMesh } from '../tilemesh.ts';
import { isTexturedScan, texturesOf } from './context.ts';
import type { TileContext } from './context.ts';
import { PREVIEW, nodeSurface } from './files.ts';
import type { NodeReport } from './finish.ts';
import { joinSurfaces } from './join.ts';
import { KEPT_LEVELS, classified } from './node.ts';

const MODEL_TRIANGLES = 150_000;
/**
 * The level below the root is taken as it is where it has so many: its pictures are only made smaller, while drawing a new
 * one took a fifth of the time of the whole scan.
 */
const JOINED_TRIANGLES = [30_000, MODEL_TRIANGLES] as const;
/** The model's pictures together have as many pixels as one of this side. */
const MODEL_PICTURE = 2048;
/** Of the picture, what charts fill. */
const FILLED = 0.6;
const MODEL_FILE = 'model.glb';

export interface PreviewInput {
  context: TileContext;
  /** Of all tiles but the root, which is made at the same time; of the only one where there is one. */
  reports: readonly NodeReport[];
}

type Preview = Pick<MeshReport, 'model' | 'poster'>;

/** Makes what is shown where tiles are not: a plain model of bounded size, and a poster as the pyramid of an image. */
export async function makePreview({ context, reports }: PreviewInput): Promise<Preview> {
  const { folder, grid } = context;
  const path = join(folder, `${PREVIEW}.json`);
  const done = readSummary(path) as Preview | undefined;
  if (done) return done;
  const surface = await boundedSurface(context, reports);
  const model = join(folder, MODEL_FILE);
  writeWhole(model, await modelGlb(surface, grid));
  const { bytes } = await drawPoster(surface);
  const place = join(folder, PREVIEW);
  mkdirSync(place, { recursive: true });
  const source = join(place, 'poster.png');
  writeFileSync(source, bytes);
  const { pages } = await makeImage({ source, folder: place, maxPixels: 2 ** 28 }, () => undefined);
  const { file, width, height, bytes: size } = pages[0]!;
  const preview: Preview = { model: MODEL_FILE, poster: { file: join(PREVIEW, file), width, height, bytes: size } };
  writeSummary(path, preview);
  return preview;
}

/** The scan itself where it is small; else a level of it that has enough triangles, made one tile. */
async function boundedSurface(context: TileContext, reports: readonly NodeReport[]): Promise<TileSurface> {
  const { folder, depth, materials } = context;
  const textured = isTexturedScan(context);
  const levels = Map.groupBy(reports, ({ level }) => level);
  const triangles = (level: number): number => levels.get(level)!.reduce((sum, report) => sum + report.triangles, 0);
  if (triangles(depth) <= MODEL_TRIANGLES && depth <= KEPT_LEVELS) {
    const mesh = mergeMeshes(levels.get(depth)!.map(({ index }) => readTileMesh(leafFile(folder, index))));
    return textured
      ? cutLeaf(mesh, materials, texturesOf(context).texels, { ...CUT_DEFAULTS, maxSide: MODEL_PICTURE })
      : { mesh, materials: materials.map(untextured), pictures: [] };
  }
  if (textured && depth > 0 && triangles(1) >= JOINED_TRIANGLES[0] && triangles(1) <= JOINED_TRIANGLES[1])
    return withinPixels(
      joinSurfaces(levels.get(1)!.map((node) => readSurface(nodeSurface(folder, node)))),
      MODEL_PICTURE ** 2,
    );
  let level = Math.min(1, depth);
  while (level < Math.min(depth, KEPT_LEVELS) && triangles(level) < MODEL_TRIANGLES) level++;
  const paths = levels.get(level)!.map((node) => nodeSurface(folder, node));
  const meshes: TileMesh[] = [];
  for (const path of paths) {
    const surface = readSurface(path);
    meshes.push(textured ? classified(surface, texturesOf(context).classes) : surface.mesh);
  }
  const merged = mergeMeshes(meshes);
  const options = { triangles: MODEL_TRIANGLES, locked: new Uint8Array(merged.positions.length / 3) };
  if (!textured) return { mesh: simplifyMesh(merged, options), materials: materials.map(untextured), pictures: [] };
  const mesh = simplifyWelded(merged, { ...options, classOf: (material) => material });
  const density = Math.sqrt((MODEL_PICTURE ** 2 * FILLED) / measureFaces(mesh.positions, mesh.indices).area);
  const bake = new Bake(mesh, { ...BAKE_DEFAULTS, ...texturesOf(context), maxSide: MODEL_PICTURE, density });
  for (const path of paths) bake.add(readSurface(path));
  return bake.finish();
}
