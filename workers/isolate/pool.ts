import { OverloadError } from '../../manifests/errors.ts';
import { Runner } from './runner.ts';
import type { Limits } from './runner.ts';
import type { ReportOf, Task, TaskProgress } from './task.ts';

export interface IsolatedPoolOptions extends Limits {
  /** How many tasks run at once, each in a process of its own. */
  size: number;
}

export interface RunOptions {
  /** Ends the task, by killing its process. */
  signal?: AbortSignal;
  onProgress?: (progress: TaskProgress) => void;
  /** Of this task, instead of the pool's. */
  limits?: Limits;
}

/**
 * Runs what reads foreign files in child processes, so that a file can cost no more than its own task: whatever crashes,
 * hangs or swells is killed from outside, and the others do not notice.
 */
export class IsolatedPool implements AsyncDisposable {
  readonly #limits: Limits;
  readonly #idle: Runner[] = [];
  readonly #busy = new Set<Runner>();
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #closed = false;

  constructor({ size, memory, seconds }: IsolatedPoolOptions) {
    this.#free = size;
    this.#limits = { memory, seconds };
  }

  /**
   * Waits for its turn and runs the task. Throws UnreadableError or LimitError with words for the curator, the signal's
   * reason when it is aborted, and OverloadError once the pool is closed.
   */
  async run<T extends Task>(
    task: T,
    { signal, onProgress, limits = this.#limits }: RunOptions = {},
  ): Promise<ReportOf<T>> {
    await this.#turn(signal);
    try {
      const runner = this.#living() ?? new Runner();
      this.#busy.add(runner);
      try {
        return await runner.run(task, limits, signal, onProgress);
      } finally {
        this.#busy.delete(runner);
        await this.#keep(runner);
      }
    } finally {
      this.#pass();
    }
  }

  /** Kills the processes, and with them the tasks that still run, and waits until they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    await Promise.all([...this.#busy, ...this.#idle.splice(0)].map((runner) => runner.end()));
  }

  /** Waits until fewer than `size` tasks run, in the order of asking. */
  async #turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free === 0 && !this.#closed) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const leave = (): void => {
        const place = this.#waiting.indexOf(resolve);
        if (place >= 0) this.#waiting.splice(place, 1);
        reject(signal?.reason);
      };
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', leave, { once: true });
      await promise.finally(() => signal?.removeEventListener('abort', leave));
    } else {
      this.#free -= 1;
    }
    if (this.#closed) throw new OverloadError('The workers are stopping and take on nothing more.');
  }

  /** Whoever waits longest takes over the place at once, so that nobody who comes later gets in between. */
  #pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }

  #living(): Runner | undefined {
    for (;;) {
      const runner = this.#idle.pop();
      if (!runner?.ended) return runner;
    }
  }

  async #keep(runner: Runner): Promise<void> {
    if (this.#closed || runner.ended || (await runner.isBloated(this.#limits.memory / 2))) await runner.end();
    else this.#idle.push(runner);
  }
}
