import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

const run = promisify(execFile);
const VITRINE = fileURLToPath(new URL('../../server/vitrine.js', import.meta.url));

export interface RunningProcess extends AsyncDisposable {
  pid: number;
  /** Milliseconds from its start to its first good answer. */
  startedIn: number;
}

/** Runs a script of ours to its end and gives what it printed, as JSON. */
export async function runJson<T>(script: string, ...args: string[]): Promise<T> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await run(process.execPath, [path, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as T;
}

export async function vitrine(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [VITRINE, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Starts `vitrine serve` without workers, and waits until it is healthy. */
export const serveVitrine = (data: string, port: number): Promise<RunningProcess> =>
  startServer(
    process.execPath,
    [VITRINE, 'serve', '--data', data, '--port', String(port), '--jobs', '0', '--log-level', 'warn'],
    `http://127.0.0.1:${port}/health`,
  );

export const serveScript = (script: string, args: string[], url: string): Promise<RunningProcess> =>
  startServer(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], url);

/**
 * Starts a server and waits for a 200 at the URL, if it has one itself. `env` is added to this process's. It is ended by
 * SIGTERM.
 */
export async function startServer(
  program: string,
  args: string[],
  url?: string,
  env: Record<string, string> = {},
): Promise<RunningProcess> {
  const started = performance.now();
  const child: ChildProcess = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (url !== undefined) await isUp(program, child, url);
  const startedIn = performance.now() - started;
  return {
    pid: child.pid ?? 0,
    startedIn,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    },
  };
}

async function isUp(program: string, child: ChildProcess, url: string): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => undefined);
    await response?.arrayBuffer();
    if (response?.ok) return;
    await sleep(10);
  }
  throw new Error(`${program} ended with code ${child.exitCode}`);
}
