import type Koa from 'koa';
import { LIMITS } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import { NotFoundError } from '../../manifests/errors.ts';
import { deepZoomHandler } from './deepzoom-handler.ts';
import { iiifHandler } from './iiif-handler.ts';
import type { ImageHandler, ImageParts } from './parts.ts';
import { imageSender } from './send-image.ts';
import type { SenderOptions } from './send-image.ts';
import type { FindImage } from './served.ts';
import { VERSION2, VERSION3 } from './versions.ts';

export interface ImageOptions extends SenderOptions {
  /** The public base URL of this server, as this request reached it. */
  baseUrl(ctx: Koa.Context): string;
  /** What info.json advertises as maxArea and maxWidth. */
  limits?: Limits;
}

/** The ways to ask for an image, each to be put below a prefix of its own. */
export interface ImageHandlers {
  version3: ImageHandler;
  version2: ImageHandler;
  deepZoom: ImageHandler;
}

export function imageHandlers(find: FindImage, options: ImageOptions): ImageHandlers {
  const limits = options.limits ?? LIMITS;
  const parts: ImageParts = {
    limits,
    baseUrl: (ctx) => options.baseUrl(ctx),
    sendImage: imageSender(limits, options),
    find: async (identifier, ctx) => {
      const image = await find(identifier, ctx);
      if (image) return image;
      throw new NotFoundError(`There is no image ${JSON.stringify(identifier)} here, or it may not be seen`);
    },
  };
  return {
    version3: openToAll(iiifHandler(VERSION3, parts)),
    version2: openToAll(iiifHandler(VERSION2, parts)),
    deepZoom: openToAll(deepZoomHandler(parts)),
  };
}

/** So that pages of other origins can ask, and read what went wrong. */
function openToAll(handler: ImageHandler): ImageHandler {
  return async (ctx, identifier, rest) => {
    if (ctx.method === 'OPTIONS') {
      sendPreflight(ctx);
      return;
    }
    try {
      await handler(ctx, identifier, rest);
    } catch (error) {
      ctx.set('Access-Control-Allow-Origin', '*');
      throw error;
    }
  };
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
