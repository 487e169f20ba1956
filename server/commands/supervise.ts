import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { settingsToEnv } from '../../manifests/settings/load.ts';
import type { Settings } from '../../manifests/settings/schema.ts';

export const PROGRAM = fileURLToPath(new URL('../main.ts', import.meta.url));
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;
/** A process that lived this long was well: the next pause is short again. */
const WELL_MS = 60_000;

/** Keeps one process of workers running beside the server. */
export function superviseWorkers(settings: Settings, log: Logger, signal: AbortSignal): AsyncDisposable {
  // The channel is never written to: its end tells the child that this process is gone.
  const start = (): ChildProcess =>
    spawn(process.execPath, [PROGRAM, 'work'], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...settingsToEnv(settings) },
    });
  return keepRunning('the workers', start, log, signal);
}

/** Keeps a process running, started again with growing pauses when it ends by itself, until it is disposed of. */
export function keepRunning(
  what: string,
  start: () => ChildProcess,
  log: Logger,
  signal: AbortSignal,
): AsyncDisposable {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE_MS;
  let stopping = false;

  function begin(): void {
    const started = Date.now();
    child = start();
    child.on('error', (err) => log.error({ err }, `${what} cannot be started`));
    child.once('close', (code, killedBy) => {
      if (stopping || signal.aborted) return;
      pause = Date.now() - started > WELL_MS ? FIRST_PAUSE_MS : Math.min(2 * pause, LONGEST_PAUSE_MS);
      log.error({ code, signal: killedBy, pause }, `${what} ended and will be started again`);
      timer = setTimeout(begin, pause);
    });
  }
  begin();
  return {
    async [Symbol.asyncDispose]() {
      stopping = true;
      clearTimeout(timer);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}
