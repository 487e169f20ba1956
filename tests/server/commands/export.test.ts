import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import sharp from 'sharp';
import { levelsOf, readyLevels, tileRegion, tileSizeAt } from '../../../manifests/derivatives/levels.ts';
import { openCatalogue } from '../../../manifests/catalogue/open.ts';
import { startProduct } from '../../product.ts';
import type { Product } from '../../product.ts';
import { OUTER, TILES, TILESET, addTwin, contextOn, triangle } from '../twins/twin.ts';

const URL_ = 'https://files.example.org/codex';
const SIZE = { width: 3001, height: 1203 };

let product: Product;
let object: string;
let asset: string;
test.before(async () => {
  // Whatever is made, `add` or the test makes.
  product = await startProduct({ flags: ['--jobs', '0'] });
  const folder = join(product.folder, 'codex');
  await mkdir(folder);
  await sharp({ create: { ...SIZE, channels: 3, background: '#a63' } })
    .png()
    .toFile(join(folder, '1.png'));
  await sharp({ create: { width: 60, height: 40, channels: 3, background: '#36a' } })
    .png()
    .toFile(join(folder, '2.png'));
  const added = await product.add([folder], ['--label', 'Codex <1>', '--summary', '<p>Two <b>leaves</b></p>']);
  const first = added.find(({ name }) => name === '1.png');
  object = first?.object ?? '';
  asset = first?.asset ?? '';
});
test.after.always(() => product[Symbol.asyncDispose]());

const sizeOf = async (path: string): Promise<[number, number]> => {
  const { width, height } = await sharp(path).metadata();
  return [width, height];
};

test('an object becomes files: every tile and size at its canonical path, info.json, manifest and page', async (t) => {
  const folder = join(product.folder, 'site');
  const { code, stdout, stderr } = await product.run('export', object, folder, '--url', URL_);
  t.is(code, 0, stderr);
  t.true(stdout.includes(`${object}  2 images  ${folder}  ${URL_}/manifest.json`), stdout);

  const image = join(folder, asset);
  const info = JSON.parse(await readFile(join(image, 'info.json'), 'utf8')) as Record<string, unknown>;
  const levels = levelsOf(SIZE);
  const [largest] = readyLevels(levels);
  t.like(info, {
    id: `${URL_}/${asset}`,
    profile: 'level0',
    ...SIZE,
    maxWidth: largest?.width,
    maxHeight: largest?.height,
  });
  let files = 0;
  for (const level of levels) {
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++) {
        const { x, y, width, height } = tileRegion(SIZE, level, column, row);
        const region = levels.at(-1) === level ? 'full' : `${x},${y},${width},${height}`;
        const size = tileSizeAt(level, column, row);
        const path = join(image, region, `${size.width},${size.height}`, '0/default.jpg');
        t.deepEqual(await sizeOf(path), [size.width, size.height]);
        files++;
      }
    }
  }
  for (const { width, height } of info['sizes'] as { width: number; height: number }[])
    t.deepEqual(await sizeOf(join(image, 'full', `${width},${height}`, '0/default.jpg')), [width, height]);
  t.deepEqual(await sizeOf(join(image, 'full/max/0/default.jpg')), [largest?.width ?? 0, largest?.height ?? 0]);
  const all = (await readdir(image, { recursive: true })).filter((name) => name.endsWith('.jpg'));
  t.is(all.length, files + readyLevels(levels).length - 1 + 1, 'and nothing else');
});

test('the files of an export lead to each other, and to nothing else', async (t) => {
  const folder = join(product.folder, 'linked');
  await mkdir(folder);
  const { code, stderr } = await product.run('export', object, folder, '--url', `${URL_}/`);
  t.is(code, 0, stderr);
  const manifest = await readFile(join(folder, 'manifest.json'), 'utf8');
  t.false(manifest.includes('/originals/') || manifest.includes(product.url) || manifest.includes('level2'));
  for (const [, path = ''] of manifest.matchAll(/"id":"https:\/\/files\.example\.org\/codex\/([^"]+\.jpg)"/g))
    t.true((await readFile(join(folder, path))).length > 0, path);
  for (const [, id = ''] of manifest.matchAll(
    /"id":"https:\/\/files\.example\.org\/codex\/([^"/]+)","type":"ImageService3"/g,
  ))
    t.like(JSON.parse(await readFile(join(folder, id, 'info.json'), 'utf8')), { id: `${URL_}/${id}` });
  const { items } = JSON.parse(manifest) as { items: { items: { items: { body: object }[] }[] }[] };
  t.like(items[0]?.items[0]?.items[0]?.body, { width: 1501, height: 602 });

  const page = await readFile(join(folder, 'index.html'), 'utf8');
  t.true(page.includes('<h1>Codex &#60;1&#62;</h1>') && page.includes('<p>Two <b>leaves</b></p>'), page);
  const links = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, path = '']) => path);
  t.true(links.length >= 5);
  for (const path of links) t.true((await readFile(join(folder, path))).length > 0, path);
});

