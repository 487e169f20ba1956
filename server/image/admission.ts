import { OverloadError } from '../../manifests/errors.ts';

export interface AdmissionLimits {
  /** How many pieces of work run at once. */
  running: number;
  /** How many wait beside them. */
  waiting: number;
}

/** One piece of work. */
export interface Task {
  /** Equal keys give equal bytes. */
  key: string;
  /** Takes so much memory that only one such task may run at a time. */
  large: boolean;
  work(): Promise<Buffer>;
}

interface Flight {
  task: Task;
  result: PromiseWithResolvers<Buffer>;
  followers: number;
}

/**
 * Lets in what the machine can do and turns the rest away at once, so that a rush costs each client a clear answer
 * instead of minutes. Equal keys in flight are computed once; what nobody waits for any more is not begun.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #flights = new Map<string, Flight>();
  readonly #waiting = new Set<Flight>();
  readonly #running = new Set<Flight>();

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Rejects with OverloadError when all places are taken, and with the signal's reason when it is aborted. */
  async run(task: Task, signal: AbortSignal): Promise<Buffer> {
    signal.throwIfAborted();
    return this.#follow(this.#flights.get(task.key) ?? this.#admit(task), signal);
  }

  #admit(task: Task): Flight {
    const flight: Flight = { task, result: Promise.withResolvers(), followers: 0 };
    if (this.#mayStart(flight)) {
      this.#start(flight);
    } else if (this.#waiting.size < this.#limits.waiting) {
      this.#waiting.add(flight);
    } else {
      throw new OverloadError('The server is making as many images as it can: try again in a moment');
    }
    this.#flights.set(task.key, flight);
    return flight;
  }

  #mayStart({ task }: Flight): boolean {
    if (this.#running.size >= this.#limits.running) return false;
    return !task.large || ![...this.#running].some((other) => other.task.large);
  }

  #start(flight: Flight): void {
    const { task, result } = flight;
    this.#waiting.delete(flight);
    this.#running.add(flight);
    void task
      .work()
      .then(result.resolve, result.reject)
      .finally(() => {
        this.#running.delete(flight);
        this.#flights.delete(task.key);
        for (const next of this.#waiting) if (this.#mayStart(next)) this.#start(next);
      });
  }

  #follow(flight: Flight, signal: AbortSignal): Promise<Buffer> {
    flight.followers++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        flight.followers--;
        if (flight.followers === 0 && this.#waiting.delete(flight)) this.#flights.delete(flight.task.key);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      void flight.result.promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }
}
