import { basename } from 'node:path';
import { originalStream, requireOriginal } from '../../manifests/storage/originals.ts';
import type { AssetHandler } from '../http/context.ts';
import { isKnown } from '../http/conditional.ts';
import { parseRange } from '../http/range.ts';

/** GET /originals/{asset}: the bytes as they were received, with ranges (RFC 9110, 14). */
export const original: AssetHandler = async (ctx, { runtime }, asset) => {
  await requireOriginal(asset);
  const size = asset.bytes;
  ctx.set('Accept-Ranges', 'bytes');
  ctx.set('Cache-Control', 'public, no-cache');
  const etag = `"${asset.sha256}"`;
  ctx.set('ETag', etag);
  ctx.set('Content-Disposition', `attachment; filename*=UTF-8''${encodeRfc8187(basename(asset.name))}`);
  // Uploaded bytes are never run, whatever they are.
  ctx.set('Content-Security-Policy', "default-src 'none'; sandbox");
  if (isKnown(ctx, etag)) {
    ctx.status = 304;
    return;
  }
  ctx.status = 200;
  ctx.set('Content-Type', asset.mediaType ?? 'application/octet-stream');
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
  ctx.set('Content-Length', String(range ? range.end - range.start + 1 : size));
  if (ctx.method !== 'HEAD') ctx.body = await originalStream(runtime.storage, asset, range);
};

/** RFC 8187, 3.2.1: everything but attr-char is percent-encoded. */
const encodeRfc8187 = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*]/g,
    (character) => `%${character.codePointAt(0)?.toString(16).toUpperCase()}`,
  );
