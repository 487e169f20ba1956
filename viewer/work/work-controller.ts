import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { summarise, type AssetEvent, type ObjectWork } from './assets.ts';
import { listen } from './events.ts';

/** A batch finishes many files a second; what follows from that is done at most this often, in milliseconds. */
const PAUSE = 500;

/** Follows the work on all objects or on one, and says when a file became ready since the page was opened. */
export class WorkController implements ReactiveController {
  work: readonly ObjectWork[] = [];
  /** The last thing worth saying aloud. */
  becameReady: AssetEvent | null = null;
  readonly #assets = new Map<string, AssetEvent>();
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #news = false;

  readonly #host: ReactiveControllerHost;
  readonly #url: string | null;
  readonly #onReady: () => void;

  /** Without a `url` it holds only what it is told by `hear`. */
  constructor(host: ReactiveControllerHost, url: string | null, onReady: () => void) {
    this.#host = host;
    this.#url = url;
    this.#onReady = onReady;
    host.addController(this);
  }

  hostConnected(): void {
    this.#abort = new AbortController();
    if (this.#url !== null) listen(this.#url, (event) => this.hear(event), this.#abort.signal);
  }

  hostDisconnected(): void {
    this.#abort?.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  hear(event: AssetEvent): void {
    const before = this.#assets.get(event.asset);
    this.#assets.set(event.asset, event);
    if (event.state === 'ready' && before !== undefined && before.state !== 'ready') {
      this.#news = true;
      this.becameReady = event;
    }
    this.#timer ??= setTimeout(() => this.#tell(), before === undefined ? 50 : PAUSE);
  }

  #tell(): void {
    this.#timer = null;
    this.work = summarise(this.#assets.values());
    this.#host.requestUpdate();
    if (this.#news) this.#onReady();
    this.#news = false;
  }
}
