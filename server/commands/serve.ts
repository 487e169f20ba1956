import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { hostname } from 'node:os';
import { tryLock } from '../../manifests/catalogue/locks.ts';
import { StartError } from '../../manifests/errors.ts';
import type { Settings } from '../../manifests/settings/schema.ts';
import { announceWorkers } from '../../workers/presence.ts';
import type { CommandContext } from '../main.ts';
import { announceRunning, findRunning } from '../running.ts';
import { openRuntime } from '../runtime.ts';
import type { Runtime } from '../runtime.ts';
import { addDemo } from './demo.ts';
import { firstAdministrator } from './first-administrator.ts';
import { forkHttp, isForked, serveForked } from './fork-http.ts';
import { openHttp } from './http.ts';
import { superviseWorkers } from './supervise.ts';

export async function serve({ settings, values, signal }: CommandContext): Promise<number> {
  if (isForked()) return serveForked(settings, signal);
  await using stack = new AsyncDisposableStack();
  const runtime = stack.use(await openRuntime(settings, 'serve'));
  stack.use(await onlyServer(runtime));
  const { log } = runtime;
  const http = stack.use(settings.processes === 1 ? await openHttp(runtime) : await forkHttp(settings, log, signal));
  const { url } = http;
  stack.use(await announceRunning(settings.data, { pid: process.pid, url }));
  if (settings.jobs > 0) {
    // Whoever adds files before the workers have started leaves them the work, which is to be done by this server's settings.
    stack.use(await announceWorkers(runtime));
    stack.use(superviseWorkers(settings, log, signal));
  }

  const link = await firstAdministrator(runtime, url);
  log.info({ url, data: settings.data }, 'serving');
  const signIn = link === undefined ? '' : `  Sign in as its administrator, once: ${link}\n`;
  process.stdout.write(
    `\n  Vitrine is at ${url}\n  Add images with: npx vitrine add FOLDER${dataFlag(settings)}\n${signIn}\n`,
  );
  if (values['demo'] === true)
    await addDemo(runtime, signal).catch((err: unknown) => log.error({ err }, 'the sample could not be added'));
  if (!signal.aborted) await once(signal, 'abort');
  log.info('stopping');
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

const dataFlag = ({ data }: Settings): string =>
  process.env['VITRINE_DATA'] === undefined && data.endsWith('/vitrine-data') ? '' : ` --data ${data}`;
