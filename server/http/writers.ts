import type Koa from 'koa';
import { LRUCache } from 'lru-cache';
import type { Change } from '../../manifests/catalogue/changes.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { hashOf, noteUse, writerOfCookie, writerOfToken } from '../../manifests/annotations/writers.ts';
import type { Writer } from '../../manifests/annotations/writers.ts';
import { ForbiddenError, UnauthorizedError } from '../../manifests/errors.ts';
import { baseUrl } from './base-url.ts';
import type { Services } from './context.ts';

const COOKIE = 'vitrine_session';
const REMEMBERED = 1000;
/** Sessions end by the clock, of which nobody is told. */
const REMEMBERED_MS = 60_000;

/** Who stands behind a token or a cookie: asked of the catalogue once, and again when a token was revoked. */
export class WriterDirectory {
  readonly #db: Db;
  readonly #known = new LRUCache<string, Writer>({ max: REMEMBERED, ttl: REMEMBERED_MS });
  /** When each was last seen, to the minute, as it is noted. */
  readonly #used = new LRUCache<string, true>({ max: REMEMBERED, ttl: REMEMBERED_MS });
  /** While news do not come, nothing is remembered. */
  #hears = true;
  /** What was asked before the last news is not remembered after it. */
  #news = 0;

  constructor(db: Db) {
    this.#db = db;
  }

  changed(change: Change): void {
    if (change.kind === 'writers') this.#forget();
  }

  connected(hears: boolean): void {
    this.#hears = hears;
    this.#forget();
  }

  #forget(): void {
    this.#news++;
    this.#known.clear();
  }

  async find(kind: 'token' | 'cookie', secret: string): Promise<Writer | undefined> {
    const key = `${kind} ${hashOf(secret).toString('base64')}`;
    let writer = this.#known.get(key);
    if (!writer) {
      const asked = this.#news;
      writer = await (kind === 'token' ? writerOfToken : writerOfCookie)(this.#db, secret);
      if (writer && this.#hears && asked === this.#news) this.#known.set(key, writer);
    }
    if (writer && !this.#used.has(writer.id)) {
      this.#used.set(writer.id, true);
      await noteUse(this.#db, writer.id);
    }
    return writer;
  }
}

export const sessionOf = (ctx: Koa.Context): string | undefined => ctx.cookies.get(COOKIE);

/** Null ends it. */
export function setSession(ctx: Koa.Context, base: string, secret: string | null): void {
  const secure = base.startsWith('https:');
  // Koa thinks that a connection behind a proxy is none by TLS.
  ctx.cookies.secure = secure;
  const lasts = secret === null ? {} : { maxAge: 30 * 24 * 3_600_000 };
  ctx.cookies.set(COOKIE, secret, { httpOnly: true, sameSite: 'lax', secure, overwrite: true, ...lasts });
}

/** Who reads; undefined for the public. A token that does not count is told, as its owner thinks that it does. */
export async function readerOf(ctx: Koa.Context, { writers }: Services): Promise<Writer | undefined> {
  const authorization = ctx.get('Authorization');
  if (authorization !== '') {
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    const writer = token === undefined ? undefined : await writers.find('token', token);
    if (!writer)
      throw new UnauthorizedError(
        'The token in the Authorization header is not, or no longer, one of this server. `vitrine token add NAME --role annotator` makes one; it is sent as `Authorization: Bearer TOKEN`.',
      );
    return writer;
  }
  const session = sessionOf(ctx);
  return session === undefined ? undefined : writers.find('cookie', session);
}

/** Who writes. Throws UnauthorizedError where nobody is named, and ForbiddenError where another page sent the request. */
export async function writerOf(ctx: Koa.Context, services: Services): Promise<Writer> {
  const writer = await readerOf(ctx, services);
  if (!writer)
    throw new UnauthorizedError(
      'It takes a token to write. Send one as `Authorization: Bearer TOKEN`, or sign in at /sign-in. `vitrine token add NAME --role annotator` makes one.',
    );
  if (ctx.get('Authorization') === '') requireOwnPage(ctx, services);
  return writer;
}

/**
 * A browser sends the cookie with what any page asks of it, but it says which page that was. SameSite keeps most of it
 * away; pages of other ports of this host are of the same site.
 */
export function requireOwnPage(ctx: Koa.Context, { runtime: { settings } }: Services): void {
  const [site, origin] = [ctx.get('Sec-Fetch-Site'), ctx.get('Origin')];
  const own = new URL(baseUrl(settings, ctx)).origin;
  if (site === 'same-origin' || (site === '' && origin === own)) return;
  throw new ForbiddenError(
    `This request came from ${origin || 'no page that says where it is from'}, and only pages of ${own} may write in the name of who is signed in. Programs send a token instead: \`Authorization: Bearer TOKEN\`.`,
  );
}
