import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type Koa from 'koa';
import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import { InvalidError, NotFoundError } from '../../manifests/errors.ts';
import { isKnown } from '../http/conditional.ts';
import { Admission } from './admission.ts';
import { canonical3 } from './canonical3.ts';
import { plan } from './plan.ts';
import type { Format } from './request.ts';
import { resolve } from './resolve.ts';
import type { Resolved } from './resolve.ts';
import type { FindImage, ServedImage } from './served.ts';
import { transform } from './transform.ts';
import type { Version } from './versions.ts';

export interface ImageOptions {
  /** The public base URL of this server, as this request reached it. */
  baseUrl(ctx: Koa.Context): string;
  /** What info.json advertises as maxArea and maxWidth. */
  limits?: Limits;
  /**
   * Transforms at once, one thread each. Default: the processor's cores, but two fewer than the threads of libuv
   * (UV_THREADPOOL_SIZE, or 4), which transforms occupy and ready-made reads need.
   */
  running?: number;
  /** Transforms that wait beside them. Default: 8 for each that runs. */
  waiting?: number;
  /** Seconds until a transform is given up. Default: 20. */
  seconds?: number;
  /** Bytes of finished transforms that are kept. Default: 64 MiB. */
  cached?: number;
}

export type ImageHandler = (ctx: Koa.Context, identifier: string, rest: string) => Promise<void>;

/**
 * Pixels to decode beyond which transforms go one at a time. The largest one (151 → 40 megapixels) took the process to
 * 0.6 GB of memory and 2.6 s of CPU, turned by an odd angle to 1.0 GB and 5.5 s; 17 → 10 megapixels to 0.2 GB and 0.5 s.
 */
const LARGE = 16_000_000;

