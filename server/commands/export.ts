import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mayHaveTwin } from '../../manifests/catalogue/access.ts';
import { findObject } from '../../manifests/catalogue/objects.ts';
import type { ObjectRow } from '../../manifests/catalogue/objects.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { openPyramid } from '../../manifests/derivatives/archive.ts';
import { imageIdentifier, pyramidKey } from '../../manifests/derivatives/keys.ts';
import { largestReady } from '../../manifests/derivatives/levels.ts';
import { ARCHIVE_FOLDER, tilePath, wholePath } from '../../manifests/derivatives/paths.ts';
import type { Pyramid } from '../../manifests/derivatives/pyramid.ts';
import { InvalidError, LimitError, NotFoundError, expected } from '../../manifests/errors.ts';
import { loadTwin } from '../../manifests/presentation/load.ts';
import { manifest } from '../../manifests/presentation/manifest.ts';
import type { Placement, TwinObject } from '../../manifests/presentation/model.ts';
import { StaticUrls } from '../../manifests/presentation/static-urls.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import { freeSpace } from '../../manifests/storage/free-space.ts';
import { openOutput } from '../cli/progress.ts';
import { staticPage } from '../embed/static-page.ts';
import { staticInfo3 } from '../image/static-info3.ts';
import type { CommandContext } from '../main.ts';
import { openRuntime } from '../runtime.ts';
import type { Runtime } from '../runtime.ts';
import { TwinFiles } from '../twins/served.ts';
import { annotatedViews, writeAnnotations } from './export-annotations.ts';

/** Files written at once. */
const AT_ONCE = 8;

interface Page {
  asset: string;
  number: number;
  generation: number;
  bytes: number;
}

/** A mesh of the object, whose tiles and model the public may have. */
interface Twin {
  asset: string;
  files: TwinFiles;
}

/**
 * Writes an object as plain files that any web server can give: its images at level 0, its meshes as tiles and models, its
 * manifest, the annotations on its views and a page.
 */
