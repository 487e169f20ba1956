import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import sharp from 'sharp';
import { openCatalogue } from '../../../manifests/catalogue/open.ts';
import { remakeAsset } from '../../../manifests/catalogue/remake.ts';
import { restrictObject } from '../../../manifests/catalogue/restrict.ts';
import { sweepSuperseded } from '../../../manifests/catalogue/superseded.ts';
import { modelKey, tilesetKey } from '../../../manifests/derivatives/keys.ts';
import type { IngestContext } from '../../../workers/derive/context.ts';
import { check } from '../../manifests/presentation/check.ts';
import { startProduct } from '../../product.ts';
import type { Product } from '../../product.ts';
import { addTwin, contextOn, keepTwin, OUTER, POSTER, TILES, TILESET, triangle } from './twin.ts';

const stack = new AsyncDisposableStack();
let product: Product;
let worker: IngestContext;

test.before(async (t) => {
  t.timeout(120_000);
  // The test is the worker.
  product = stack.use(await startProduct({ flags: ['--jobs', '0'] }));
  const { url } = stack.use(await product.database());
  const db = stack.adopt(await openCatalogue(url), (opened) => opened.destroy());
  worker = stack.use(await contextOn(db, product.data));
});
test.after.always(() => stack.disposeAsync());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(`${product.url}${path}`, { headers, method });

const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer());

async function statusOf(path: string): Promise<number> {
  const response = await get(path);
  await response.arrayBuffer();
  return response.status;
}

/** Asks again until the server has heard of a change. */
async function becomes(path: string, status: number): Promise<void> {
  while ((await statusOf(path)) !== status) await sleep(20);
}

interface Tile {
  content: { uri: string };
  children?: Tile[];
}

/** Every file that a tileset leads to, in as many steps as it takes, as addresses. */
async function filesOf(address: string): Promise<string[]> {
  const { root } = (await (await fetch(address)).json()) as { root: Tile };
  const found: string[] = [];
  async function walk({ content, children = [] }: Tile): Promise<void> {
    const url = new URL(content.uri, address).href;
    found.push(...(url.endsWith('.json') ? await filesOf(url) : [url]));
    for (const child of children) await walk(child);
  }
  await walk(root);
  return found;
}

