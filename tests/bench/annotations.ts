import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalogue } from '../../manifests/catalogue/open.ts';
import { openEmbedded } from '../../manifests/postgres/embedded.ts';
import { seeded } from '../random.ts';
import { SIDE, seedAnnotations } from './annotations/seed.ts';
import type { Seeded } from './annotations/seed.ts';
import { load } from './load.ts';
import type { LoadResult } from './load.ts';
import { SCALE } from './meshes/scans.ts';
import { serveVitrine } from './program.ts';

const PORT = 8096;
const SECONDS = 5;
const JSON_LD = 'application/ld+json';

/** A million annotations on a thousand views, 100,000 of them on one, with the embedded PostgreSQL. */
export async function benchAnnotations(folder: string): Promise<unknown> {
  const data = join(folder, 'data');
  await using database = await openEmbedded(data);
  const views = Math.max(2, Math.round(1000 * SCALE));
  const large = Math.round(100_000 * SCALE);
  const small = Math.round((900_000 * SCALE) / (views - 1));
  const db = await openCatalogue(database.url);
  const started = performance.now();
  const site = await seedAnnotations(db, { views, large, small });
  await db.destroy();
  const stored = {
    annotations: large + small * (views - 1),
    perSecond: perSecond(large + small * (views - 1), started),
  };
  await using server = await serveVitrine(data, PORT);
  return {
    stored,
    region: await regions(site),
    protocolPage: rounded(await load({ ...EIGHT, paths: protocolPages(site, large) })),
    iiifPage: {
      ...(await iiifPage(site, server.pid)),
      ofAThousand: rounded(await load({ ...EIGHT, paths: site.views.slice(1).map(iiifPath) })),
    },
    create: await creates(site),
  };
}

const EIGHT = { port: PORT, connections: 8, seconds: SECONDS, accept: JSON_LD };

/** On the view with the most: at several sizes of what is looked at in a window 1,600 pixels wide. */
async function regions({ views: [view = ''] }: Seeded): Promise<unknown> {
  const results: Record<string, unknown> = {};
  for (const width of [SIDE / 16, SIDE / 4, SIDE]) {
    const random = seeded(2);
    const paths = Array.from({ length: 500 }, () => {
      const [x, y] = [random(), random()].map((share) => Math.floor(share * (SIDE - width)));
      return `/api/views/${view}/annotations?box=${x},${y},${width},${width}&zoom=${1600 / width}&limit=500`;
    });
    // A server that has answered for a while: what it runs is compiled.
    await load({ ...EIGHT, paths });
    results[`${width} pixels`] = {
      one: rounded(await load({ ...EIGHT, connections: 1, paths })),
      eight: rounded(await load({ ...EIGHT, paths })),
      withClusters: rounded(
        await load({ ...EIGHT, connections: 1, paths: paths.map((path) => `${path}&clusters=true`) }),
      ),
    };
  }
  return results;
}

function protocolPages({ views: [view = ''] }: Seeded, count: number): string[] {
  return Array.from(
    { length: 200 },
    (_, index) => `/annotations/${view}/?page=${(index * 7) % Math.ceil(count / 100)}`,
  );
}

const iiifPath = (view: string): string => `/iiif/presentation/3/annotations/${view}`;

/** The page of the view with the most: how long it takes, and what the server's memory grows by. */
async function iiifPage({ views: [view = ''] }: Seeded, pid: number): Promise<Record<string, number>> {
  const times: number[] = [];
  const before = await residentOf(pid);
  let [bytes, most] = [0, 0];
  for (let run = 0; run < 3; run++) {
    const started = performance.now();
    const response = await fetch(`http://127.0.0.1:${PORT}${iiifPath(view)}`, {
      headers: { 'accept-encoding': 'identity' },
    });
    bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += (chunk as Uint8Array).length;
      most = Math.max(most, await residentOf(pid));
    }
    times.push(performance.now() - started);
  }
  return {
    bytes,
    milliseconds: Math.round(times.toSorted((a, b) => a - b)[1] ?? 0),
    residentBefore: before,
    residentMost: most,
  };
}

/** MiB. */
async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

/** On one view, and on as many as there are clients. */
async function creates({ views, token }: Seeded): Promise<unknown> {
  const results: Record<string, unknown> = {};
  const post = {
    token,
    body: JSON.stringify({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      type: 'Annotation',
      motivation: 'commenting',
      body: { type: 'TextualBody', value: 'A gilded initial', format: 'text/plain' },
      target: 'http://example.org/page#xywh=10,20,30,40',
    }),
  };
  for (const connections of [1, 4, 8, 16]) {
    const one = { ...EIGHT, connections, post, paths: [`/annotations/${views[1]}/`] };
    results[`${connections} clients`] = {
      one: rounded(await load(one)),
      many: rounded(await load({ ...one, paths: views.slice(1, 65).map((view) => `/annotations/${view}/`) })),
    };
  }
  return results;
}

export function rounded({ requestsPerSecond, p50, p95, p99, failures }: LoadResult): Record<string, number> {
  return {
    requestsPerSecond: Math.round(requestsPerSecond),
    p50: tenth(p50),
    p95: tenth(p95),
    p99: tenth(p99),
    failures,
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

const perSecond = (count: number, started: number): number =>
  Math.round(count / ((performance.now() - started) / 1000));