export async function exportObject({ settings, positionals, values, signal }: CommandContext): Promise<number> {
  const [id = '', to = ''] = positionals;
  const url = staticAddress(values['url']);
  const folder = resolve(to);
  await using runtime = await openRuntime({ ...settings, logLevel: 'error' }, 'export');
  const { db, storage } = runtime;
  const object = await findObject(db, id);
  if (!object) throw new NotFoundError(`There is no object ${JSON.stringify(id)}. \`vitrine status\` lists them.`);
  const pages = await servedPages(db, object);
  if (pages.length === 0)
    throw new NotFoundError(`${object.id} has no image that is ready, so nothing can be exported`);
  const twins = await servedTwins(runtime, object);
  await requireEmpty(folder, to);
  await mkdir(dirname(folder), { recursive: true });
  const total =
    pages.reduce((sum, { bytes }) => sum + bytes, 0) +
    twins.reduce((sum, { files: { archive, model } }) => sum + archive.size + model.size, 0);
  await requireSpace(dirname(folder), total, mebibytes(settings.reserve));

  using output = openOutput(process.stdout);
  // What has the asked name is complete.
  const partial = `${folder}.partial-${process.pid}`;
  const annotated = await annotatedViews(db, object);
  const urls = new StaticUrls(url, annotated);
  try {
    let written = 0;
    for (const { asset, number, generation } of pages) {
      const pyramid = await openPyramid(storage, pyramidKey(asset, generation, number));
      const identifier = imageIdentifier(asset, number);
      const info = staticInfo3(urls.image(identifier), pyramid, object.rights ?? undefined);
      const image = join(partial, identifier);
      await write(join(image, 'info.json'), JSON.stringify(info));
      await writeImage(pyramid, image, signal, (bytes) => {
        written += bytes;
        output.progress(Math.min(1, written / total), `${identifier} of ${object.id}`);
      });
    }
    for (const { asset, files } of twins)
      await writeTwin(runtime, files, join(partial, 'twins', asset), signal, (bytes) => {
        written += bytes;
        output.progress(Math.min(1, written / total), `${asset} of ${object.id}`);
      });
    if (annotated.length > 0) await mkdir(join(partial, 'annotations'), { recursive: true });
    for (const view of annotated)
      await writeAnnotations(db, view, join(partial, 'annotations', `${view}.json`), urls, signal);
    const document = manifest(withoutOriginals(await loadTwin(db, object)), urls);
    await write(join(partial, 'manifest.json'), JSON.stringify(document));
    await write(join(partial, 'index.html'), staticPage(document, urls.base));
    // An empty folder of that name gives way.
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  output.line(
    `${object.id}  ${pages.length === 1 ? '1 image' : `${pages.length} images`}  ${folder}  ${urls.manifest(object.id)}`,
  );
  return 0;
}

/** The originals are not among the files, nor are tilesets as one file. */
function withoutOriginals(object: TwinObject): TwinObject {
  const views = object.views.map((view) => ({ ...view, placements: view.placements.map(withoutOriginal) }));
  return { ...object, views };
}

function withoutOriginal(placement: Placement): Placement {
  const { original: _original, mesh, ...rest } = placement;
  if (!mesh) return rest;
  const { twin, numbers } = mesh;
  return { ...rest, mesh: { numbers, ...(twin && { twin: { modelBytes: twin.modelBytes } }) } };
}

/** Throws InvalidError unless it is a whole address. */
function staticAddress(value: unknown): string {
  if (typeof value === 'string' && /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')) return value;
  throw new InvalidError(
    expected('the address at which the folder will be found, such as https://example.org/codex', '--url', value ?? ''),
  );
}

function servedPages(db: Db, { key }: ObjectRow): Promise<Page[]> {
  return db
    .selectFrom('page')
    .innerJoin('asset', (join_) =>
      join_.onRef('asset.id', '=', 'page.asset').onRef('asset.servedGeneration', '=', 'page.generation'),
    )
    .select(['page.asset', 'page.number', 'page.generation', 'page.bytes'])
    .where('asset.object', '=', key)
    .orderBy('asset.created')
    .orderBy('page.number')
    .execute();
}

async function servedTwins({ db, storage }: Runtime, object: ObjectRow): Promise<Twin[]> {
  if (!mayHaveTwin('public', object)) return [];
  const rows = await db
    .selectFrom('asset')
    .select(['id', 'servedGeneration'])
    .where('object', '=', object.key)
    .where('kind', '=', 'mesh')
    .where('servedGeneration', 'is not', null)
    .orderBy('created')
    .execute();
  const twins = rows.map(async ({ id, servedGeneration }) => ({
    asset: id,
    files: await TwinFiles.open(storage, id, servedGeneration ?? 0),
  }));
  return Promise.all(twins);
}

/** Its model, and its tileset unpacked: what that names, it names from where it lies. */
async function writeTwin(
  { storage }: Runtime,
  files: TwinFiles,
  folder: string,
  signal: AbortSignal,
  onWritten: (bytes: number) => void,
): Promise<void> {
  for (const path of files.paths) {
    signal.throwIfAborted();
    const bytes = await files.bytes(path);
    await write(join(folder, path), bytes);
    onWritten(bytes.length);
  }
  const model = await storage.stream(files.model.key);
  await pipeline(model, createWriteStream(join(folder, 'model.glb')), { signal });
  onWritten(files.model.size);
}

async function requireEmpty(folder: string, named: string): Promise<void> {
  const held = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new InvalidError(`${named} cannot be written: ${error.message}`, { cause: error });
  });
  if (held.length > 0) throw new InvalidError(`${named} is not empty: name a folder that is, or that is not there yet`);
}

async function requireSpace(folder: string, bytes: number, reserve: number): Promise<void> {
  if ((await freeSpace(folder)) - bytes < reserve)
    throw new LimitError(
      `The files need ${bytes} bytes, and the disk of ${folder} must keep ${reserve} bytes free: make room, or lower --reserve`,
    );
}

/** Writes all tiles and sizes below `image`, as the pyramid holds them, and the largest of those also as `max`. */
async function writeImage(
  pyramid: Pyramid,
  image: string,
  signal: AbortSignal,
  onWritten: (bytes: number) => void,
): Promise<void> {
  const inFolder = (path: string): string => join(image, path.slice(ARCHIVE_FOLDER.length + 1));
  const max = wholePath(largestReady(pyramid));
  const files = filesOf(pyramid);
  async function some(): Promise<void> {
    for (const { path, read } of files) {
      signal.throwIfAborted();
      const bytes = await read();
      await write(inFolder(path), bytes);
      if (path === max) await write(join(image, 'full/max/0/default.jpg'), bytes);
      onWritten(bytes.length);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}

function* filesOf(pyramid: Pyramid): Generator<{ path: string; read: () => Promise<Buffer> }> {
  for (const [index, level] of pyramid.levels.entries()) {
    if (pyramid.sizes.includes(level)) yield { path: wholePath(level), read: () => pyramid.whole(index) };
    // The one tile of the last level is the whole of it.
    if (level.columns * level.rows === 1) continue;
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++)
        yield { path: tilePath(pyramid, level, column, row), read: () => pyramid.tile(index, column, row) };
    }
  }
}

async function write(path: string, bytes: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
