import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join as joinPath } from 'node:path';
import type { Registry } from 'prom-client';
import { listen as hearChanges } from '../../manifests/catalogue/changes.ts';
import { CreateBatch } from '../../manifests/annotations/store/batch.ts';
import { StartError } from '../../manifests/errors.ts';
import { mebibytes } from '../../manifests/settings/schema.ts';
import type { Settings } from '../../manifests/settings/schema.ts';
import { ViewEvents } from '../annotations/events.ts';
import { createApp } from '../app.ts';
import { EventHub } from '../catalogue/events.ts';
import { DamageNotes } from '../catalogue/damage-notes.ts';
import { ImageDirectory } from '../catalogue/images.ts';
import { TwinDirectory } from '../catalogue/twins.ts';
import { Shells } from '../embed/shells.ts';
import { refuseMalformed } from '../http/refuse-malformed.ts';
import { WriterDirectory } from '../http/writers.ts';
import { ResultCache } from '../image/result-cache.ts';
import { openMetrics } from '../operations/metrics.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { Runtime } from '../runtime.ts';

/** Answers requests until it is disposed of. */
export interface HttpService extends AsyncDisposable {
  /** Where it listens. */
  url: string;
}

const DIST = new URL('../../viewer/dist/', import.meta.url);
/** Longest that requests in flight are waited for at the end. */
const LAST_REQUESTS_MS = 10_000;

/** Answers requests in this process. `join` adds its metrics to those of others, where there are several. */
export async function openHttp(
  runtime: Runtime,
  join: (registry: Registry) => Metrics['read'] = (registry) => () => registry.metrics(),
): Promise<HttpService> {
  const { settings, log } = runtime;
  await using stack = new AsyncDisposableStack();
  const shells = await Shells.open(DIST, settings.publicUrl);
  const notes = new DamageNotes(runtime.db, log);
  const images = new ImageDirectory(runtime.db, runtime.storage, notes);
  const twins = new TwinDirectory(runtime.db, runtime.storage, notes);
  const writers = new WriterDirectory(runtime.db);
  const creates = new CreateBatch(runtime.db);
  const events = stack.use(new EventHub(runtime.db));
  const viewEvents = stack.use(new ViewEvents(runtime.db));
  stack.use(
    await hearChanges(runtime.databaseUrl, {
      changed(change) {
        images.changed(change);
        twins.changed(change);
        writers.changed(change);
        for (const hub of [events, viewEvents])
          hub.changed(change).catch((err: unknown) => log.debug({ err }, 'a change was not told'));
      },
      connected(hears) {
        images.connected(hears);
        twins.connected(hears);
        writers.connected(hears);
        viewEvents.connected(hears);
      },
    }),
  );
  const results = settings.cacheSize === 0 ? undefined : stack.use(openResults(runtime));
  const registry = openMetrics(runtime.db, runtime.queue);
  const metrics = { registry, read: join(registry) };
  const app = await createApp(
    { runtime, images, twins, writers, creates, events, viewEvents, shells, metrics, ...(results && { results }) },
    DIST,
  );
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  refuseMalformed(server);
  const url = await startListening(server, settings);
  stack.defer(() => stopListening(server, [events, viewEvents]));
  const open = stack.move();
  return { url, [Symbol.asyncDispose]: () => open.disposeAsync() };
}

function openResults({ settings, log }: Runtime): ResultCache {
  let told = 0;
  return new ResultCache({
    folder: joinPath(settings.data, 'cache', 'images'),
    limit: mebibytes(settings.cacheSize),
    writers: settings.processes,
    reserve: mebibytes(settings.reserve),
    onProblem(err) {
      // A disk that fails does so at every request.
      if (Date.now() - told > 60_000) log.warn({ err }, 'the cache of computed images is in trouble');
      told = Date.now();
    },
  });
}

/** Throws StartError that says what to do where the address cannot be had. */
export async function startListening(server: Server, { host, port }: Settings): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(cannotListen(cause, host, port), { cause });
  });
  return addressOf(host, (server.address() as AddressInfo).port);
}

/** The URL under which this machine reaches what listens on a host. */
export function addressOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}

function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken. Choose another with --port, for example --port ${port + 1}.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Choose one above 1023 with --port.`;
  return `The server cannot listen on ${host}, port ${port}: ${message}. Check --host and --port.`;
}

/** Lets the requests in flight end, for a while. */
async function stopListening(server: Server, hubs: readonly Disposable[]): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  for (const hub of hubs) hub[Symbol.dispose]();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
  await closed;
  clearTimeout(timer);
}
