import { createHash } from 'node:crypto';
import type Koa from 'koa';
import { isKnown } from '../http/conditional.ts';
import { DOCUMENT_CACHE_CONTROL } from './caching.ts';

/** Sends what describes an image, or 304 to who has it. */
export function sendDocument(
  ctx: Koa.Context,
  { type, text, headers }: { type: string; text: string; headers?: Record<string, string> },
): void {
  const etag = `"${createHash('sha256').update(type).update(text).digest('base64url')}"`;
  ctx.set({
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': DOCUMENT_CACHE_CONTROL,
    ETag: etag,
    ...headers,
  });
  if (isKnown(ctx, etag)) {
    ctx.status = 304;
  } else {
    ctx.body = text;
    ctx.set('Content-Type', type);
  }
}
