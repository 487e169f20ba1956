import { createHash } from 'node:crypto';
import type Koa from 'koa';
import { httpDate, isCurrent } from '../http/conditional.ts';
import { CORS } from '../http/cors.ts';
import { DOCUMENT_CACHE_CONTROL } from './caching.ts';

/** Sends what describes an image, or 304 to who has it. */
export function sendDocument(
  ctx: Koa.Context,
  {
    type,
    text,
    modified,
    headers,
  }: { type: string; text: string; modified: Date | undefined; headers?: Record<string, string> },
): void {
  const etag = `"${createHash('sha256').update(type).update(text).digest('base64url')}"`;
  ctx.set({
    ...CORS,
    'Cache-Control': DOCUMENT_CACHE_CONTROL,
    ETag: etag,
    ...(modified && { 'Last-Modified': httpDate(modified) }),
    ...headers,
  });
  if (isCurrent(ctx, etag, modified)) {
    ctx.status = 304;
  } else {
    ctx.body = text;
    ctx.set('Content-Type', type);
  }
}
