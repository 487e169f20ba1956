import cluster from 'node:cluster';
import type { Address, Worker } from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Logger } from 'pino';
import { StartError } from '../../manifests/errors.ts';
import { settingsToEnv } from '../../manifests/settings/load.ts';
import type { Settings } from '../../manifests/settings/schema.ts';
import { answerMetrics, joinMetrics } from '../operations/cluster-metrics.ts';
import { openRuntime } from '../runtime.ts';
import { addressOf, openHttp, startListening } from './http.ts';
import type { HttpService } from './http.ts';
import { keepRunning, PROGRAM } from './supervise.ts';

/** Whether this process is one of several that answer requests, started by the one that the user started. */
export const isForked = (): boolean => cluster.isWorker;

/**
 * Answers requests in several processes, which share the port: this one hands them connections in turn, and starts one
 * again that ends. Throws StartError when they cannot listen.
 */
export async function forkHttp(settings: Settings, log: Logger, signal: AbortSignal): Promise<HttpService> {
  await tryAddress(settings);
  cluster.setupPrimary({ exec: PROGRAM, args: ['serve'] });
  await using stack = new AsyncDisposableStack();
  stack.use(answerMetrics());
  const { promise, resolve, reject } = Promise.withResolvers<Address>();
  const listening = (_: Worker, address: Address): void => resolve(address);
  // It has said why before it ended.
  const ended = (): void => reject(new StartError('The processes that answer requests could not be started.'));
  cluster.once('listening', listening).once('exit', ended);
  for (let i = 0; i < settings.processes; i++) {
    const fork = () => cluster.fork(settingsToEnv(settings)).process;
    stack.use(keepRunning('a process that answers requests', fork, log, signal));
  }
  const { port } = await promise.finally(() => cluster.off('listening', listening).off('exit', ended));
  const open = stack.move();
  return { url: addressOf(settings.host, port), [Symbol.asyncDispose]: () => open.disposeAsync() };
}

/** What is wrong with the address is said once, and not by each of them. */
async function tryAddress(settings: Settings): Promise<void> {
  const server = createServer();
  await startListening(server, settings);
  server.close();
  await once(server, 'close');
}

/** One of them, until the signal. */
export async function serveForked(settings: Settings, signal: AbortSignal): Promise<number> {
  await using runtime = await openRuntime(settings, 'serve');
  await using _http = await openHttp(runtime, joinMetrics);
  if (!signal.aborted) await once(signal, 'abort');
  return 0;
}
