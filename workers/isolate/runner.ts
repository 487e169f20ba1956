import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { DamagedError, LimitError, UnreadableError } from '../../manifests/errors.ts';
import { residentBytes } from './memory.ts';
import type { Answer, Task, TaskProgress, TaskReport } from './task.ts';

export interface Limits {
  /** Bytes resident, without mapped files. */
  memory: number;
  /** For one task. */
  seconds: number;
}

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
const WATCH_MILLISECONDS = 50;
/** Longest that a timer waits; later ones end at once. */
const MAX_TIMER = 2 ** 31 - 1;
/** For JavaScript alone; pixels lie outside of V8's heap. */
const HEAP_MEGABYTES = 256;

/**
 * What a decoder needs of the environment, and nothing that a crafted file could make use of: no tokens, no addresses
 * of databases. One arena, because glibc otherwise keeps what each thread has freed.
 */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const kept = Object.entries({ PATH, SystemRoot, TEMP, TMPDIR, NODE_COMPILE_CACHE }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...Object.fromEntries(kept), MALLOC_ARENA_MAX: '1', NODE_NO_WARNINGS: '1' };
}

/** One child process and the task that it is at. It is replaced, never repaired: a runner that has `ended` is done with. */
export class Runner {
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #ended = false;

  constructor() {
    const execArgv = [`--max-old-space-size=${HEAP_MEGABYTES}`];
    this.#child = fork(CHILD, [], { execArgv, env: environment(), stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gone = promise;
    for (const event of ['exit', 'error']) {
      this.#child.once(event, () => {
        this.#ended = true;
        resolve();
      });
    }
    lowerPriority(this.#child.pid);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether more than `most` bytes of memory have stayed with the child after its task: a fresh one is better. */
  async isBloated(most: number): Promise<boolean> {
    const bytes = this.#child.pid === undefined ? undefined : await residentBytes(this.#child.pid);
    return bytes === undefined || bytes > most;
  }

  /** Kills the child and waits until it is gone. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  /** Throws LimitError, UnreadableError, DamagedError, what the task threw, or the signal's reason. */
  async run(
    task: Task,
    { memory, seconds }: Limits,
    signal: AbortSignal | undefined,
    onProgress: (progress: TaskProgress) => void = () => undefined,
  ): Promise<TaskReport> {
    const { promise, resolve, reject } = Promise.withResolvers<TaskReport>();
    const stop = (reason: unknown): void => {
      reject(reason);
      void this.end();
    };
    const onAnswer = (answer: Answer): void => {
      if ('progress' in answer) onProgress(answer.progress);
      else if ('report' in answer) resolve(answer.report);
      else reject(restore(answer.error));
    };
    const onExit = (): void =>
      reject(new UnreadableError('The file broke the program that read it, and was left aside.'));
    const onAbort = (): void => stop(signal?.reason);
    const late = setTimeout(
      () => stop(new LimitError(`The file took longer than ${seconds} seconds to be read, and was given up.`)),
      Math.min(seconds * 1000, MAX_TIMER),
    );
    const watch = setInterval(() => void this.#watchMemory(memory, stop), WATCH_MILLISECONDS);
    this.#child.on('message', onAnswer);
    this.#child.once('exit', onExit);
    this.#child.once('error', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (signal?.aborted) onAbort();
      else if (this.#ended) onExit();
      else this.#child.send(task);
      return await promise;
    } finally {
      clearTimeout(late);
      clearInterval(watch);
      this.#child.off('message', onAnswer).off('exit', onExit).off('error', onExit);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async #watchMemory(memory: number, stop: (reason: unknown) => void): Promise<void> {
    const { pid } = this.#child;
    const bytes = pid === undefined ? undefined : await residentBytes(pid);
    if (bytes === undefined || bytes <= memory) return;
    const megabytes = Math.round(memory / 1e6);
    stop(new LimitError(`The file needs more than ${megabytes} MB of memory to be read, and was given up.`));
  }
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or the system does not let us: the work is the same, only less polite.
  }
}

function restore({ code, message }: { code: string | undefined; message: string }): Error {
  if (code === 'limit') return new LimitError(message);
  if (code === 'damaged') return new DamagedError(message);
  if (code === 'unreadable') return new UnreadableError(message);
  return new Error(message);
}
