import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { viewRevision } from '../../manifests/annotations/store/revision.ts';
import type { Change } from '../../manifests/catalogue/changes.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { OverloadError } from '../../manifests/errors.ts';

const MAX_LISTENERS = 1000;
/** Bytes. */
const MAX_UNREAD = 64 * 1024;
/** Between two news of a view: a machine that writes a thousand lines a second is no thousand reasons to read all of them again. */
const PAUSE_MS = 250;
/** Keeps proxies from closing an idle stream. */
const HEARTBEAT_MS = 20_000;

interface Listeners {
  /** Key of the object that the view is of. */
  object: string;
  streams: Set<PassThrough>;
  /** News are being told, or were just now; `again` if something has changed since. */
  telling: 'no' | 'yes' | 'again';
}

/**
 * Tells open pages, as server-sent events, that the annotations of a view are others now. The revision stands for them: it comes on
 * connection, too, so that a page which was away sees whether it missed something.
 */
export class ViewEvents implements Disposable {
  readonly #db: Db;
  readonly #views = new Map<string, Listeners>();
  readonly #heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  #count = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  async open(view: string, object: string): Promise<PassThrough> {
    if (this.#count >= MAX_LISTENERS) throw new OverloadError('Too many pages are listening; try again later');
    const stream = new PassThrough();
    const listeners = this.#views.get(view) ?? { object, streams: new Set(), telling: 'no' as const };
    this.#views.set(view, listeners);
    listeners.streams.add(stream);
    this.#count++;
    stream.once('close', () => {
      this.#count--;
      listeners.streams.delete(stream);
      if (listeners.streams.size === 0 && this.#views.get(view) === listeners) this.#views.delete(view);
    });
    // It listens already: a change in between is told twice rather than never.
    const revision = await viewRevision(this.#db, view).catch((error: unknown) => {
      stream.destroy();
      throw error;
    });
    stream.write(`retry: 2000\n\n${message(view, revision)}`);
    return stream;
  }

  async changed(change: Change): Promise<void> {
    if (change.kind === 'object') return this.#close(change.object);
    if (change.kind === 'annotations') await this.#tell(change.view);
  }

  /** While news do not come, pages would wait in vain: they connect again, and get the revision. */
  connected(hears: boolean): void {
    if (hears) this.#close();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#heartbeat);
    this.#close();
  }

  /** At once, and then no more often than each pause, however many changes there are. */
  async #tell(view: string): Promise<void> {
    const listeners = this.#views.get(view);
    if (!listeners) return;
    if (listeners.telling !== 'no') {
      listeners.telling = 'again';
      return;
    }
    try {
      do {
        listeners.telling = 'yes';
        const text = message(view, await viewRevision(this.#db, view));
        for (const stream of listeners.streams) send(stream, text);
        await sleep(PAUSE_MS, undefined, { ref: false });
      } while (this.#hasChanged(listeners));
    } finally {
      listeners.telling = 'no';
    }
  }

  #hasChanged({ telling }: Listeners): boolean {
    return telling === 'again';
  }

  /** The object may have been withdrawn: who connects again is asked again. */
  #close(object?: string): void {
    for (const listeners of this.#views.values())
      if (object === undefined || listeners.object === object) for (const stream of listeners.streams) stream.end();
  }

  #beat(): void {
    for (const { streams } of this.#views.values()) for (const stream of streams) send(stream, ': alive\n\n');
  }
}

/** Who does not read is dropped. */
function send(stream: PassThrough, text: string): void {
  if (stream.writableLength > MAX_UNREAD) stream.destroy();
  else if (!stream.writableEnded) stream.write(text);
}

const message = (view: string, revision: string): string =>
  `event: annotations\ndata: ${JSON.stringify({ view, revision })}\n\n`;