test('a mesh becomes its tiles and its model, which tileset and manifest name', async (t) => {
  await using database = await product.database();
  const db = await openCatalogue(database.url);
  {
    await using worker = await contextOn(db, product.data);
    const { id } = await addTwin(worker, 'vase');
    const folder = join(product.folder, 'vase-site');
    const { code, stderr } = await product.run('export', 'vase', folder, '--url', URL_);
    t.is(code, 0, stderr);
    const twin = join(folder, 'twins', id);
    t.deepEqual(JSON.parse(await readFile(join(twin, 'tileset.json'), 'utf8')), TILESET);
    t.deepEqual(JSON.parse(await readFile(join(twin, 'tilesets/1.json'), 'utf8')), OUTER);
    for (const [i, path] of TILES.entries()) t.true((await readFile(join(twin, path))).equals(triangle(i + 1)));
    t.true((await readFile(join(twin, 'model.glb'))).equals(triangle(9)));
    const names = (await readdir(twin, { recursive: true })).filter((name) => name.includes('.'));
    t.is(names.length, TILES.length + 3, 'and nothing else');
    const document = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      items: { rendering: { id: string }[]; items: { items: { body: object }[] }[] }[];
    };
    const [canvas] = document.items;
    t.like(canvas?.items[0]?.items[0]?.body, { id: `${URL_}/twins/${id}/model.glb` });
    t.deepEqual(
      canvas?.rendering.map((file) => file.id),
      [`${URL_}/twins/${id}/model.glb`, `${URL_}/twins/${id}/tileset.json`],
    );
    t.like(JSON.parse(await readFile(join(folder, id, 'info.json'), 'utf8')), { id: `${URL_}/${id}` });
  }
  await db.destroy();
});

test('annotations go along as a page for each view that has some, which its canvas names', async (t) => {
  const folder = join(product.folder, 'leaves');
  await mkdir(folder);
  for (const name of ['1.png', '2.png'])
    await sharp({ create: { width: 300, height: 200, channels: 3, background: '#eee' } })
      .png()
      .toFile(join(folder, name));
  await product.add([folder], ['--object', 'leaves']);
  interface Document {
    items: { id: string; annotations?: { id: string; type: string; items?: unknown }[] }[];
  }
  const served = await fetch(`${product.url}/iiif/presentation/3/manifests/leaves`);
  const [canvas = ''] = ((await served.json()) as Document).items.map(({ id }) => id);
  const view = canvas.split('/').at(-1) ?? '';
  const token = (await readFile(join(product.data, 'admin-token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/ld+json' };
  const annotate = (target: unknown, value: string): Promise<Response> => {
    const body = { type: 'TextualBody', value, format: 'text/plain' };
    const annotation = { '@context': 'http://www.w3.org/ns/anno.jsonld', type: 'Annotation', body, target };
    return fetch(`${product.url}/annotations/${view}/`, { method: 'POST', headers, body: JSON.stringify(annotation) });
  };
  const path = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 2L30 2L30 40Z"/></svg>';
  await annotate(`${canvas}#xywh=10,20,30,40`, `an initial, as at ${canvas}`);
  await annotate({ source: canvas, selector: { type: 'SvgSelector', value: path } }, 'a tear');
  const gone = await annotate(canvas, 'a mistake');
  t.is(gone.status, 201);
  await fetch(gone.headers.get('location') ?? '', { method: 'DELETE', headers });

  const site = join(product.folder, 'leaves-site');
  const { code, stderr } = await product.run('export', 'leaves', site, '--url', URL_);
  t.is(code, 0, stderr);
  const { items } = JSON.parse(await readFile(join(site, 'manifest.json'), 'utf8')) as Document;
  const address = `${URL_}/annotations/${view}.json`;
  t.like(items[0]?.annotations, [{ id: address, type: 'AnnotationPage' }]);
  t.false('items' in (items[0]?.annotations?.[0] ?? {}));
  t.is(items[1]?.annotations, undefined, 'nothing is on the second');
  t.deepEqual(await readdir(join(site, 'annotations')), [`${view}.json`]);
  const text = await readFile(join(site, 'annotations', `${view}.json`), 'utf8');
  const page = JSON.parse(text) as { id: string; type: string; items: Record<string, unknown>[] };
  t.like(page, { '@context': 'http://iiif.io/api/presentation/3/context.json', id: address, type: 'AnnotationPage' });
  const on = items[0]?.id ?? '';
  t.is(on, `${URL_}/canvas/${view}`);
  t.is(page.items.length, 2);
  t.is(page.items[0]?.['target'], `${on}#xywh=10,20,30,40`);
  t.like(page.items[1]?.['target'], { source: { id: on, type: 'Canvas' }, selector: { type: 'SvgSelector' } });
  t.is(new Set(page.items.map(({ id }) => id)).size, 2);
  t.true(page.items.every(({ id }) => String(id).startsWith(`${address}#`)));
  // What people say stays as they said it.
  t.like(page.items[0]?.['body'], { value: `an initial, as at ${canvas}` });
  t.is(text.split(product.url).length, 2, 'and nothing else names the server');
});

test('what cannot be exported is said in a sentence, and nothing is left', async (t) => {
  const full = join(product.folder, 'full');
  await mkdir(full);
  await writeFile(join(full, 'mine.txt'), 'mine');
  for (const [args, reason] of [
    [[object, full, '--url', URL_], /full is not empty/],
    [[object, join(product.folder, 'new')], /address at which the folder will be found.* for --url/],
    [[object, join(product.folder, 'new'), '--url', 'codex'], /for --url but received "codex"/],
    [['no-such', join(product.folder, 'new'), '--url', URL_], /There is no object "no-such"/],
    [[object, join(product.folder, 'codex', '1.png'), '--url', URL_], /1.png cannot be written/],
  ] as const) {
    const { code, stderr } = await product.run('export', ...args);
    t.is(code, 1);
    t.regex(stderr, reason);
    t.is(stderr.trim().split('\n').length, 1);
  }
  const left = (await readdir(product.folder)).filter((name) => name.includes('partial') || name === 'new');
  t.deepEqual(left, []);
});
