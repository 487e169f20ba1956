import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { residentBytes } from '../../../workers/isolate/memory.ts';
import { cpuSeconds } from '../processes.ts';

const CLI = fileURLToPath(new URL('node_modules/gltfpack/cli.js', import.meta.url));
const LOOK_MILLISECONDS = 50;

export interface Packing {
  seconds: number;
  cpuSeconds: number;
  megabytes: number;
}

/** Runs npm's gltfpack and watches it from outside. */
export async function gltfpack(from: string, to: string, options: readonly string[]): Promise<Packing> {
  if (!existsSync(CLI)) throw new Error('gltfpack is not there: run `npm ci --ignore-scripts` in tests/bench/peers');
  console.error(`gltfpack ${options.join(' ')}`);
  const started = performance.now();
  const child = spawn(process.execPath, [CLI, '-i', from, '-o', to, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const watching = { on: true };
  const ended = once(child, 'exit').finally(() => (watching.on = false)) as Promise<[number | null]>;
  let [memory, cpu] = [0, 0];
  while (watching.on) {
    memory = Math.max(memory, (await residentBytes(child.pid!)) ?? 0);
    cpu = Math.max(cpu, await cpuSeconds(child.pid!));
    await Promise.race([ended, sleep(LOOK_MILLISECONDS)]);
  }
  const [code] = await ended;
  if (code !== 0) throw new Error(`gltfpack ${options.join(' ')} ended with ${code}`);
  return {
    seconds: Math.round((performance.now() - started) / 10) / 100,
    cpuSeconds: cpu,
    megabytes: Math.round(memory / 2 ** 20),
  };
}
