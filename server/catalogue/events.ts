import { PassThrough } from 'node:stream';
import type { Change } from '../../manifests/catalogue/changes.ts';
import { findObject } from '../../manifests/catalogue/objects.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { NotFoundError, OverloadError } from '../../manifests/errors.ts';
import { mayRead } from '../../manifests/catalogue/access.ts';
import { readerOfView } from '../http/access.ts';
import type { Context, Handler } from '../http/context.ts';
import { assetStatuses } from './status.ts';
import type { AssetStatus } from './status.ts';

const MAX_LISTENERS = 1000;
/** Unfinished assets told on connection. */
const MAX_SNAPSHOT = 500;
/** Bytes. */
const MAX_UNREAD = 1024 * 1024;
/** Keeps proxies from closing an idle stream. */
const HEARTBEAT_MS = 20_000;

interface Listener {
  stream: PassThrough;
  /** Only of this object. */
  object: string | undefined;
}

/** Tells open pages how work goes on, as server-sent events (HTML Standard, 9.2). */
export class EventHub implements Disposable {
  readonly #db: Db;
  readonly #listeners = new Set<Listener>();
  /** The last status of those being worked on: progress comes without it. */
  readonly #working = new Map<string, AssetStatus>();
  readonly #heartbeat = setInterval(() => this.#send(() => ': alive\n\n'), HEARTBEAT_MS).unref();

  constructor(db: Db) {
    this.#db = db;
  }

  async open(object: string | undefined, key: string | undefined): Promise<PassThrough> {
    if (this.#listeners.size >= MAX_LISTENERS) throw new OverloadError('Too many pages are listening; try again later');
    const listener = { stream: new PassThrough(), object };
    this.#listeners.add(listener);
    listener.stream.once('close', () => this.#listeners.delete(listener));
    listener.stream.write('retry: 2000\n\n');
    const wanted = { ...(key !== undefined && { object: key }), unfinished: true, limit: MAX_SNAPSHOT };
    const snapshot = await assetStatuses(this.#db, wanted).catch((error: unknown) => {
      listener.stream.destroy();
      throw error;
    });
    for (const status of snapshot) listener.stream.write(message(this.#working.get(status.asset) ?? status));
    return listener.stream;
  }

  async changed(change: Change): Promise<void> {
    // It may have been withdrawn: whether its work may be told is asked anew.
    if (change.kind === 'object') return this.#working.clear();
    if (change.kind !== 'asset' && change.kind !== 'progress') return;
    if (this.#listeners.size === 0 && change.kind === 'progress') return;
    let status = this.#working.get(change.asset);
    if (change.kind === 'asset' || !status) [status] = await assetStatuses(this.#db, { asset: change.asset });
    if (!status) return void this.#working.delete(change.asset);
    if (change.kind === 'progress') status = { ...status, step: change.step, progress: change.fraction };
    if (status.state === 'working') this.#working.set(change.asset, status);
    else this.#working.delete(change.asset);
    const { object } = status;
    const text = message(status);
    this.#send((listener) => (listener.object === undefined || listener.object === object ? text : undefined));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#heartbeat);
    for (const { stream } of this.#listeners) stream.end();
  }

  #send(textFor: (listener: Listener) => string | undefined): void {
    for (const listener of this.#listeners) {
      const text = textFor(listener);
      // Who does not read is dropped; the browser connects again and gets a new snapshot.
      if (listener.stream.writableLength > MAX_UNREAD) listener.stream.destroy();
      else if (text !== undefined) listener.stream.write(text);
    }
  }
}

const message = (status: AssetStatus): string => `event: asset\ndata: ${JSON.stringify(status)}\n\n`;

/** GET /api/events[?object={id}], or of the annotations on a view: ?view={id} */
export const events: Handler = async (ctx, services) => {
  const { runtime, events: hub, viewEvents } = services;
  const { view } = ctx.query;
  if (typeof view === 'string') {
    ctx.params['view'] = view;
    return readerOfView(async (_ctx, _services, object) => sendEvents(ctx, await viewEvents.open(view, object.key)))(
      ctx,
      services,
    );
  }
  const { object: id } = ctx.query;
  const object = typeof id === 'string' ? await findObject(runtime.db, id) : undefined;
  if (id !== undefined && !(object && mayRead('public', object))) throw new NotFoundError('There is no such object');
  sendEvents(ctx, await hub.open(object?.id, object?.key));
};

function sendEvents(ctx: Context, body: PassThrough): void {
  ctx.set('Cache-Control', 'no-store');
  // Else nginx collects the events.
  ctx.set('X-Accel-Buffering', 'no');
  ctx.type = 'text/event-stream';
  ctx.body = body;
}
