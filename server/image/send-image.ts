import { availableParallelism } from 'node:os';
import type Koa from 'koa';
import { httpDate, isCurrent } from '../http/conditional.ts';
import { CORS } from '../http/cors.ts';
import { Admission } from './admission.ts';
import { PIXELS_CACHE_CONTROL } from './caching.ts';
import { exactRequest } from './canonical.ts';
import { FORMATS } from './formats.ts';
import type { Jp2Encoder } from './jp2.ts';
import { plan } from './plan.ts';
import type { Resolved } from './resolve.ts';
import type { ResultCache } from './result-cache.ts';
import type { ServedImage } from './served.ts';
import { transform } from './transform.ts';

export interface SenderOptions {
  /**
   * Transforms at once, one thread each. Default: this process's share of the processor's cores, but two fewer than the
   * threads of libuv (UV_THREADPOOL_SIZE, or 4), which transforms occupy and ready-made reads need.
   */
  running?: number;
  /** How many processes share the cores. Default: 1. */
  processes?: number;
  /** Transforms that wait beside them. Default: 8 for each that runs. */
  waiting?: number;
  /** Seconds until a transform is given up. Default: 20. */
  seconds?: number;
  /** Where finished transforms are kept. Default: nowhere. */
  cache?: ResultCache;
  /** Without it, JPEG 2000 is not offered. */
  encodeJp2?: Jp2Encoder;
}

/** Sends the asked pixels. */
export type SendImage = (ctx: Koa.Context, image: ServedImage, asked: Resolved, link?: string) => Promise<void>;

/**
 * Pixels to decode beyond which transforms go one at a time. The largest one (151 → 40 megapixels) took the process to
 * 0.6 GB of memory and 2.6 s of CPU, turned by an odd angle to 1.0 GB and 5.5 s; 17 → 10 megapixels to 0.2 GB and 0.5 s.
 */
const LARGE = 16_000_000;

const CORS_HEADERS = Object.entries(CORS).flat();

/** Whoever shares a sender shares what was made. */
export function imageSender(options: SenderOptions): SendImage {
  const running = options.running ?? defaultRunning(options.processes);
  const seconds = options.seconds ?? 20;
  const admission = new Admission({ running, waiting: options.waiting ?? 8 * running });
  const { cache } = options;

  /** The bytes; undefined when the client has gone away before they were made. */
  async function make(ctx: Koa.Context, image: ServedImage, asked: Resolved): Promise<Buffer | undefined> {
    const pyramid = await image.open();
    const how = plan(asked, pyramid);
    if (how.kind === 'tile') return pyramid.tile(how.level, how.column, how.row);
    if (how.kind === 'whole') return pyramid.whole(how.level);
    const key = nameOf(image, asked);
    const { signal, stop } = goneSignal(ctx);
    try {
      const known = await cache?.get(key);
      if (known) return known;
      const large = how.extract.width * how.extract.height > LARGE;
      const work = async (): Promise<Buffer> => {
        const bytes = await transform(how, pyramid, seconds, options.encodeJp2);
        cache?.put(key, bytes);
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

  return async (ctx, image, asked, link) => {
    const etag = `"${nameOf(image, asked)}"`;
    const modified = image.modified?.pixels;
    const headers = [...CORS_HEADERS, 'Cache-Control', PIXELS_CACHE_CONTROL, 'ETag', etag];
    if (modified) headers.push('Last-Modified', httpDate(modified));
    if (link !== undefined) headers.push('Link', link);
    if (isCurrent(ctx, etag, modified)) {
      send(ctx, 304, headers);
      return;
    }
    headers.push('Content-Type', FORMATS[asked.format].type);
    if (ctx.method === 'HEAD' && plan(asked, await image.open()).kind === 'transform') {
      // Its length is not known before it is made, and need not be told (RFC 9110, 9.3.2).
      const known = await cache?.get(nameOf(image, asked));
      if (known) headers.push('Content-Length', String(known.length));
      send(ctx, 200, headers);
      return;
    }
    const bytes = await make(ctx, image, asked);
    if (bytes === undefined) {
      ctx.respond = false;
      return;
    }
    headers.push('Content-Length', String(bytes.length));
    send(ctx, 200, headers, bytes);
  };
}

/** Names the bytes: the pyramid that they come from, and what is made of it. */
function nameOf({ asset, page, generation }: ServedImage, asked: Resolved): string {
  return `${asset}~${page}.${generation}/${exactRequest(asked)}`;
}

function defaultRunning(processes = 1): number {
  const threads = Number(process.env['UV_THREADPOOL_SIZE']) || 4;
  return Math.max(1, Math.min(Math.ceil(availableParallelism() / processes), threads - 2));
}

function goneSignal(ctx: Koa.Context): { signal: AbortSignal; stop: () => void } {
  const gone = new AbortController();
  if (ctx.req.socket.destroyed) gone.abort();
  const close = (): void => gone.abort();
  ctx.res.once('close', close);
  return { signal: gone.signal, stop: () => ctx.res.off('close', close) };
}

function send(ctx: Koa.Context, status: number, headers: string[], body?: Buffer): void {
  ctx.respond = false;
  ctx.res.writeHead(status, headers);
  ctx.res.end(body);
}
