import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import { listen as hearChanges } from '../../manifests/catalogue/changes.ts';
import { tryLock } from '../../manifests/catalogue/locks.ts';
import { StartError } from '../../manifests/errors.ts';
import type { Settings } from '../../manifests/settings/schema.ts';
import { createApp } from '../app.ts';
import { EventHub } from '../catalogue/events.ts';
import { ImageDirectory } from '../catalogue/images.ts';
import { Shells } from '../embed/shells.ts';
import type { CommandContext } from '../main.ts';
import { refuseMalformed } from '../http/refuse-malformed.ts';
import { openMetrics } from '../operations/metrics.ts';
import { announceRunning, findRunning } from '../running.ts';
import { openRuntime } from '../runtime.ts';
import type { Runtime } from '../runtime.ts';
import { addDemo } from './demo.ts';
import { superviseWorkers } from './supervise.ts';

const DIST = new URL('../../viewer/dist/', import.meta.url);
/** Longest that requests in flight are waited for at the end. */
const LAST_REQUESTS_MS = 10_000;

export async function serve({ settings, values, signal }: CommandContext): Promise<number> {
  const shells = await Shells.open(DIST, settings.publicUrl);
  await using stack = new AsyncDisposableStack();
  const runtime = stack.use(await openRuntime(settings, 'serve'));
  stack.use(await onlyServer(runtime));
  const images = new ImageDirectory(runtime.db, runtime.storage);
  const events = stack.use(new EventHub(runtime.db));
  stack.use(
    await hearChanges(runtime.databaseUrl, {
      changed(change) {
        images.changed(change);
        events.changed(change).catch((err: unknown) => runtime.log.debug({ err }, 'a change was not told'));
      },
      connected: (hears) => images.connected(hears),
    }),
  );
  const app = await createApp(
    { runtime, images, events, shells, metrics: openMetrics(runtime.db, runtime.queue) },
    DIST,
  );
  const handle = app.callback();
  const server = createServer((request, response) => void handle(request, response));
  refuseMalformed(server);
  const url = await startListening(server, settings);
  stack.use(await announceRunning(settings.data, { pid: process.pid, url }));
  if (settings.jobs > 0) stack.use(superviseWorkers(settings, runtime.log, signal));
  stack.defer(() => stopListening(server, events));

  runtime.log.info({ url, data: settings.data }, 'serving');
  process.stdout.write(`\n  Vitrine is at ${url}\n  Add images with: npx vitrine add FOLDER${dataFlag(settings)}\n\n`);
  if (values['demo'] === true)
    await addDemo(runtime, signal).catch((err: unknown) => runtime.log.error({ err }, 'the sample could not be added'));
  if (!signal.aborted) await once(signal, 'abort');
  runtime.log.info('stopping');
  return 0;
}

/** Two servers on one data folder would each think that they alone work on it. */
async function onlyServer({ databaseUrl, settings }: Runtime): Promise<AsyncDisposable> {
  const folder = await realpath(settings.data);
  const lock = await tryLock(databaseUrl, 'serve', `${hostname()}:${folder}`, 'exclusive');
  if (lock) return lock;
  const other = await findRunning(settings.data);
  throw new StartError(
    `A server already runs on the data folder ${folder}${other ? `, at ${other.url} (process ${other.pid})` : ''}. Stop it first, or choose another folder with --data DIR.`,
  );
}

async function startListening(server: Server, { host, port }: Settings): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    throw new StartError(cannotListen(cause, host, port), { cause });
  });
  const bound = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${bound.port}`;
}

function cannotListen({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} of ${host} is taken. Choose another with --port, for example --port ${port + 1}.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Choose one above 1023 with --port.`;
  return `The server cannot listen on ${host}, port ${port}: ${message}. Check --host and --port.`;
}

/** Lets the requests in flight end, for a while. */
async function stopListening(server: Server, events: EventHub): Promise<void> {
  const closed = new Promise((resolve) => {
    server.close(resolve);
  });
  events[Symbol.dispose]();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), LAST_REQUESTS_MS);
  await closed;
  clearTimeout(timer);
}

const dataFlag = ({ data }: Settings): string =>
  process.env['VITRINE_DATA'] === undefined && data.endsWith('/vitrine-data') ? '' : ` --data ${data}`;
