import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'ava';
import Koa from 'koa';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { Shells } from '../../../server/embed/shells.ts';
import type { Services } from '../../../server/http/context.ts';
import { observe } from '../../../server/http/observe.ts';
import { refuseMalformed } from '../../../server/http/refuse-malformed.ts';
import { Routes } from '../../../server/http/routes.ts';
import { imageHandlers } from '../../../server/image/handler.ts';
import { httpMetrics } from '../../../server/operations/metrics.ts';
import { rawClient } from '../../raw-client.ts';
import { malformedPath } from './malformed.ts';
import { seeded } from '../../random.ts';
import { memoryPyramid } from './pyramid.ts';

const PREFIXES = ['/iiif/image/3/', '/iiif/image/2/', '/iiif/image/'];
const SEED = 20_261_126;

/** The way of a request through the program, down to an image in memory that counts what is read of it. */
async function serve() {
  const pyramid = await memoryPyramid({ width: 101, height: 76 });
  const handlers = imageHandlers(
    async (identifier) =>
      identifier === 'abc'
        ? { asset: 'abc', page: 1, generation: 1, width: 101, height: 76, open: async () => pyramid }
        : undefined,
    { baseUrl: () => 'http://127.0.0.1' },
  );
  const routes = new Routes({} as Services)
    .prefix('image', '/iiif/image/3/', handlers.version3)
    .prefix('image2', '/iiif/image/2/', handlers.version2)
    .prefix('deepzoom', '/iiif/image/', handlers.deepZoom);
  const shells = await Shells.open(new URL('../../../viewer/dist/', import.meta.url), undefined);
  const app = new Koa();
  app.use(observe(pino({ level: 'silent' }), httpMetrics(new Registry()), shells));
  app.use(routes.middleware());
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  refuseMalformed(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { pyramid, server, port: (server.address() as AddressInfo).port };
}

test('10,000 malformed addresses are refused with a reason, and nothing is read for them', async (t) => {
  t.timeout(120_000);
  const { pyramid, server, port } = await serve();
  const random = seeded(SEED);
  const client = rawClient(port);
  const counts = new Map<number, number>();
  for (let i = 0; i < 10_000; i++) {
    const path = PREFIXES[i % PREFIXES.length] + malformedPath(random, 'abc');
    const reads = pyramid.reads.length;
    const { status, body } = await client.get(path);
    counts.set(status, (counts.get(status) ?? 0) + 1);
    const shown = `${status} for ${JSON.stringify(path)} (request ${i} of seed ${SEED})`;
    if (status === 200 || status === 303) continue;
    if (status !== 400 && status !== 404) t.fail(shown);
    const { error } = JSON.parse(body.toString()) as { error: { message: string } };
    if (error.message.length < 10 || /\bat .+:\d+:\d+/.test(error.message)) t.fail(`${shown}: ${error.message}`);
    if (pyramid.reads.length !== reads) t.fail(`${shown} was read for`);
  }
  client.close();
  server.close();
  t.log(Object.fromEntries(counts));
  // The generator must go on to make bad ones, and good ones that show that the rest was not refused for another cause.
  t.true((counts.get(400) ?? 0) > 3000 && (counts.get(404) ?? 0) > 300 && (counts.get(200) ?? 0) > 100);
});

test('what is not HTTP is refused with a reason too', async (t) => {
  const { server, port } = await serve();
  for (const [path, status] of [
    ['/iiif/image/3/abc/full/max/0/default.jpg\0', 400],
    ['/iiif/image/3/abc/full/max /0/default.jpg', 400],
    [`/iiif/image/3/abc/${'9'.repeat(20_000)}`, 431],
  ] as const) {
    const client = rawClient(port);
    const answer = await client.get(path);
    t.is(answer.status, status);
    t.true((JSON.parse(answer.body.toString()) as { error: { message: string } }).error.message.length > 10);
    client.close();
  }
  server.close();
});
