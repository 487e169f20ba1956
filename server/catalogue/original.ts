import { basename } from 'node:path';
import { originalStream, requireOriginal } from '../../manifests/storage/originals.ts';
import type { AssetHandler } from '../http/context.ts';
import { attachment } from '../http/attachment.ts';
import { sendFile } from '../http/send-file.ts';

/** GET /originals/{asset}: the bytes as they were received, with ranges (RFC 9110, 14). */
export const original: AssetHandler = async (ctx, { runtime }, asset) => {
  await requireOriginal(asset);
  ctx.set('Content-Disposition', attachment(basename(asset.name)));
  // Uploaded bytes are never run, whatever they are.
  ctx.set('Content-Security-Policy', "default-src 'none'; sandbox");
  await sendFile(ctx, {
    etag: `"${asset.sha256}"`,
    type: asset.mediaType ?? 'application/octet-stream',
    size: asset.bytes,
    cacheControl: 'public, no-cache',
    read: (range) => originalStream(runtime.storage, asset, range),
  });
};
