import test from 'ava';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json as readJson } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import type { Annotated as Outcome } from '../../../server/commands/annotate/outcome.ts';
import type { ServiceRequest } from '../../../workers/annotations/ask-service.ts';
import { Annotated } from '../annotations/annotated.ts';
import type { Json } from '../annotations/annotated.ts';

const ink = (width: number, height: number) => ({
  create: { width, height, channels: 3 as const, background: '#101010' },
});

let site: Annotated;
let view: string;
test.before(async () => {
  site = await Annotated.start({ env: { VITRINE_SERVICE_TOKEN: 'what we are known by' } });
  const image = join(site.product.folder, 'ink.png');
  await sharp({ create: { width: 400, height: 300, channels: 3, background: '#f4f0e4' } })
    .composite([
      { input: ink(80, 40), left: 40, top: 60 },
      { input: ink(60, 100), left: 260, top: 140 },
    ])
    .png()
    .toFile(image);
  await site.product.add([image], ['--object', 'ink']);
  const { json } = await site.get(`${site.url}/iiif/presentation/3/manifests/ink`);
  const [canvas] = json['items'] as { id: string }[];
  view = canvas?.id.split('/').at(-1) ?? '';
});
test.after.always(() => site[Symbol.asyncDispose]());

interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Connected dark regions of an image that is fetched over IIIF. */
async function darkRegions(service: string): Promise<Region[]> {
  const response = await fetch(`${service}/full/max/0/default.png`);
  const { data, info } = await sharp(Buffer.from(await response.arrayBuffer()))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, channels } = info;
  const dark = Array.from({ length: width * info.height }, (_, index) => (data[index * channels] ?? 255) < 128);
  const regions: Region[] = [];
  for (const [start, isDark] of dark.entries()) {
    if (!isDark) continue;
    let [left, top, right, bottom] = [width, info.height, 0, 0];
    const open = [start];
    dark[start] = false;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
      for (const next of [x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, at + width]) {
        if (dark[next] !== true) continue;
        dark[next] = false;
        open.push(next);
      }
    }
    regions.push({ x: left, y: top, width: right - left, height: bottom - top });
  }
  return regions;
}

type Answer = (request: ServiceRequest, response: ServerResponse, headers: IncomingHttpHeaders) => Promise<void> | void;

async function serving(answer: Answer): Promise<AsyncDisposable & { url: string; asked: () => number }> {
  let asked = 0;
  const server = createServer((request: IncomingMessage, response) => {
    asked += 1;
    void (async () => answer((await readJson(request)) as ServiceRequest, response, request.headers))();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/annotate`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const send = (response: ServerResponse, status: number, json: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(json));
};

async function run(...args: string[]): Promise<{ code: number | null; outcomes: Outcome[]; stderr: string }> {
  const { code, stdout, stderr } = await site.product.run('annotate', '--json', ...args);
  const lines = stdout.split('\n').filter((text) => text !== '');
  return { code, stderr, outcomes: lines.map((text) => JSON.parse(text) as Outcome) };
}

async function annotationsOn(): Promise<Json[]> {
  const { json } = await site.get(`${site.url}/iiif/presentation/3/annotations/${view}`);
  return (json['items'] ?? []) as Json[];
}

test.serial(
  'a service finds dark regions over IIIF; a busy one is asked again; twice is the same as once',
  async (t) => {
    let [busy, least] = [true, 0];
    await using service = await serving(async ({ view: { id }, image }, response) => {
      if (busy) {
        busy = false;
        return send(response, 503, {}, { 'Retry-After': '0' });
      }
      const regions = (await darkRegions(image.id)).filter(({ width, height }) => width * height > least);
      send(response, 200, {
        generator: { name: 'Dark regions', version: '1.1' },
        annotations: regions.map(({ x, y, width, height }) => ({
          type: 'Annotation',
          motivation: 'tagging',
          body: { type: 'TextualBody', value: 'ink', purpose: 'tagging' },
          target: `${id}#xywh=${x},${y},${width},${height}`,
          confidence: 0.5,
        })),
      });
    });
    const first = await run('--service', service.url, 'ink');
    t.is(first.stderr, '');
    t.is(first.code, 0, JSON.stringify(first.outcomes));
    t.like(first.outcomes, [{ state: 'ready', object: 'ink', created: 2 }]);
    t.is(service.asked(), 2);
    const made = await annotationsOn();
    t.deepEqual(
      made.map(({ target }) => /xywh=([\d,]+)/.exec(JSON.stringify(target))?.[1]),
      ['40,60,80,40', '260,140,60,100'],
    );
    const { json } = await site.get(String(made[0]?.['id']));
    t.like(json, { confidence: 0.5, generator: { type: 'Software', name: 'Dark regions', softwareVersion: '1.1' } });

    t.like((await run('--service', service.url, 'ink')).outcomes, [{ created: 0, kept: 2, removed: 0 }]);
    least = 5000;
    t.like((await run('--service', service.url, 'ink')).outcomes, [{ created: 0, kept: 1, removed: 1 }]);
    const asked = service.asked();
    t.deepEqual((await run('--service', service.url, '--resume', 'ink')).outcomes, []);
    t.is(service.asked(), asked);
  },
);