const TYPES: Readonly<Record<Format, string>> = { jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp' };

/**
 * An image's URL does not contain its generation. Five minutes spare a viewer the same tiles while somebody pans to
 * and fro, and are the longest that anybody sees a replaced image; after that a 304 costs no read.
 */
const IMAGE_CACHE = 'public, max-age=300, must-revalidate';
/** One small request each time an image is opened, so that size and tiles are never those of an older generation. */
const INFO_CACHE = 'public, no-cache';
const RESTRICTED_CACHE = 'private, no-cache';

/**
 * The Image API, for each version a handler of `{identifier}/{rest}` below its prefix; `rest` is as it stands in the URL,
 * without query. Together they keep within one set of limits, and what one has made serves the others.
 */
export function imageHandlers(find: FindImage, options: ImageOptions): (version: Version) => ImageHandler {
  const limits = options.limits ?? LIMITS;
  const running = options.running ?? defaultRunning();
  const seconds = options.seconds ?? 20;
  const admission = new Admission({ running, waiting: options.waiting ?? 8 * running });
  const finished = new LRUCache<string, Buffer>({
    maxSize: options.cached ?? 64 * 1024 * 1024,
    sizeCalculation: (bytes) => bytes.length,
  });

  async function answer(version: Version, ctx: Koa.Context, identifier: string, rest: string): Promise<void> {
    const image = await find(identifier, ctx);
    if (!image) throw new NotFoundError(`There is no image ${JSON.stringify(identifier)} here, or it may not be seen`);
    const id = version.id(options.baseUrl(ctx), identifier);
    if (rest === '') {
      ctx.status = 303;
      ctx.set({ Location: `${id}/info.json`, 'Access-Control-Allow-Origin': '*' });
    } else if (rest === 'info.json') {
      await sendInfo(version, ctx, image, id);
    } else {
      await sendImage(version, ctx, image, id, rest);
    }
  }

  async function sendInfo(version: Version, ctx: Koa.Context, image: ServedImage, id: string): Promise<void> {
    const info = JSON.stringify(version.info(id, await image.open(), limits, image.rights));
    const accepted = ctx.accepts(...version.types) || version.types[0];
    const type = accepted === 'application/json' ? accepted : version.linkedType;
    const etag = `"${createHash('sha256').update(type).update(info).digest('base64url')}"`;
    ctx.set({
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': image.restricted ? RESTRICTED_CACHE : INFO_CACHE,
      ETag: etag,
      Vary: 'Accept',
      Link: `<${version.profile}>;rel="profile"`,
    });
    if (isKnown(ctx, etag)) {
      ctx.status = 304;
    } else {
      ctx.body = info;
      ctx.set('Content-Type', type);
    }
  }

  async function sendImage(
    version: Version,
    ctx: Koa.Context,
    image: ServedImage,
    id: string,
    rest: string,
  ): Promise<void> {
    const request = version.parse(rest);
    if (!request.ok) throw new InvalidError(request.message);
    const resolved = resolve(request, image, limits);
    if (!resolved.ok) throw new InvalidError(resolved.message);
    const canonical = version.canonical(resolved, image, limits);
    const etag = `"${nameOf(image)}/${canonical}"`;
    const headers = [
      'Access-Control-Allow-Origin',
      '*',
      'Cache-Control',
      image.restricted ? RESTRICTED_CACHE : IMAGE_CACHE,
      'ETag',
      etag,
      'Link',
      `<${version.profile}>;rel="profile", <${id}/${canonical}>;rel="canonical"`,
    ];
    if (isKnown(ctx, etag)) {
      send(ctx, 304, headers);
      return;
    }
    const bytes = await make(ctx, image, resolved);
    if (bytes === undefined) {
      ctx.respond = false;
      return;
    }
    headers.push('Content-Type', TYPES[resolved.format], 'Content-Length', String(bytes.length));
    send(ctx, 200, headers, bytes);
  }

  /** The bytes; undefined when the client has gone away before they were made. */
  async function make(ctx: Koa.Context, image: ServedImage, asked: Resolved): Promise<Buffer | undefined> {
    const pyramid = await image.open();
    const how = plan(asked, pyramid);
    if (how.kind === 'tile') return pyramid.tile(how.level, how.column, how.row);
    if (how.kind === 'whole') return pyramid.whole(how.level);
    const key = `${nameOf(image)}/${canonical3(asked, image, limits)}`;
    const known = finished.get(key);
    if (known) return known;
    const { signal, stop } = goneSignal(ctx);
    try {
      const large = how.extract.width * how.extract.height > LARGE;
      const work = async (): Promise<Buffer> => {
        const bytes = await transform(how, pyramid, seconds);
        finished.set(key, bytes);
        return bytes;
      };
      return await admission.run({ key, large, work }, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    } finally {
      stop();
    }
  }

  return (version) => async (ctx, identifier, rest) => {
    if (ctx.method === 'OPTIONS') {
      sendPreflight(ctx);
      return;
    }
    try {
      await answer(version, ctx, identifier, rest);
    } catch (error) {
      // So that a page of another origin can read what went wrong.
      ctx.set('Access-Control-Allow-Origin', '*');
      throw error;
    }
  };
}

/** Names the pyramid that the bytes come from. */
function nameOf({ asset, page, generation }: ServedImage): string {
  return `${asset}~${page}.${generation}`;
}

function defaultRunning(): number {
  const threads = Number(process.env['UV_THREADPOOL_SIZE']) || 4;
  return Math.max(1, Math.min(availableParallelism(), threads - 2));
}

function sendPreflight(ctx: Koa.Context): void {
  ctx.status = 204;
  ctx.set({
    Allow: 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
    'Access-Control-Allow-Headers': 'Accept, Authorization, Content-Type, If-None-Match',
    'Access-Control-Max-Age': '86400',
  });
}

function goneSignal(ctx: Koa.Context): { signal: AbortSignal; stop: () => void } {
  const gone = new AbortController();
  const close = (): void => gone.abort();
  ctx.res.once('close', close);
  return { signal: gone.signal, stop: () => ctx.res.off('close', close) };
}

function send(ctx: Koa.Context, status: number, headers: string[], body?: Buffer): void {
  ctx.respond = false;
  ctx.res.writeHead(status, headers);
  ctx.res.end(body);
}
