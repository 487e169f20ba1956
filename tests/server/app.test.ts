import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import sharp from 'sharp';
import { inNaturalOrder } from '../../server/cli/collect.ts';
import { check } from '../manifests/presentation/check.ts';
import { startProduct } from '../product.ts';
import type { Added, Product } from '../product.ts';

const paint = (path: string, background: string) =>
  sharp({ create: { width: 700, height: 500, channels: 3, background } })
    .png()
    .toFile(path);

let product: Product;
let page: Added;
let draft: Added;

test.before(async (t) => {
  t.timeout(120_000);
  product = await startProduct({
    env: { VITRINE_PROVIDER: 'Museum of Tests', VITRINE_PROVIDER_URL: 'https://museum.example/' },
  });
  const folder = join(product.folder, 'codex');
  await mkdir(folder);
  await paint(join(folder, 'page 10.png'), '#102030');
  await paint(join(folder, 'page 2.png'), '#a01020');
  await writeFile(join(folder, 'page 3.txt'), 'no picture');
  await paint(join(product.folder, 'secret.png'), '#00ff00');
  const rights = 'http://creativecommons.org/publicdomain/mark/1.0/';
  const added = await product.add(
    [folder],
    [
      '--object',
      'codex',
      '--label',
      'Codex <b>12</b>\nrecto',
      '--rights',
      rights,
      '--metadata',
      'Date=1450',
      '--date',
      '1450',
      '--attribution',
      'Given by Ada',
    ],
  );
  t.deepEqual(added.map(({ name, state }) => `${name} ${state}`).toSorted(inNaturalOrder), [
    'page 2.png ready',
    'page 3.txt failed',
    'page 10.png ready',
  ]);
  page = added.find(({ name }) => name === 'page 2.png') as Added;
  [draft] = (await product.add([join(product.folder, 'secret.png')], ['--object', 'secret'])) as [Added];
  await product.run('edit', 'secret', '--state', 'draft');
});
test.after.always(() => product[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(`${product.url}${path}`, { headers, method, redirect: 'manual' });

const getJson = async <T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<T> =>
  (await (await get(path, headers)).json()) as T;

interface Items {
  id: string;
  type: string;
  label: Record<string, string[]>;
  items: Items[];
}

test('the manifest has the files in natural order, what was said of them, and breaks no demand of Presentation 3', async (t) => {
  const manifest = await getJson<Items>('/iiif/presentation/3/manifests/codex');
  t.deepEqual(check(manifest), []);
  t.is(manifest.id, `${product.url}/iiif/presentation/3/manifests/codex`);
  t.like(manifest, {
    label: { none: ['Codex <b>12</b>\nrecto'] },
    rights: 'http://creativecommons.org/publicdomain/mark/1.0/',
    metadata: [{ label: { none: ['Date'] }, value: { none: ['1450'] } }],
    navDate: '1450-01-01T00:00:00Z',
    requiredStatement: { label: { en: ['Attribution'] }, value: { none: ['Given by Ada'] } },
    provider: [{ id: 'https://museum.example/', type: 'Agent', label: { none: ['Museum of Tests'] } }],
  });
  t.deepEqual(
    manifest.items.map(({ label }) => label),
    [{ none: ['page 2'] }, { none: ['page 10'] }],
  );
});

test('a canvas is found at its id, and the root collection has what is published', async (t) => {
  const manifest = await getJson<Items>('/iiif/presentation/3/manifests/codex');
  const canvas = await getJson<{ id: string; partOf: Items[] }>(new URL(manifest.items[0]?.id ?? '').pathname);
  t.is(canvas.id, manifest.items[0]?.id ?? '');
  t.is(canvas.partOf[0]?.id ?? '', manifest.id);
  const top = await getJson<Items>('/iiif/presentation/3/collections/top');
  t.deepEqual(check(top), []);
  const ids = top.items.map(({ id }) => id);
  t.true(ids.includes(manifest.id));
  t.false(ids.some((id) => id.includes('secret')));
});

test('nothing of a draft is found, by any address, and all of it again once it is published', async (t) => {
  const manifest = '/iiif/presentation/3/manifests/secret';
  const image = `/iiif/image/3/${draft.asset}`;
  const tile = `${image}/0,0,512,500/512,500/0/default.jpg`;
  const addresses = [
    '/objects/secret',
    '/embed/secret',
    manifest,
    image,
    `${image}/info.json`,
    tile,
    `${image}/full/max/0/default.jpg`,
    `/iiif/image/2/${draft.asset}/info.json`,
    `/iiif/image/2/${draft.asset}/full/full/0/default.jpg`,
    `/iiif/image/${draft.asset}.dzi`,
    `/iiif/image/${draft.asset}_files/0/0_0.jpg`,
    `/originals/${draft.asset}`,
    '/api/objects/secret',
    '/api/events?object=secret',
    `/oembed?url=${encodeURIComponent(`${product.url}/objects/secret`)}`,
  ];
  for (const address of addresses) t.is((await get(address)).status, 404, address);
  await product.run('edit', 'secret', '--state', 'published');
  const views = (await getJson<Items>(manifest)).items.map(({ id }) => new URL(id).pathname);
  for (const address of [...addresses, ...views]) {
    const response = await get(address);
    t.true([200, 303].includes(response.status), `${address} ${response.status}`);
    await response.body?.cancel();
  }
  // Asked for and remembered: the next change must reach it all the same.
  await product.run('edit', 'secret', '--state', 'draft');
  await sleep(200);
  for (const address of [...addresses, ...views]) t.is((await get(address)).status, 404, address);
});

test('a former id leads to the present one, on pages and in documents', async (t) => {
  const path = join(product.folder, 'renamed.png');
  await sharp({ create: { width: 20, height: 10, channels: 3, background: '#123' } })
    .png()
    .toFile(path);
  await product.add([path], ['--object', 'before']);
  await product.run('edit', 'before', '--id', 'after');
  for (const prefix of ['/objects/', '/iiif/presentation/3/manifests/', '/embed/', '/api/objects/']) {
    const response = await get(`${prefix}before`);
    t.is(response.status, 308);
    t.is(response.headers.get('location'), `${product.url}${prefix}after`);
  }
});

test('documents answer 304 to their own ETag, nothing to HEAD, and say who may read them', async (t) => {
  for (const path of [
    '/iiif/presentation/3/manifests/codex',
    '/iiif/presentation/3/collections/top',
    `/iiif/image/3/${page.asset}/info.json`,
    `/iiif/image/3/${page.asset}/full/max/0/default.jpg`,
    `/iiif/image/2/${page.asset}/info.json`,
    `/iiif/image/2/${page.asset}/full/full/0/default.jpg`,
    `/iiif/image/${page.asset}.dzi`,
    `/iiif/image/${page.asset}_files/0/0_0.jpg`,
    `/originals/${page.asset}`,
  ]) {
    const response = await get(path);
    const { headers } = response;
    const length = (await response.arrayBuffer()).byteLength;
    t.is(response.status, 200, path);
    t.is(headers.get('access-control-allow-origin'), '*', path);
    const again = await get(path, { 'If-None-Match': headers.get('etag') ?? '' });
    t.is(again.status, 304, path);
    const head = await get(path, { 'Accept-Encoding': 'identity' }, 'HEAD');
    t.is(head.status, 200, path);
    t.is((await head.arrayBuffer()).byteLength, 0, path);
    if (!headers.has('content-encoding')) t.is(Number(head.headers.get('content-length')), length, path);
    const options = await get(
      path,
      { Origin: 'https://other.example', 'Access-Control-Request-Method': 'GET' },
      'OPTIONS',
    );
    t.true([200, 204].includes(options.status), path);
    t.is(options.headers.get('access-control-allow-origin'), '*', path);
  }
});

test('IIIF documents are JSON-LD with their profile, unless plain JSON is asked for', async (t) => {
  const path = '/iiif/presentation/3/manifests/codex';
  const profile = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"';
  t.is((await get(path)).headers.get('content-type'), profile);
  t.is((await get(path, { Accept: '*/*' })).headers.get('content-type'), profile);
  t.is((await get(path, { Accept: 'application/json' })).headers.get('content-type'), 'application/json');
});

test('the original is what was added, whole and in ranges', async (t) => {
  const bytes = await readFile(join(product.folder, 'codex', 'page 2.png'));
  const path = `/originals/${page.asset}`;
  const whole = await get(path);
  t.deepEqual(Buffer.from(await whole.arrayBuffer()), bytes);
  t.is(whole.headers.get('content-type'), 'image/png');
  t.is(whole.headers.get('content-disposition'), `attachment; filename*=UTF-8''page%202.png`);
  const part = await get(path, { Range: 'bytes=10-19' });
  t.is(part.status, 206);
  t.is(part.headers.get('content-range'), `bytes 10-19/${bytes.length}`);
  t.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(10, 20));
  const tail = await get(path, { Range: 'bytes=-5' });
  t.deepEqual(Buffer.from(await tail.arrayBuffer()), bytes.subarray(-5));
  const beyond = await get(path, { Range: 'bytes=99999999-' });
  t.is(beyond.status, 416);
  t.is(beyond.headers.get('content-range'), `bytes */${bytes.length}`);
});

test('how the files fare, with the reason of a failure in words', async (t) => {
  const { assets } = await getJson<{
    assets: { name: string; state: string; problem: { code: string; message: string } | null }[];
  }>('/api/objects/codex');
  t.deepEqual(
    assets.map(({ name, state }) => [name, state]),
    [
      ['page 2.png', 'ready'],
      ['page 3.txt', 'failed'],
      ['page 10.png', 'ready'],
    ],
  );
  t.is(assets[1]?.problem?.code, 'unreadable');
  t.regex(assets[1]?.problem?.message ?? '', /text/i);
});

test('oEmbed gives an iframe of the embed, within the size that is asked for', async (t) => {
  const url = `${product.url}/objects/codex#xywh=1,2,3,4`;
  const answer = await getJson(`/oembed?maxwidth=400&url=${encodeURIComponent(url)}`);
  t.like(answer, {
    version: '1.0',
    type: 'rich',
    width: 400,
    height: 600,
    title: 'Codex <b>12</b> recto',
    provider_name: 'Museum of Tests',
  });
  t.regex(
    String(answer['html']),
    new RegExp(`^<iframe src="${product.url}/embed/codex#xywh=1,2,3,4" title="Codex &#60;b&#62;12&#60;/b&#62; recto"`),
  );
  t.is((await get(`/oembed?url=${encodeURIComponent('https://elsewhere.example/objects/codex')}`)).status, 404);
  t.is((await get('/oembed')).status, 400);
  t.is((await get(`/oembed?format=xml&url=${encodeURIComponent(url)}`)).status, 501);
});

test('the page of an object tells previews what it is, escaped, and lets no foreign script in', async (t) => {
  const response = await get('/objects/codex', { Accept: 'text/html' });
  const html = await response.text();
  t.true(html.includes('<title>Codex &#60;b&#62;12&#60;/b&#62; recto</title>'));
  t.true(html.includes(`<link rel="alternate" href="${product.url}/oembed?url=`));
  t.regex(html, /<meta property="og:image" content="[^"]+\/iiif\/image\/3\/[^"]+\.jpg" \/>/);
  t.regex(
    response.headers.get('content-security-policy') ?? '',
    /default-src 'none'; script-src 'self';.*frame-ancestors 'self'/,
  );
  t.regex((await get('/embed/codex')).headers.get('content-security-policy') ?? '', /frame-ancestors \*/);
});

test('errors are JSON with a code for programs, and a page for people', async (t) => {
  const json = await get('/iiif/presentation/3/manifests/none');
  t.is(json.status, 404);
  t.deepEqual(await json.json(), { error: { code: 'not-found', message: 'There is no object "none"' } });
  t.regex(json.headers.get('x-request-id') ?? '', /^\S+$/);
  t.is(json.headers.get('access-control-allow-origin'), '*');
  t.is((await get(`/iiif/image/3/${page.asset}/nonsense`)).headers.get('access-control-allow-origin'), '*');
  const html = await get('/objects/none', { Accept: 'text/html,*/*;q=0.8' });
  t.is(html.status, 404);
  t.true((await html.text()).includes('<meta name="vitrine-status" content="404" />'));
  t.is((await get('/nothing/here')).status, 404);
  t.is((await get('/api/objects/codex', {}, 'POST')).status, 405);
  t.is((await get('/objects/%E0%A4%A')).status, 404);
});

test('a Host header that is no host is refused, and the id of a good request is kept', async (t) => {
  const { hostname, port } = new URL(product.url);
  const status = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request({ hostname, port, path: '/iiif/presentation/3/manifests/codex', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  t.is(await status({ Host: 'evil.example"><script>' }), 400);
  t.is(await status({ Host: 'museum.example' }), 200);
  t.is(
    (await get('/api/objects/codex', { 'X-Request-Id': 'from-a-proxy.1' })).headers.get('x-request-id'),
    'from-a-proxy.1',
  );
  t.not((await get('/api/objects/codex', { 'X-Request-Id': 'not one' })).headers.get('x-request-id'), 'not one');
});

test('paths of all kinds get an answer of their own, never a fault of the server', async (t) => {
  const pieces = [
    '..',
    '%2e%2e',
    '%2f',
    '%00',
    '{}',
    '<',
    '\u{1F600}',
    'a'.repeat(3000),
    '~',
    '~1',
    `${page.asset}~0`,
    `${page.asset}~1`,
    `${page.asset}~99`,
    'full',
    'max',
    '0',
    'default.jpg',
    '-1,0,1,1',
    '1e9',
    '%',
  ];
  const seed = randomBytes(1)[0] ?? 0;
  for (let index = 0; index < 300; index++) {
    const pick = (n: number) => pieces[(seed + index * (n + 7) + n * n) % pieces.length];
    const prefix = [
      '/iiif/image/3/',
      '/iiif/image/2/',
      '/iiif/image/',
      '/objects/',
      '/iiif/canvas/',
      '/iiif/presentation/3/collections/',
      '/originals/',
      '/assets/',
      '/',
    ][index % 9];
    const path = `${prefix}${pick(1)}/${pick(2)}/${pick(3)}/${pick(4)}`.slice(0, 6000);
    const { status } = await get(
      path
        .split('/')
        .map((part) => (part.includes('%') ? part : encodeURIComponent(part)))
        .join('/'),
    );
    t.true(status >= 200 && status < 500, `seed ${seed}: ${path} gave ${status}`);
  }
});

test('health says what is checked, and metrics count', async (t) => {
  const health = await getJson<{ status: string; checks: Record<string, { ok: boolean }> }>('/health');
  t.is(health.status, 'ok');
  t.deepEqual(Object.keys(health.checks), ['database', 'queue', 'disk']);
  await (await get(`/iiif/image/3/${page.asset}/info.json`)).arrayBuffer();
  const metrics = await (await get('/metrics')).text();
  t.regex(metrics, /vitrine_http_requests_total\{route="image",status="2xx"\} \d+/);
  t.regex(metrics, /vitrine_assets\{state="failed"\} 1/);
  t.regex(metrics, /vitrine_jobs\{state="waiting"\} 0/);
  t.regex(metrics, /vitrine_annotation_jobs\{state="failed"\} 0/);
});

test('names in other scripts, with newlines, and labels of any length are kept and shown as they are', async (t) => {
  const name = 'Ἀχιλλεύς\n源氏 <img src=x>.png';
  const path = join(product.folder, name);
  await sharp({ create: { width: 20, height: 10, channels: 3, background: '#123' } })
    .png()
    .toFile(path);
  const label = `${'長い'.repeat(5000)}\n\u0007end`;
  const [added] = await product.add([path], ['--object', 'names', '--label', label]);
  t.is(added?.name, name);
  const { assets } = await getJson<{ assets: { name: string }[] }>('/api/objects/names');
  t.is(assets[0]?.name, name);
  const manifest = await getJson<Items>('/iiif/presentation/3/manifests/names');
  t.is(manifest.label['none']?.[0]?.length, label.length);
  t.regex(
    (await get(`/originals/${added?.asset}`)).headers.get('content-disposition') ?? '',
    /^attachment; filename\*=UTF-8''[\w%.-]+$/,
  );
  t.is((await get('/objects/names')).status, 200);
});
