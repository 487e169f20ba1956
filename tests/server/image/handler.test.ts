import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import Koa from 'koa';
import sharp from 'sharp';
import { InvalidError, NotFoundError, OverloadError } from '../../../manifests/errors.ts';
import { imageHandlers } from '../../../server/image/handler.ts';
import type { ImageOptions } from '../../../server/image/handler.ts';
import { ResultCache } from '../../../server/image/result-cache.ts';
import type { ServedImage } from '../../../server/image/served.ts';
import { testFolder } from '../../folder.ts';
import { memoryPyramid } from './pyramid.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const PREFIX = '/iiif/image/3/';
const ID = `https://example.org${PREFIX}abc~2`;

/** A server of one image, `abc~2`, and how to ask it; a path from the root is one of another version. */
async function serve(t: ExecutionContext, options: Partial<ImageOptions> = {}, more: Partial<ServedImage> = {}) {
  const pyramid = await memoryPyramid({ width: 401, height: 301 });
  const opened = { count: 0 };
  const image: ServedImage = {
    asset: 'abc',
    page: 2,
    generation: 7,
    width: 401,
    height: 301,
    open: async () => {
      opened.count++;
      return pyramid;
    },
    ...more,
  };
  const folder = await testFolder();
  const cache = new ResultCache({
    folder: folder.path,
    limit: 1e8,
    writers: 1,
    reserve: 0,
    onProblem: (problem) => t.fail(String(problem)),
  });
  t.teardown(async () => {
    await cache[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  const handlers = imageHandlers(async (identifier) => (identifier === 'abc~2' ? image : undefined), {
    baseUrl: () => 'https://example.org',
    cache,
    ...options,
  });
  const app = new Koa();
  const left = { count: 0 };
  app.use(async (ctx, next) => {
    ctx.res.once('close', () => {
      if (!ctx.res.writableFinished) left.count++;
    });
    try {
      await next();
    } catch (error) {
      ctx.status =
        error instanceof InvalidError
          ? 400
          : error instanceof NotFoundError
            ? 404
            : error instanceof OverloadError
              ? 503
              : 500;
      ctx.body = error instanceof Error ? error.message : '';
    }
  });
  const prefixes = [
    [PREFIX, handlers.version3],
    ['/iiif/image/2/', handlers.version2],
    ['/iiif/image/', handlers.deepZoom],
  ] as const;
  app.use((ctx) => {
    const [prefix, handle] = prefixes.find(([start]) => ctx.path.startsWith(start))!;
    const path = ctx.path.slice(prefix.length);
    const slash = path.indexOf('/');
    return handle(ctx, slash < 0 ? path : path.slice(0, slash), slash < 0 ? '' : path.slice(slash + 1));
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('not listening');
  const { port } = address;
  const start = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    request({
      port,
      host: '127.0.0.1',
      path: path.startsWith('/') ? path : PREFIX + path,
      headers,
      method,
      agent: false,
    });
  const ask = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> => {
    const req = start(path, headers, method);
    req.end();
    const res = await new Promise<IncomingMessage>((resolve, reject) => {
      req.once('response', resolve).once('error', reject);
    });
    const body = Buffer.concat(await res.toArray());
    return { status: res.statusCode ?? 0, headers: res.headers, body };
  };
  return { ask, start, pyramid, image, opened, left };
}

test('the base URI redirects to info.json', async (t) => {
  const { ask } = await serve(t);
  for (const path of ['abc~2', 'abc~2/']) {
    const { status, headers } = await ask(path);
    t.is(status, 303);
    t.is(headers.location, `${ID}/info.json`);
    t.is(headers['access-control-allow-origin'], '*');
  }
});

test('info.json is linked data by default, plain JSON where that is asked for, and both vary', async (t) => {
  const { ask } = await serve(t);
  const linked = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"';
  for (const [accept, type] of [
    ['', linked],
    ['*/*', linked],
    ['application/ld+json', linked],
    ['application/json', 'application/json'],
    ['application/json, */*;q=0.1', 'application/json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', linked],
    ['image/png', linked],
  ] as const) {
    const { status, headers, body } = await ask('abc~2/info.json', accept ? { accept } : {});
    t.is(status, 200);
    t.is(headers['content-type'], type, accept);
    t.is(headers.vary, 'Accept');
    t.is(headers['access-control-allow-origin'], '*');
    t.like(JSON.parse(body.toString()), { id: ID, type: 'ImageService3', width: 401, height: 301 });
  }
});

test('info.json is not sent again to who has it', async (t) => {
  const { ask } = await serve(t);
  const first = await ask('abc~2/info.json');
  const again = await ask('abc~2/info.json', { 'if-none-match': `"other", ${first.headers.etag}` });
  t.is(again.status, 304);
  t.is(again.body.length, 0);
  const plain = await ask('abc~2/info.json', { accept: 'application/json', 'if-none-match': first.headers.etag ?? '' });
  t.is(plain.status, 200);
});

test('a tile is the ready-made bytes, with one Link header and a tag of generation and canonical request', async (t) => {
  const { ask, pyramid } = await serve(t);
  const { status, headers, body } = await ask('abc~2/128,128,128,128/64,/0/color.jpg');
  t.is(status, 200);
  t.deepEqual(body, await pyramid.tile(1, 1, 1));
  t.deepEqual(pyramid.reads, ['tile 1/1/1', 'tile 1/1/1']);
  t.is(headers['content-type'], 'image/jpeg');
  t.is(headers['content-length'], String(body.length));
  t.is(headers.etag, '"abc~2.7/128,128,128,128/64,64/0/default.jpg"');
  t.is(
    headers.link,
    `<http://iiif.io/api/image/3/level2.json>;rel="profile", <${ID}/128,128,128,128/64,64/0/default.jpg>;rel="canonical"`,
  );
  t.is(headers['cache-control'], 'public, max-age=300, must-revalidate');
  t.is(headers['access-control-allow-origin'], '*');
});

test('who has an image already gets 304, before anything is opened or read', async (t) => {
  const { ask, opened } = await serve(t);
  const etag = '"abc~2.7/0,0,64,64/64,64/0/default.jpg"';
  for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const { status, headers, body } = await ask('abc~2/0,0,64,64/64,64/0/default.jpg', { 'if-none-match': known });
    t.is(status, 304, known);
    t.is(headers.etag, etag);
    t.is(body.length, 0);
  }
  t.is(opened.count, 0);
  const older = etag.replace('.7/', '.6/');
  t.is((await ask('abc~2/0,0,64,64/64,64/0/default.jpg', { 'if-none-match': older })).status, 200);
});

test('HEAD has the headers of GET and no body; what had to be made for its length is not made', async (t) => {
  const { ask, pyramid } = await serve(t);
  for (const path of ['abc~2/0,0,64,64/64,64/0/default.jpg', 'abc~2/full/50,/90/gray.png', 'abc~2/info.json']) {
    const reads = pyramid.reads.length;
    const head = await ask(path, {}, 'HEAD');
    const isMade = path.endsWith('.png');
    if (isMade) t.is(pyramid.reads.length, reads);
    const get = await ask(path);
    t.is(head.status, 200, path);
    t.is(head.body.length, 0);
    for (const name of ['content-type', 'etag', 'cache-control', 'link', ...(isMade ? [] : ['content-length'])]) {
      t.is(head.headers[name], get.headers[name], `${name} of ${path}`);
    }
  }
});

test('what is not there, or not to be seen, is not found; a faulty request is told why', async (t) => {
  const { ask } = await serve(t);
  t.is((await ask('other/info.json')).status, 404);
  const bad = await ask('abc~2/full/max/0/default.bmp');
  t.is(bad.status, 400);
  t.is(bad.body.toString(), 'Expected jpg, png, webp, avif, gif, tif or pdf for format but received "bmp"');
  t.is((await ask('abc~2/500,0,10,10/max/0/default.jpg')).status, 400);
  t.is((await ask('abc~2/full')).status, 400);
});

test('Last-Modified is told, and counts where there is no entity tag to compare', async (t) => {
  const pixels = new Date('2026-01-02T03:04:05.678Z');
  const { ask } = await serve(t, {}, { modified: { pixels, description: new Date('2026-02-03T04:05:06Z') } });
  const [said, later, earlier] = [
    'Fri, 02 Jan 2026 03:04:05 GMT',
    'Tue, 03 Feb 2026 04:05:06 GMT',
    'Fri, 02 Jan 2026 03:04:04 GMT',
  ];
  const tile = 'abc~2/0,0,64,64/64,64/0/default.jpg';
  const statusOf = async (path: string, headers: Record<string, string>) => (await ask(path, headers)).status;
  t.is((await ask(tile)).headers['last-modified'], said);
  for (const since of [said, 'Friday, 02-Jan-26 03:04:05 GMT', 'Fri Jan  2 03:04:05 2026', later]) {
    t.is(await statusOf(tile, { 'if-modified-since': since }), 304, since);
  }
  for (const since of [earlier, 'yesterday', ''])
    t.is(await statusOf(tile, { 'if-modified-since': since }), 200, since);
  t.is(await statusOf(tile, { 'if-modified-since': later, 'if-none-match': '"other"' }), 200);
  for (const path of ['abc~2/info.json', '/iiif/image/2/abc~2/info.json', '/iiif/image/abc~2.dzi']) {
    t.is((await ask(path)).headers['last-modified'], later);
    t.is(await statusOf(path, { 'if-modified-since': later }), 304);
    t.is(await statusOf(path, { 'if-modified-since': said }), 200);
  }
});

test('a size beyond the limits is 400 in 3.0 and not found in 2.1, max is what fits, and info.json tells them', async (t) => {
  const { ask } = await serve(t, { limits: { maxWidth: 200, maxHeight: 120, maxArea: 20_000 } });
  for (const size of ['201,', ',121', '^180,118', '401,301', 'pct:100']) {
    t.is((await ask(`abc~2/full/${size}/0/default.jpg`)).status, 400, size);
    if (!size.startsWith('^')) t.is((await ask(`/iiif/image/2/abc~2/full/${size}/0/default.jpg`)).status, 404, size);
  }
  t.is((await ask('/iiif/image/2/abc~2/full/full/0/default.jpg')).status, 404);
  t.is((await ask('/iiif/image/2/abc~2/full/0,/0/default.jpg')).status, 400);
  for (const path of ['abc~2/full/max', 'abc~2/full/!300,300', '/iiif/image/2/abc~2/full/max']) {
    t.like(await sharp((await ask(`${path}/0/default.png`)).body).metadata(), { width: 159, height: 119 }, path);
  }
  const limits = { maxWidth: 200, maxHeight: 120, maxArea: 20_000 };
  t.like(JSON.parse((await ask('abc~2/info.json')).body.toString()), {
    ...limits,
    sizes: [
      { width: 51, height: 38 },
      { width: 101, height: 76 },
    ],
  });
  t.like(JSON.parse((await ask('/iiif/image/2/abc~2/info.json')).body.toString()).profile[1], limits);
});

test('the physical scale is that of the full resolution, in the form of each version', async (t) => {
  const { ask } = await serve(t, {}, { pixelsPerInch: 400 });
  const service = {
    '@context': 'http://iiif.io/api/annex/services/physdim/1/context.json',
    profile: 'http://iiif.io/api/annex/services/physdim',
    physicalScale: 0.0025,
    physicalUnits: 'in',
  };
  t.deepEqual(JSON.parse((await ask('/iiif/image/2/abc~2/info.json')).body.toString()).service, service);
  const { service: services } = JSON.parse((await ask('abc~2/info.json')).body.toString());
  t.deepEqual(services, [{ id: `${ID}/info.json`, type: 'Service', ...service }]);
  // 401 pixels of 400 an inch, whatever the size: 72.18 points.
  t.true((await ask('abc~2/full/100,/0/default.pdf')).body.toString('latin1').includes('/MediaBox [0 0 72.18 '));
});

test('a transform is made once and then kept', async (t) => {
  const { ask, pyramid } = await serve(t);
  const [first, second] = await Promise.all([
    ask('abc~2/full/123,/0/default.png'),
    ask('abc~2/full/123,92/0/color.png'),
  ]);
  const third = await ask('abc~2/full/!123,123/0/default.png');
  t.deepEqual((await sharp(first.body).metadata()).width, 123);
  t.deepEqual(second.body, first.body);
  t.deepEqual(third.body, first.body);
  t.is(pyramid.reads.length, 4 * 3);
});

test('a new generation is another image, also to the kept transforms', async (t) => {
  const { ask, image, opened } = await serve(t);
  const path = 'abc~2/full/100,/0/default.png';
  const first = await ask(path);
  image.generation++;
  t.is((await ask(path, { 'if-none-match': first.headers.etag ?? '' })).status, 200);
  t.is(opened.count, 2);
});

test('ready-made reads pass while every place for transforms is taken, and one more transform is refused', async (t) => {
  const { ask, pyramid } = await serve(t, { running: 1, waiting: 0 });
  const blocked = Promise.withResolvers<undefined>();
  const begun = Promise.withResolvers<undefined>();
  const tile = pyramid.tile.bind(pyramid);
  pyramid.tile = async (...where) => {
    if (where[0] === 0) {
      begun.resolve(undefined);
      await blocked.promise;
    }
    return tile(...where);
  };
  const slow = ask('abc~2/0,0,70,70/max/0/default.png');
  await begun.promise;
  t.is((await ask('abc~2/0,0,70,70/max/0/default.webp')).status, 503);
  t.is((await ask('abc~2/0,0,128,128/64,64/0/default.jpg')).status, 200);
  blocked.resolve(undefined);
  t.is((await slow).status, 200);
});

test('a transform still waiting when its client leaves is never made', async (t) => {
  const { ask, start, pyramid, opened, left } = await serve(t, { running: 1, waiting: 1 });
  const blocked = Promise.withResolvers<undefined>();
  const tile = pyramid.tile.bind(pyramid);
  pyramid.tile = async (...where) => {
    await blocked.promise;
    return tile(...where);
  };
  const slow = ask('abc~2/0,0,60,60/max/0/default.png');
  await until(() => opened.count === 1);
  const leaving = start('abc~2/200,200,50,50/max/0/default.png');
  leaving.on('error', () => undefined).end();
  await until(() => opened.count === 2);
  leaving.destroy();
  await until(() => left.count === 1);
  blocked.resolve(undefined);
  t.is((await slow).status, 200);
  t.deepEqual(pyramid.reads, ['tile 0/0/0']);
});

test('2.1 redirects to its own info.json, which is plain JSON unless linked data is asked for by name', async (t) => {
  const { ask } = await serve(t);
  const base = await ask('/iiif/image/2/abc~2');
  t.is(base.status, 303);
  t.is(base.headers.location, 'https://example.org/iiif/image/2/abc~2/info.json');
  for (const [accept, type] of [
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    ['application/ld+json', 'application/ld+json'],
    ['application/ld+json, */*;q=0.1', 'application/ld+json'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'application/json'],
    ['image/png', 'application/json'],
  ] as const) {
    const { status, headers, body } = await ask('/iiif/image/2/abc~2/info.json', accept ? { accept } : {});
    t.is(status, 200);
    t.is(headers['content-type'], type, accept);
    t.is(headers.vary, 'Accept');
    t.is(headers.link, '<http://iiif.io/api/image/2/level2.json>;rel="profile"');
    t.like(JSON.parse(body.toString()), { '@id': 'https://example.org/iiif/image/2/abc~2', width: 401, height: 301 });
  }
});

test('a tile of 2.1 is the same ready-made bytes, with the profile and canonical form of 2.1', async (t) => {
  const { ask, pyramid } = await serve(t);
  const { status, headers, body } = await ask('/iiif/image/2/abc~2/128,128,128,128/64,/0/color.jpg');
  t.is(status, 200);
  t.deepEqual(body, await pyramid.tile(1, 1, 1));
  t.is(
    headers.link,
    '<http://iiif.io/api/image/2/level2.json>;rel="profile", <https://example.org/iiif/image/2/abc~2/128,128,128,128/64,/0/default.jpg>;rel="canonical"',
  );
  const again = await ask('/iiif/image/2/abc~2/128,128,128,128/64,64/0/default.jpg', {
    'if-none-match': headers.etag ?? '',
  });
  t.is(again.status, 304);
});

test('what one version has made serves the other', async (t) => {
  const { ask, pyramid } = await serve(t);
  const first = await ask('/iiif/image/2/abc~2/full/802,/0/default.png');
  const reads = pyramid.reads.length;
  const second = await ask('abc~2/full/^802,/0/default.png');
  t.is((await sharp(first.body).metadata()).width, 802);
  t.deepEqual(second.body, first.body);
  t.is(pyramid.reads.length, reads);
});

test('each version refuses what only the other has', async (t) => {
  const { ask } = await serve(t);
  t.is((await ask('abc~2/full/full/0/default.jpg')).status, 400);
  const caret = await ask('/iiif/image/2/abc~2/full/^802,/0/default.jpg');
  t.is(caret.status, 400);
  t.is(caret.body.toString(), 'Expected full, max, w,h or w, or ,h or pct:n or !w,h for size but received "^802,"');
  t.is((await ask('/iiif/image/2/other/info.json')).status, 404);
});

test('a Deep Zoom document is XML, revalidated and open to any origin', async (t) => {
  const { ask } = await serve(t);
  const { status, headers, body } = await ask('/iiif/image/abc~2.dzi');
  t.is(status, 200);
  t.is(headers['content-type'], 'application/xml');
  t.is(headers['access-control-allow-origin'], '*');
  t.is(headers['cache-control'], 'public, no-cache');
  t.regex(body.toString(), /<Size Width="401" Height="301"\/>/);
  t.is((await ask('/iiif/image/abc~2.dzi', { 'if-none-match': headers.etag ?? '' })).status, 304);
});

test('Deep Zoom tiles are ready-made bytes where there are any, and made where there are none', async (t) => {
  const { ask, pyramid } = await serve(t);
  const ready = await ask('/iiif/image/abc~2_files/7/0_0.jpg');
  t.is(ready.status, 200);
  t.deepEqual(ready.body, await pyramid.whole(2));
  t.is(ready.headers['content-type'], 'image/jpeg');
  const made = await ask('/iiif/image/abc~2_files/3/0_0.jpg');
  t.is(made.status, 200);
  t.like(await sharp(made.body).metadata(), { width: 7, height: 5, format: 'jpeg' });
  t.is((await ask('/iiif/image/abc~2_files/3/0_0.jpg', { 'if-none-match': made.headers.etag ?? '' })).status, 304);
});

test('what Deep Zoom does not have is not found', async (t) => {
  const { ask } = await serve(t);
  for (const path of [
    'other.dzi',
    'abc~2.dzi/x',
    'abc~2_files/10/0_0.jpg',
    'other_files/0/0_0.jpg',
    'abc~2',
    '3',
    '',
  ]) {
    const { status } = await ask(`/iiif/image/${path}`);
    t.is(status, 404, path);
  }
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
