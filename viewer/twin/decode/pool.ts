import type { Reply, Request } from './messages.ts';

type Job = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

interface Seat {
  worker: Worker;
  waiting: Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>;
}

/** One thread is left to the page. More than four would only take memory: a decoder needs some megabytes each. */
const MOST = 4;

/** Workers that unpack meshes, started when there is work. */
export class DecoderPool {
  readonly #seats: Seat[] = [];
  readonly #most = Math.min(MOST, Math.max(1, navigator.hardwareConcurrency - 1));
  #last = 0;

  /** Starts the first worker, which fetches its code while the first tile is still on its way. */
  prepare(): void {
    if (this.#seats.length === 0) this.#open();
  }

  async run(job: Job, transfer: Transferable[]): Promise<Exclude<Reply, { problem: string }>> {
    const id = ++this.#last;
    const seat = this.#idlest();
    const reply = await new Promise<Reply>((resolve, reject) => {
      seat.waiting.set(id, { resolve, reject });
      seat.worker.postMessage({ ...job, id }, transfer);
    });
    if ('problem' in reply) throw new Error(reply.problem);
    return reply;
  }

  dispose(): void {
    for (const seat of this.#seats.splice(0)) this.#close(seat, 'The viewer was closed');
  }

  #idlest(): Seat {
    const [idlest] = this.#seats.toSorted((a, b) => a.waiting.size - b.waiting.size);
    if (idlest !== undefined && (idlest.waiting.size === 0 || this.#seats.length >= this.#most)) return idlest;
    return this.#open();
  }

  #open(): Seat {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const seat: Seat = { worker, waiting: new Map() };
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      seat.waiting.get(data.id)?.resolve(data);
      seat.waiting.delete(data.id);
    });
    worker.addEventListener('error', (event) => {
      const at = this.#seats.indexOf(seat);
      if (at >= 0) this.#seats.splice(at, 1);
      this.#close(seat, `The mesh decoder stopped: ${event.message}`);
    });
    this.#seats.push(seat);
    return seat;
  }

  #close({ worker, waiting }: Seat, why: string): void {
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  }
}
