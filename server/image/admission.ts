import { OverloadError } from '../../manifests/errors.ts';

export interface AdmissionLimits {
  /** How many pieces of work run at once. */
  running: number;
  /** How many wait beside them. */
  waiting: number;
}

interface Flight {
  result: Promise<Buffer>;
  followers: number;
  /** Gives up the work while it only waits; undefined once it runs. */
  drop: (() => void) | undefined;
}

/**
 * Lets in what the machine can do and turns the rest away at once, so that a rush costs each client a clear answer
 * instead of minutes. Equal keys in flight are computed once; what nobody waits for any more is not begun.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #flights = new Map<string, Flight>();
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Rejects with OverloadError when all places are taken, and with the signal's reason when it is aborted. */
  async run(key: string, signal: AbortSignal, work: () => Promise<Buffer>): Promise<Buffer> {
    signal.throwIfAborted();
    let flight = this.#flights.get(key);
    if (!flight) {
      flight = this.#begin(key, work);
      this.#flights.set(key, flight);
    }
    return this.#follow(flight, signal);
  }

  #begin(key: string, work: () => Promise<Buffer>): Flight {
    if (this.#running >= this.#limits.running && this.#waiting.size >= this.#limits.waiting) {
      throw new OverloadError('The server is making as many images as it can: try again in a moment');
    }
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const flight: Flight = { result: promise, followers: 0, drop: undefined };
    const start = (): void => {
      flight.drop = undefined;
      this.#running++;
      void work()
        .then(resolve, reject)
        .finally(() => {
          this.#running--;
          this.#flights.delete(key);
          this.#startNext();
        });
    };
    if (this.#running < this.#limits.running) {
      start();
    } else {
      this.#waiting.add(start);
      flight.drop = () => {
        this.#waiting.delete(start);
        this.#flights.delete(key);
      };
    }
    return flight;
  }

  #startNext(): void {
    for (const start of this.#waiting) {
      this.#waiting.delete(start);
      start();
      return;
    }
  }

  #follow(flight: Flight, signal: AbortSignal): Promise<Buffer> {
    flight.followers++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        flight.followers--;
        if (flight.followers === 0) flight.drop?.();
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      void flight.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }
}