test.serial('an answer with one wrong annotation is refused as a whole, with its index', async (t) => {
  const before = (await annotationsOn()).length;
  const body = { type: 'TextualBody', value: 'x' };
  await using service = await serving(({ view: { id } }, response) =>
    send(response, 200, {
      generator: { name: 'Careless' },
      annotations: [
        { type: 'Annotation', body, target: id },
        { type: 'Annotation', body, target: `${id}#xywh=9000,10,5,5` },
      ],
    }),
  );
  const { code, outcomes } = await run('--service', service.url, 'ink');
  t.is(code, 1);
  t.regex(outcomes[0]?.problem ?? '', /^Annotation 1 of the answer: .*outside of its view/);
  t.is((await annotationsOn()).length, before);
});

test.serial('what a service refuses is told in its words, once', async (t) => {
  await using service = await serving((_request, response) =>
    send(response, 422, { error: { message: 'No model for this language' } }),
  );
  const { code, outcomes } = await run('--service', service.url, '--language', 'tlh', 'ink');
  t.is(code, 1);
  t.regex(outcomes[0]?.problem ?? '', /422: No model for this language/);
  t.is(service.asked(), 1);
});

test.serial('a service is asked about a part, and told who asks; what it says of another part stays', async (t) => {
  const regions: unknown[] = [];
  await using service = await serving(({ view: { id }, region }, response, { authorization }) => {
    if (authorization !== 'Bearer what we are known by')
      return send(response, 401, { error: { message: 'Who asks?' } });
    regions.push(region);
    const { x = 0, y = 0 } = region ?? {};
    send(response, 200, {
      generator: { name: 'Parts' },
      annotations: [
        {
          type: 'Annotation',
          body: { type: 'TextualBody', value: 'part' },
          target: `${id}#xywh=${x},${y},10,10`,
        },
      ],
    });
  });
  t.like((await run('--service', service.url, '--region', '0,0,200,300', 'ink')).outcomes, [{ created: 1 }]);
  t.like((await run('--service', service.url, '--region', '200,0,200,300', 'ink')).outcomes, [
    { created: 1, removed: 0 },
  ]);
  t.deepEqual(regions, [
    { x: 0, y: 0, width: 200, height: 300 },
    { x: 200, y: 0, width: 200, height: 300 },
  ]);
  const outside = await run('--service', service.url, '--region', '201,0,200,300', 'ink');
  t.is(outside.code, 1);
  t.regex(outside.outcomes[0]?.problem ?? '', /part of the view of 400 by 300.*--region.*201,0,200,300/);
  t.regex((await run('--service', service.url, '--region', '1,2,0,4', 'ink')).stderr, /X,Y,W,H/);
  t.regex((await run('--palette', '--region', '1,2,3,4', 'ink')).stderr, /--region goes with --service/);
});

test.serial('what was asked for is said after everything was killed in the middle of it', async (t) => {
  t.timeout(120_000);
  const asked = Promise.withResolvers<void>();
  let silent = true;
  await using service = await serving(({ view: { id } }, response) => {
    // As long as it is silent, the answer never comes.
    if (silent) return asked.resolve();
    send(response, 200, {
      generator: { name: 'Patient' },
      annotations: [{ type: 'Annotation', body: { type: 'TextualBody', value: 'in the end' }, target: id }],
    });
  });
  const command = site.product.begin('annotate', '--service', service.url, 'ink');
  await asked.promise;
  await site.product.kill();
  command.kill();
  silent = false;
  await site.product.start();
  const waiting = async (): Promise<number> => {
    const { stdout } = await site.product.run('status', '--json');
    const { annotating } = JSON.parse(stdout) as { annotating: { waiting: number }[] };
    return annotating.reduce((sum, one) => sum + one.waiting, 0);
  };
  while ((await waiting()) > 0) await sleep(200);
  const response = await fetch(`${site.product.url}/iiif/presentation/3/annotations/${view}`);
  t.true((await response.text()).includes('in the end'));
});
