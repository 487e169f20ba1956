import type Koa from 'koa';
import { NotFoundError } from '../../manifests/errors.ts';
import type { Storage } from '../../manifests/storage/storage.ts';
import type { TwinDirectory } from '../catalogue/twins.ts';
import { attachment } from '../http/attachment.ts';
import { CORS } from '../http/cors.ts';
import { sendFile } from '../http/send-file.ts';
import { TilesetDocuments } from './documents.ts';
import { prefixUris } from './prefix-uris.ts';
import type { ServedTwin, TwinFile } from './served.ts';

/** What has a generation in its address is the same for ever; what has none is asked for again, and mostly a 304. */
const FOREVER = 'public, max-age=31536000, immutable';
const REVALIDATED = 'public, no-cache';

const TYPES: Readonly<Record<string, string>> = { glb: 'model/gltf-binary', json: 'application/json' };
const ARCHIVE_TYPE = 'application/vnd.maxar.archive.3tz+zip';

/** `{generation}/{path}`, or one of the three names that stay. */
const ADDRESS = /^(?:([1-9]\d{0,8})\/)?([\w./-]+)$/;

/**
 * GET /twins/{asset}/tileset.json, model.glb, tileset.3tz: those of the generation that is served. The tileset names its tiles
 * below `{generation}/`, where the three are as well, and with all that the tileset has they never change.
 */
export function twinHandler(
  directory: TwinDirectory,
  storage: Pick<Storage, 'stream'>,
): (ctx: Koa.Context, asset: string, rest: string) => Promise<void> {
  const documents = new TilesetDocuments();

  async function send(ctx: Koa.Context, twin: ServedTwin, pinned: number | undefined, path: string): Promise<void> {
    const generation = pinned ?? twin.generation;
    const files = await twin.open(generation);
    const name = `${twin.asset}.${generation}/${path}`;
    const cacheControl = pinned === undefined ? REVALIDATED : FOREVER;
    const whole = (file: TwinFile, type: string): Promise<void> =>
      sendFile(ctx, {
        etag: `"${name}"`,
        type,
        size: file.size,
        cacheControl,
        read: (range) => storage.stream(file.key, range),
      });
    if (path === 'model.glb') return whole(files.model, TYPES['glb'] ?? '');
    if (path === 'tileset.3tz') {
      ctx.set('Content-Disposition', attachment(`${twin.asset}.3tz`));
      return whole(files.archive, ARCHIVE_TYPE);
    }
    const size = files.length(path);
    if (size === undefined)
      throw new NotFoundError(`The twin ${twin.asset} has no ${path} at generation ${generation}`);
    if (pinned === undefined)
      return documents.send(ctx, `${name}?below=${generation}`, cacheControl, async () =>
        below(await files.bytes(path), `${generation}/`),
      );
    if (path.endsWith('.json')) return documents.send(ctx, name, cacheControl, () => files.bytes(path));
    return sendFile(ctx, {
      etag: `"${name}"`,
      type: TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      size,
      cacheControl,
      read: async (range) => {
        const bytes = await files.bytes(path);
        return range ? bytes.subarray(range.start, range.end + 1) : bytes;
      },
    });
  }

  return async (ctx, asset, rest) => {
    const [, digits, path = ''] = ADDRESS.exec(rest) ?? [];
    const pinned = digits === undefined ? undefined : Number(digits);
    const isThere = pinned !== undefined || ['tileset.json', 'model.glb', 'tileset.3tz'].includes(path);
    const twin = isThere && path !== '' ? await directory.find(asset) : undefined;
    if (!twin)
      throw new NotFoundError(`There is no twin ${JSON.stringify(`${asset}/${rest}`)} here, or it may not be seen`);
    ctx.set({ ...CORS, 'X-Content-Type-Options': 'nosniff' });
    try {
      await send(ctx, twin, pinned, path);
    } catch (error) {
      await directory.note(asset, pinned ?? twin.generation, error);
    }
  };
}

function below(tileset: Buffer, folder: string): Buffer {
  return Buffer.from(JSON.stringify(prefixUris(JSON.parse(tileset.toString('utf8')), folder)));
}
