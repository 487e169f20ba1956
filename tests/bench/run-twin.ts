import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { residentBytes } from '../../workers/isolate/memory.ts';
import type { MeshSettings } from '../../workers/meshes/task.ts';
import type { TwinCost } from './make-twin.ts';

const SCRIPT = fileURLToPath(new URL('make-twin.ts', import.meta.url));
/** JavaScript heap of the product's child process. */
const HEAP = '--max-old-space-size=256';
const MEMORY_MILLISECONDS = 100;
/** Looking costs a call per file, of which there are ten thousands. */
const DISK_MILLISECONDS = 10_000;

export interface WatchedTwin extends TwinCost {
  /** The most that the work folder held. */
  diskBytes: number;
}

export interface RunOptions {
  /** What is made stays here. */
  folder: string;
  /** One has one core, where the system can say so: more than one thread is at work even then. */
  threads: number;
  profile?: MeshSettings['profile'];
}

/** Makes a twin in a process of its own, and watches from outside how much memory and disk it takes. */
export async function runTwin(
  source: string,
  { folder, threads, profile = 'small' }: RunOptions,
): Promise<WatchedTwin> {
  console.error(`twin of ${source}: ${profile}, ${threads} thread${threads > 1 ? 's' : ''}`);
  const command = [process.execPath, HEAP, SCRIPT, source, folder, String(threads), folder, profile];
  const [program = '', ...args] =
    threads === 1 && process.platform === 'linux' ? ['taskset', '--cpu-list', '0', ...command] : command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const watching = { on: true, memory: 0, disk: 0 };
  void ended.then(() => (watching.on = false));
  const memory = watch(watching, MEMORY_MILLISECONDS, async () => {
    watching.memory = Math.max(watching.memory, (await residentBytes(child.pid!)) ?? 0);
  });
  const disk = watch(watching, DISK_MILLISECONDS, async () => {
    watching.disk = Math.max(watching.disk, await bytesIn(folder));
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code, signal] = await ended;
  await Promise.all([memory, disk]);
  if (code !== 0) throw new Error(`Making a twin of ${source} ended with ${code ?? signal}`);
  const cost = JSON.parse(printed) as TwinCost;
  return {
    ...cost,
    megabytes: Math.max(cost.megabytes, Math.round(watching.memory / 2 ** 20)),
    diskBytes: Math.max(watching.disk, await bytesIn(folder)),
  };
}

async function watch(watching: { on: boolean }, milliseconds: number, look: () => Promise<void>): Promise<void> {
  while (watching.on) {
    await look();
    await sleep(milliseconds);
  }
}

/** Of the files in a folder and below; those that vanish meanwhile do not count. */
async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      bytes += entry.isDirectory()
        ? await bytesIn(path)
        : await stat(path).then(
            ({ size }) => size,
            () => 0,
          );
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return bytes;
}
