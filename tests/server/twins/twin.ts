import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import sharp from 'sharp';
import { beginAsset, registerFile } from '../../../manifests/catalogue/assets.ts';
import type { AssetRow } from '../../../manifests/catalogue/assets.ts';
import { createObject, findObject } from '../../../manifests/catalogue/objects.ts';
import type { Db } from '../../../manifests/catalogue/open.ts';
import { TilesetArchiveWriter } from '../../../manifests/derivatives/tileset-archive.ts';
import type { MeshDefects } from '../../../manifests/meshes/defects.ts';
import { LocalStorage } from '../../../manifests/storage/local.ts';
import { keepOriginal } from '../../../manifests/storage/originals.ts';
import type { IngestContext } from '../../../workers/derive/context.ts';
import { keepMesh } from '../../../workers/derive/mesh.ts';
import { makeImage } from '../../../workers/images/make.ts';
import { IsolatedPool } from '../../../workers/isolate/pool.ts';
import type { MeshReport } from '../../../workers/meshes/task.ts';

export const POSTER = { width: 900, height: 700, colour: { r: 160, g: 96, b: 48 } };

const header = (length: number, type: string): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(length);
  bytes.write(type, 4, 'latin1');
  return bytes;
};

/** A triangle as a binary glTF; a larger `step` makes another one. */
export function triangle(step = 1): Buffer {
  const positions = Buffer.from(new Float32Array([0, 0, 0, step, 0, 0, 0, step, 0]).buffer);
  const json = JSON.stringify({
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [step, step, 0] }],
    bufferViews: [{ buffer: 0, byteLength: positions.length }],
    buffers: [{ byteLength: positions.length }],
  });
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 4) * 4));
  const chunks = Buffer.concat([header(text.length, 'JSON'), text, header(positions.length, 'BIN\0'), positions]);
  const start = Buffer.alloc(12);
  start.write('glTF');
  start.writeUInt32LE(2, 4);
  start.writeUInt32LE(12 + chunks.length, 8);
  return Buffer.concat([start, chunks]);
}

const tile = (uri: string, geometricError: number, children: object[] = []) => ({
  boundingVolume: { box: [0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4] },
  geometricError,
  refine: 'REPLACE',
  content: { uri },
  ...(children.length > 0 && { children }),
});

export const TILES = ['tiles/0/0.glb', 'tiles/1/0.glb', 'tiles/1/1.glb', 'tiles/1/2.glb', 'tiles/1/3.glb'] as const;

/** With enough children that it is worth compressing; two of them are in a tileset of their own. */
export const TILESET = {
  asset: { version: '1.1' },
  geometricError: 2,
  root: tile(TILES[0], 1, [tile(TILES[1], 0), tile(TILES[2], 0), tile('tilesets/1.json', 0.5)]),
  extras: { padding: ' '.repeat(3000) },
};
export const OUTER = {
  asset: { version: '1.1' },
  geometricError: 1,
  root: tile('../tiles/1/2.glb', 0.5, [tile('../tiles/1/3.glb', 0)]),
};

const DEFECTS: MeshDefects = {
  borders: {
    count: 1,
    longest: [
      {
        closed: true,
        edges: 3,
        length: 0.02,
        places: [
          [0, 0, 0],
          [0.01, 0, 0],
          [0, 0.01, 0],
        ],
        normal: [0, 0, 1],
      },
    ],
  },
  crowds: [],
  pieces: {
    count: 2,
    largest: [
      { triangles: 12_000, area: 0.11, min: [0, 0, 0], max: [0.1, 0.25, 0.08], place: [0, 0.1, 0] },
      { triangles: 345, area: 0.0002, min: [0.12, 0, 0], max: [0.13, 0.01, 0], place: [0.12, 0, 0] },
    ],
  },
};

/** What a mesh worker leaves in its folder. */
export async function writeTwin(folder: string): Promise<MeshReport> {
  await mkdir(folder, { recursive: true });
  const file = await open(join(folder, 'tileset.3tz'), 'wx');
  const writer = new TilesetArchiveWriter(file);
  await writer.add('tileset.json', Buffer.from(JSON.stringify(TILESET)));
  await writer.add('tilesets/1.json', Buffer.from(JSON.stringify(OUTER)));
  for (const [i, path] of TILES.entries()) await writer.add(path, triangle(i + 1));
  const tileBytes = await writer.finish();
  await file.close();
  await writeFile(join(folder, 'model.glb'), triangle(9));
  await writeFile(join(folder, 'defects.json'), JSON.stringify(DEFECTS));
  const { width, height, colour } = POSTER;
  const source = join(folder, 'poster.png');
  await sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toFile(source);
  const { pages } = await makeImage({ source, folder, maxPixels: 1e8 }, () => undefined);
  const [page] = pages;
  if (!page) throw new Error('The poster has no page');
  return {
    kind: 'mesh',
    mediaType: 'model/obj',
    tileset: 'tileset.3tz',
    model: 'model.glb',
    defects: 'defects.json',
    poster: { file: page.file, width, height, bytes: page.bytes },
    technical: {
      triangles: 12_345,
      vertices: 6000,
      parts: 1,
      size: [0.1, 0.25, 0.08],
      area: 0.12,
      closed: false,
      materials: 1,
      texturePixels: 0,
      colours: false,
      unit: 0.001,
      unitFrom: 'guess',
      up: 'y',
      upFrom: 'file',
      defects: {},
      levels: 2,
      tiles: TILES.length,
      tileBytes,
    },
    warnings: [],
  };
}

/** The context of a worker on that database and data folder. */
export async function contextOn(db: Db, data: string): Promise<IngestContext & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const storage = stack.use(new LocalStorage(data));
  const limits = { memory: 1e9, seconds: 60 };
  const pool = stack.use(new IsolatedPool({ size: 1, ...limits }));
  const settings = { leafTriangles: 55_000, profile: 'small', textureQuality: 85, stepsPerEdge: 32 } as const;
  const open_ = stack.move();
  return {
    db,
    storage,
    pool,
    log: pino({ level: 'silent' }),
    maxPixels: 1e9,
    gamut: 'srgb',
    meshes: { settings, limits, threads: 1 },
    data,
    reserve: 0,
    [Symbol.asyncDispose]: () => open_.disposeAsync(),
  };
}

/** Has a mesh that is accepted, or accepted again, served as if a worker had just made it. */
export async function keepTwin(context: IngestContext, asset: AssetRow): Promise<void> {
  await beginAsset(context.db, asset.id, asset.generation);
  const folder = join(await context.storage.workFolder(), 'work');
  await keepMesh(context, asset, folder, await writeTwin(folder), AbortSignal.timeout(60_000));
}

/** Takes a mesh in, of these bytes, and has its twin served. */
export async function addTwin(context: IngestContext, object: string, bytes = 'v 0 0 0\n'): Promise<AssetRow> {
  const { db, storage } = context;
  const folder = await storage.workFolder();
  const path = join(folder, 'vase.obj');
  await writeFile(path, bytes);
  const { sha256, bytes: length } = await keepOriginal(storage, path);
  const { key } =
    (await findObject(db, object)) ?? (await createObject(db, { label: { none: ['Vase'] }, id: object }, 'test'));
  const file = { object: key, name: 'vase.obj', source: `/${object}/vase.obj`, inPlace: false, sha256, bytes: length };
  const { asset } = await registerFile(db, file, 'test');
  await keepTwin(context, asset);
  return asset;
}
