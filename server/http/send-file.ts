import type { Readable } from 'node:stream';
import type Koa from 'koa';
import { isKnown } from './conditional.ts';
import { parseRange } from './range.ts';
import type { ByteRange } from './range.ts';

export interface FileToSend {
  /** Strong: it names these bytes and no others. */
  etag: string;
  type: string;
  size: number;
  cacheControl: string;
  /** All of it, or a part; not asked for a HEAD request. */
  read: (range: ByteRange | undefined) => Promise<Readable | Buffer>;
}

/** Sends bytes that do not change, whole or one range of them (RFC 9110, 13 and 14), or 304 to who has them. */
export async function sendFile(
  ctx: Pick<Koa.Context, 'get' | 'method' | 'req' | 'set' | 'status' | 'body'>,
  { etag, type, size, cacheControl, read }: FileToSend,
): Promise<void> {
  ctx.set('Accept-Ranges', 'bytes');
  ctx.set('Cache-Control', cacheControl);
  ctx.set('ETag', etag);
  if (isKnown(ctx, etag)) {
    ctx.status = 304;
    return;
  }
  ctx.status = 200;
  ctx.set('Content-Type', type);
  const range =
    ctx.get('If-Range') === '' || ctx.get('If-Range') === etag ? parseRange(ctx.get('Range'), size) : undefined;
  if (range === 'unsatisfiable') {
    ctx.set('Content-Range', `bytes */${size}`);
    ctx.body = null;
    // After the body, which sets a status of its own.
    ctx.status = 416;
    return;
  }
  if (range) {
    ctx.status = 206;
    ctx.set('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  }
  if (ctx.method !== 'HEAD') ctx.body = await read(range);
  // After the body, which sets those of its own.
  ctx.set('Content-Type', type);
  ctx.set('Content-Length', String(range ? range.end - range.start + 1 : size));
}
