import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { completeAsset } from '../../manifests/catalogue/assets.ts';
import type { AssetRow, DerivedPage } from '../../manifests/catalogue/assets.ts';
import { openPyramid } from '../../manifests/derivatives/archive.ts';
import { defectsKey, modelKey, pyramidKey, tilesetKey } from '../../manifests/derivatives/keys.ts';
import { LimitError, NotFoundError, UnreadableError } from '../../manifests/errors.ts';
import { freeSpace } from '../../manifests/storage/free-space.ts';
import { LocalStorage } from '../../manifests/storage/local.ts';
import type { TaskRestriction } from '../images/make.ts';
import type { Limits } from '../isolate/runner.ts';
import type { MeshReport } from '../meshes/task.ts';
import { ACTOR, progressOf } from './context.ts';
import type { IngestContext } from './context.ts';
import { restrictionOf } from './restriction.ts';

/**
 * Bytes of scratch files for one byte of the original, about: a triangle takes some 50 bytes in STL, PLY and OBJ, and 200
 * in the soup, its buckets and its tiles together. What is compressed inside is known only once it is counted: then the
 * worker itself looks again.
 */
const SCRATCH = 4;

/** A quarter of what textured triangles come in at, at two bytes each, which is as well as they are compressed. */
const BYTES_PER_SECOND = 100_000;

/**
 * Makes tiles, model and poster of a mesh, and has them served. The work takes minutes to hours: it is done in a folder that
 * outlives this process, and the same generation begun again goes on with what lies there.
 */
export async function deriveMesh(
  context: IngestContext,
  asset: AssetRow,
  source: string,
  signal: AbortSignal,
): Promise<void> {
  const { storage, pool, meshes } = context;
  const place = await storage.lastingFolder(`${asset.id}-${asset.generation}`);
  try {
    const folder = join(place, 'work');
    await mkdir(folder, { recursive: true });
    await requireSpace(context, asset, folder);
    const task = {
      kind: 'mesh' as const,
      source,
      name: asset.name,
      folder,
      ...(asset.frame && { frame: asset.frame }),
      settings: meshes.settings,
      threads: meshes.threads,
      reserve: context.reserve,
    };
    const options = { signal, onProgress: progressOf(context, asset), limits: limitsFor(asset.bytes, meshes.limits) };
    await keepMesh(context, asset, folder, await pool.run(task, options), signal);
  } catch (error) {
    // Whatever else it was, the work is tried again, and goes on.
    if (error instanceof UnreadableError || error instanceof LimitError || error instanceof NotFoundError)
      await rm(place, { recursive: true, force: true });
    throw error;
  }
  await rm(place, { recursive: true, force: true });
}

/** Stores what a mesh task has left in its folder, and has it served. */
export async function keepMesh(
  context: IngestContext,
  asset: AssetRow,
  folder: string,
  report: MeshReport,
  signal: AbortSignal,
): Promise<void> {
  const { db, storage, log } = context;
  const { id, generation } = asset;
  await using stack = new AsyncDisposableStack();
  const restriction = await restrictionOf(context, asset, stack);
  const { file, ...poster } = restriction
    ? await restrictedPoster(context, folder, report, restriction, signal)
    : { ...report.poster, page: 1, fullWidth: report.poster.width, fullHeight: report.poster.height };
  const archive = await storage.adopt(tilesetKey(id, generation), join(folder, report.tileset));
  const model = await storage.adopt(modelKey(id, generation), join(folder, report.model));
  await storage.adopt(defectsKey(id, generation), join(folder, report.defects));
  await storage.adopt(pyramidKey(id, generation, 1), join(folder, file));
  const { kind, mediaType, technical, warnings } = report;
  const derived = {
    kind,
    mediaType,
    pages: [poster],
    technical: { ...technical, archiveBytes: archive.size, modelBytes: model.size },
    warnings,
  };
  await completeAsset(db, id, generation, derived, ACTOR);
  const { triangles, tiles, tileBytes } = technical;
  log.info({ asset: id, generation, file: asset.name, mediaType, triangles, tiles, tileBytes }, 'asset ready');
}

/**
 * The poster is an image, and restricted as all images of its object are. The tiles and the model are never made less:
 * they are closed instead, as the original is.
 */
async function restrictedPoster(
  { pool, maxPixels }: IngestContext,
  folder: string,
  report: MeshReport,
  restriction: TaskRestriction,
  signal: AbortSignal,
): Promise<DerivedPage & { file: string }> {
  await using files = new LocalStorage(folder);
  const pyramid = await openPyramid(files, report.poster.file);
  const made = join(folder, 'restricted');
  await rm(made, { recursive: true, force: true });
  await mkdir(made);
  const source = join(made, 'poster.jpg');
  await writeFile(source, await pyramid.whole(pyramid.levels.length - pyramid.sizes.length));
  const { pages } = await pool.run({ kind: 'image', source, folder: made, maxPixels, restriction }, { signal });
  const [page] = pages;
  if (!page) throw new Error('A poster came out without a page');
  return { ...page, file: join('restricted', page.file) };
}

const limitsFor = (bytes: number, { memory, seconds }: Limits): Limits => ({
  memory,
  seconds: seconds + Math.ceil(bytes / BYTES_PER_SECOND),
});

/** Throws LimitError, before anything is done, where the disk cannot hold what the work needs. */
async function requireSpace({ data, reserve }: IngestContext, asset: AssetRow, folder: string): Promise<void> {
  const needed = asset.bytes * SCRATCH;
  const available = (await freeSpace(data)) - reserve + (await bytesIn(folder));
  if (available < needed)
    throw new LimitError(
      `Making tiles of ${asset.name} needs about ${needed} bytes of disk space, and ${Math.max(0, available)} are to be had beside the ${reserve} that stay free: make room, or lower --reserve, and add it again`,
    );
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const found = entry.isFile() ? await stat(join(entry.parentPath, entry.name)).catch(() => undefined) : undefined;
    bytes += found?.size ?? 0;
  }
  return bytes;
}