test('from tileset.json a viewer comes to every tile, at addresses that never change', async (t) => {
  const { id } = await addTwin(worker, 'whole');
  const root = await get(`/twins/${id}/tileset.json`);
  t.is(root.headers.get('cache-control'), 'public, no-cache');
  t.is(root.headers.get('content-type'), 'application/json');
  t.like(await root.json(), { root: { content: { uri: `1/${TILES[0]}` } } });
  const files = await filesOf(`${product.url}/twins/${id}/tileset.json`);
  t.deepEqual(
    files.map((url) => url.slice(`${product.url}/twins/${id}/`.length)),
    TILES.map((path) => `1/${path}`),
  );
  for (const [i, url] of files.entries()) {
    const response = await fetch(url);
    t.true((await bytesOf(response)).equals(triangle(i + 1)));
    t.is(response.headers.get('content-type'), 'model/gltf-binary');
    t.is(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    t.is(response.headers.get('access-control-allow-origin'), '*');
  }
  t.deepEqual(await (await get(`/twins/${id}/1/tileset.json`)).json(), TILESET, 'as the archive has it');
  t.deepEqual(await (await get(`/twins/${id}/1/tilesets/1.json`)).json(), OUTER);
});

test('model and archive are what the worker made, whole and in ranges', async (t) => {
  const { id } = await addTwin(worker, 'files');
  const archive = await readFile(join(product.data, tilesetKey(id, 1)));
  for (const [name, bytes, type] of [
    ['model.glb', triangle(9), 'model/gltf-binary'],
    ['tileset.3tz', archive, 'application/vnd.maxar.archive.3tz+zip'],
    [TILES[3], triangle(4), 'model/gltf-binary'],
  ] as const) {
    for (const folder of name === TILES[3] ? ['1/'] : ['', '1/']) {
      const path = `/twins/${id}/${folder}${name}`;
      const whole = await get(path);
      t.true((await bytesOf(whole)).equals(bytes), path);
      t.is(whole.headers.get('content-type'), type);
      const etag = whole.headers.get('etag') ?? '';
      const part = await get(path, { Range: 'bytes=10-19', 'If-Range': etag });
      t.is(part.status, 206);
      t.is(part.headers.get('content-range'), `bytes 10-19/${bytes.length}`);
      t.true((await bytesOf(part)).equals(bytes.subarray(10, 20)));
      t.true((await bytesOf(await get(path, { Range: 'bytes=10-19', 'If-Range': '"other"' }))).equals(bytes));
      const beyond = await get(path, { Range: 'bytes=99999999-' });
      t.is(beyond.status, 416);
      t.is(beyond.headers.get('content-range'), `bytes */${bytes.length}`);
      const head = await get(path, {}, 'HEAD');
      t.is(head.headers.get('content-length'), String(bytes.length));
      t.is((await bytesOf(head)).length, 0);
      t.is((await get(path, { 'If-None-Match': etag })).status, 304);
    }
  }
});

test('a tileset is compressed as the client can read it, and is the same whichever way', async (t) => {
  const { id } = await addTwin(worker, 'compressed');
  for (const path of [`/twins/${id}/tileset.json`, `/twins/${id}/1/tileset.json`]) {
    const [plain, gzip] = await Promise.all(
      ['identity', 'gzip, br'].map((accepted) => get(path, { 'Accept-Encoding': accepted })),
    );
    const encodings = [plain, gzip].map((response) => response?.headers.get('content-encoding'));
    t.deepEqual(encodings, [null, 'gzip']);
    const text = await plain?.text();
    t.is(await gzip?.text(), text);
    t.true(Number(gzip?.headers.get('content-length')) < 1000);
    const etag = plain?.headers.get('etag') ?? '';
    t.regex(etag, /^W\//);
    t.is(gzip?.headers.get('etag'), etag);
    t.regex(plain?.headers.get('vary') ?? '', /accept-encoding/i);
    t.is((await get(path, { 'If-None-Match': etag })).status, 304);
    t.is((await bytesOf(await get(path, {}, 'HEAD'))).length, 0);
  }
});

test('there is nothing at other names, nor of other assets', async (t) => {
  const { id } = await addTwin(worker, 'narrow');
  for (const path of [
    '',
    '/',
    '/tiles/0/0.glb',
    '/1/',
    '/1',
    '/0/tileset.json',
    '/01/tileset.json',
    '/2/tileset.json',
    '/1/tiles/9/9.glb',
    '/1//tileset.json',
    '/1/@3dtilesIndex1@',
    '/1/tilesets',
  ])
    t.is(await statusOf(`/twins/${id}${path}`), 404, path);
  t.is(await statusOf('/twins/anone/tileset.json'), 404);
  const options = await get(`/twins/${id}/tileset.json`, { Origin: 'https://other.example' }, 'OPTIONS');
  t.is(options.status, 204);
  const refused = await get(`/twins/${id}/2/tileset.json`, { Accept: 'application/json' });
  t.is(refused.headers.get('access-control-allow-origin'), '*');
  t.like(await refused.json(), { error: { code: 'not-found' } });
});

test('a mesh is a canvas with its poster, which is an image as any other', async (t) => {
  const { id } = await addTwin(worker, 'canvas');
  const manifest = (await (await get('/iiif/presentation/3/manifests/canvas')).json()) as {
    items: { items: { items: { body: object }[] }[] }[];
  };
  t.deepEqual(check(manifest), []);
  t.like(manifest.items[0], { width: POSTER.width, height: POSTER.height, label: { none: ['vase'] } });
  t.like(manifest.items[0]?.items[0]?.items[0]?.body, { id: `${product.url}/twins/${id}/model.glb`, type: 'Model' });
  t.like(await (await get(`/iiif/image/3/${id}/info.json`)).json(), { width: POSTER.width, height: POSTER.height });
  const { rendering } = manifest.items[0] as unknown as { rendering: { id: string; format: string }[] };
  t.is(rendering.length, 4);
  for (const { id: url, format } of rendering) {
    const response = await fetch(url);
    t.is(response.headers.get('content-type'), format);
    await response.arrayBuffer();
  }
});

test('the next generation takes over at once, and the last one stays while somebody may be looking', async (t) => {
  const { id } = await addTwin(worker, 'remade');
  const etag = (await get(`/twins/${id}/tileset.json`)).headers.get('etag') ?? '';
  const asset = await remakeAsset(worker.db, id, 'test');
  t.is(asset?.generation, 2);
  t.is(await statusOf(`/twins/${id}/1/${TILES[1]}`), 200, 'served while the next is made');
  t.is(await statusOf(`/twins/${id}/2/${TILES[1]}`), 404);
  if (asset) await keepTwin(worker, asset);
  await becomes(`/twins/${id}/2/${TILES[1]}`, 200);
  const root = await get(`/twins/${id}/tileset.json`, { 'If-None-Match': etag });
  t.is(root.status, 200);
  t.like(await root.json(), { root: { content: { uri: `2/${TILES[0]}` } } });
  t.is(await statusOf(`/twins/${id}/1/${TILES[1]}`), 200);
  await sweepSuperseded(worker.db, worker.storage, { age: -1000, signal: AbortSignal.timeout(10_000) });
  await rm(join(product.data, modelKey(id, 1)), { force: true });
  await worker.db.updateTable('asset').set({ name: 'vase.obj' }).where('id', '=', id).execute();
  await becomes(`/twins/${id}/1/tileset.json`, 404);
  t.is(await statusOf(`/twins/${id}/2/${TILES[1]}`), 200);
});

test('of a draft nothing is found, and of a restricted object only the poster, as restricted as its images', async (t) => {
  const { id } = await addTwin(worker, 'closed');
  const addresses = ['tileset.json', 'model.glb', 'tileset.3tz', '1/tileset.json', `1/${TILES[0]}`].map(
    (name) => `/twins/${id}/${name}`,
  );
  const everything = [...addresses, `/iiif/image/3/${id}/info.json`, `/originals/${id}`];
  const all = async (paths: string[], status: number): Promise<void> => {
    await becomes(paths[0] ?? '', status);
    for (const path of paths) t.is(await statusOf(path), status, path);
  };
  await all(everything, 200);
  await product.run('edit', 'closed', '--state', 'draft');
  await all(everything, 404);
  await product.run('edit', 'closed', '--state', 'published');
  await all(everything, 200);

  const object = await worker.db
    .selectFrom('object')
    .select('key')
    .where('id', '=', 'closed')
    .executeTakeFirstOrThrow();
  await restrictObject(worker.db, object.key, { lift: false, set: { maxSide: 300 } }, 'test');
  await all(everything, 404);
  const asset = await worker.db.selectFrom('asset').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  await keepTwin(worker, asset);
  await becomes(`/iiif/image/3/${id}/info.json`, 200);
  await all([...addresses.map((path) => path.replace('/1/', '/2/')), `/originals/${id}`], 404);
  const poster = await bytesOf(await get(`/iiif/image/3/${id}/full/max/0/default.jpg`));
  const { width, height } = await sharp(poster).metadata();
  t.deepEqual([width, height], [300, 233]);
  const manifest = (await (await get('/iiif/presentation/3/manifests/closed')).json()) as {
    items: { width: number; rendering?: unknown; items: { items: { body: { type: string } }[] }[] }[];
  };
  t.deepEqual(check(manifest), []);
  t.like(manifest.items[0], { width: POSTER.width });
  t.is(manifest.items[0]?.items[0]?.items[0]?.body.type, 'Image');
  t.is(manifest.items[0]?.rendering, undefined);
});

test('a damaged tile answers 500, is noted with its asset, and leaves the others alone', async (t) => {
  const { id } = await addTwin(worker, 'damaged');
  const path = join(product.data, tilesetKey(id, 1));
  const bytes = await readFile(path);
  const at = bytes.indexOf(triangle(2)) + 5;
  const file = await open(path, 'r+');
  await file.write(Buffer.from([(bytes[at] ?? 0) ^ 1]), 0, 1, at);
  await file.close();
  t.is(await statusOf(`/twins/${id}/1/${TILES[0]}`), 200);
  t.is(await statusOf(`/twins/${id}/1/${TILES[1]}`), 500);
  const damaged = await worker.db.selectFrom('asset').select('damage').where('id', '=', id).executeTakeFirst();
  t.regex(damaged?.damage ?? '', /tiles\/1\/0\.glb is not as it was written/);

  const { id: gone } = await addTwin(worker, 'gone');
  await rm(join(product.data, tilesetKey(gone, 1)));
  t.is(await statusOf(`/twins/${gone}/tileset.json`), 500);
  const missing = await worker.db.selectFrom('asset').select('damage').where('id', '=', gone).executeTakeFirst();
  t.regex(missing?.damage ?? '', /is missing/);
});

test('requests for twins are counted by their route', async (t) => {
  const { id } = await addTwin(worker, 'counted');
  await statusOf(`/twins/${id}/tileset.json`);
  t.regex(await (await get('/metrics')).text(), /vitrine_http_requests_total\{route="twins",status="2xx"\} [1-9]/);
});
