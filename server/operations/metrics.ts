import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { countJobs } from '../../manifests/annotations/store/jobs.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import type { JobQueue } from '../../manifests/jobs.ts';
import type { Handler } from '../http/context.ts';

export interface Metrics {
  registry: Registry;
  /** As text for Prometheus: of all processes that answer requests together. */
  read(): Promise<string>;
}

export interface HttpMetrics {
  count(route: string, status: number, seconds: number): void;
}

/** What is measured of requests, by the name of their route and class of their status. */
export function httpMetrics(registry: Registry): HttpMetrics {
  const labelNames = ['route', 'status'] as const;
  const requests = new Counter({
    name: 'vitrine_http_requests_total',
    help: 'Requests answered.',
    labelNames,
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'vitrine_http_request_seconds',
    help: 'Time until a response was ready to send.',
    labelNames: ['route'] as const,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  return {
    count(route, status, seconds) {
      requests.inc({ route, status: `${Math.floor(status / 100)}xx` });
      duration.observe({ route }, seconds);
    },
  };
}

/** The registry of a server, with what it reads of catalogue and queue when it is asked. */
export function openMetrics(db: Db, queue: JobQueue<'ingest'>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const assets: Gauge<'state'> = new Gauge({
    name: 'vitrine_assets',
    help: 'Assets by state.',
    labelNames: ['state'],
    registers: [registry],
    // Every process says the same.
    aggregator: 'first',
    async collect() {
      const rows = await db
        .selectFrom('asset')
        .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute();
      assets.reset();
      for (const { state, count } of rows) assets.set({ state }, count);
    },
  });
  const damaged: Gauge = new Gauge({
    name: 'vitrine_assets_damaged',
    help: 'Assets whose derivatives were found damaged and are not made anew yet.',
    registers: [registry],
    aggregator: 'first',
    async collect() {
      const { count } = await db
        .selectFrom('asset')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('damaged', 'is not', null)
        .executeTakeFirstOrThrow();
      damaged.set(count);
    },
  });
  const jobs: Gauge<'state'> = new Gauge({
    name: 'vitrine_jobs',
    help: 'Jobs in the queue that make derivatives.',
    labelNames: ['state'],
    registers: [registry],
    // Every process says the same.
    aggregator: 'first',
    async collect() {
      const { waiting, active } = await queue.counts();
      jobs.set({ state: 'waiting' }, waiting);
      jobs.set({ state: 'active' }, active);
    },
  });
  const annotating: Gauge<'state'> = new Gauge({
    name: 'vitrine_annotation_jobs',
    help: 'Views of which something was asked of a machine, by how far that is.',
    labelNames: ['state'],
    registers: [registry],
    aggregator: 'first',
    async collect() {
      const counts = await countJobs(db);
      for (const [state, count] of Object.entries(counts)) annotating.set({ state }, count);
    },
  });
  return registry;
}

export const metrics: Handler = async (ctx, services) => {
  ctx.set('Content-Type', services.metrics.registry.contentType);
  ctx.set('Cache-Control', 'no-store');
  ctx.body = await services.metrics.read();
};
