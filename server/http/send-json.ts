import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type Koa from 'koa';
import { isKnown } from './conditional.ts';

const compress = promisify(gzip);
/** Below this, the headers weigh more than what is saved. */
const COMPRESS_FROM = 1400;

export interface JsonOptions {
  /** Context of a JSON-LD document, which is given as such unless plain JSON is asked for. */
  profile?: string;
  cacheControl?: string;
}

/** A document with ETag, 304, gzip and the right type (Presentation 3.0, 6 "HTTP Requests and Responses"). */
export const sendJson = (ctx: Koa.Context, document: unknown, options: JsonOptions = {}): Promise<void> =>
  sendJsonText(ctx, JSON.stringify(document), options);

/** The same of one that is written already. */
export async function sendJsonText(ctx: Koa.Context, text: string, options: JsonOptions = {}): Promise<void> {
  const { profile, cacheControl = 'public, no-cache' } = options;
  const plain = profile === undefined || ctx.accepts('application/ld+json', 'application/json') === 'application/json';
  const type = plain ? 'application/json' : `application/ld+json;profile="${profile}"`;
  const body = Buffer.from(text);
  ctx.set('Cache-Control', cacheControl);
  ctx.vary('Accept, Accept-Encoding');
  // Weak: the same document, whichever way it is encoded.
  const etag = `W/"${createHash('sha256').update(type).update(body).digest('base64url')}"`;
  ctx.set('ETag', etag);
  if (isKnown(ctx, etag)) {
    ctx.status = 304;
    return;
  }
  ctx.status = 200;
  ctx.set('Content-Type', type);
  if (body.length >= COMPRESS_FROM && ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
    ctx.set('Content-Encoding', 'gzip');
    ctx.body = await compress(body);
  } else {
    ctx.body = body;
  }
}
