import { Worker } from 'node:worker_threads';
import '../../images/sharp.ts';
import { DamagedError, LimitError, UnreadableError } from '../../../manifests/errors.ts';
import type { Answer, Input, JobName, Output, Request } from './thread.ts';

const THREAD = new URL('./thread.ts', import.meta.url);

interface Waiting {
  request: Request;
  resolve: (output: never) => void;
  reject: (reason: unknown) => void;
}

/**
 * Runs the jobs of one scan on a fixed number of threads, each of which has its own instances of the encoders. Jobs are
 * begun in the order of asking. They work on files and return what is small, so that their order never shows in a result.
 */
export class ThreadPool implements AsyncDisposable {
  readonly #threads: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #waiting: Waiting[] = [];
  readonly #running = new Map<Worker, Waiting>();
  #broken: Error | undefined;

  constructor(size: number) {
    for (let number = 0; number < size; number++) {
      const thread = new Worker(THREAD);
      thread.on('message', (answer: Answer) => this.#answered(thread, answer));
      thread.on('error', (error) => this.#break(error));
      this.#threads.push(thread);
      this.#idle.push(thread);
    }
  }

  /** Throws what the job threw: UnreadableError, LimitError, DamagedError, or an Error with its message. */
  run<J extends JobName>(job: J, input: Input<J>): Promise<Output<J>> {
    if (this.#broken) return Promise.reject(this.#broken);
    const { promise, resolve, reject } = Promise.withResolvers<Output<J>>();
    this.#waiting.push({ request: { job, input } as Request, resolve, reject });
    this.#next();
    return promise;
  }

  /** One job for each input; the outputs in the order of the inputs. `onDone` is told after each. */
  async all<J extends JobName>(
    job: J,
    inputs: readonly Input<J>[],
    onDone: (done: number) => void = () => undefined,
  ): Promise<Output<J>[]> {
    let done = 0;
    return Promise.all(
      inputs.map(async (input) => {
        const output = await this.run(job, input);
        onDone(++done);
        return output;
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#break(new Error('The threads are stopping.'));
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #next(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const thread = this.#idle.pop()!;
      const waiting = this.#waiting.shift()!;
      this.#running.set(thread, waiting);
      // A thread has no origin.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      thread.postMessage(waiting.request);
    }
  }

  #answered(thread: Worker, answer: Answer): void {
    const waiting = this.#running.get(thread);
    this.#running.delete(thread);
    this.#idle.push(thread);
    if ('error' in answer) waiting?.reject(restore(answer.error));
    else waiting?.resolve(answer.output as never);
    this.#next();
  }

  /** A thread that ended by itself leaves nothing to trust: all that was asked for fails. */
  #break(error: Error): void {
    this.#broken ??= error;
    for (const { reject } of [...this.#running.values(), ...this.#waiting.splice(0)]) reject(this.#broken);
    this.#running.clear();
  }
}

function restore({ code, message }: { code: string | undefined; message: string }): Error {
  if (code === 'limit') return new LimitError(message);
  if (code === 'unreadable') return new UnreadableError(message);
  if (code === 'damaged') return new DamagedError(message);
  return new Error(message);
}
