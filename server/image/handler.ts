import type Koa from 'koa';
import { LIMITS } from '../../manifests/derivatives/limits.ts';
import type { Limits } from '../../manifests/derivatives/limits.ts';
import { NotFoundError } from '../../manifests/errors.ts';
import { deepZoomHandler } from './deepzoom-handler.ts';
import { offeredFormats } from './formats.ts';
import { iiifHandler } from './iiif-handler.ts';
import type { ImageHandler, ImageParts } from './parts.ts';
import { imageSender } from './send-image.ts';
import type { SenderOptions } from './send-image.ts';
import type { FindImage } from './served.ts';
import { VERSION2, VERSION3 } from './versions.ts';

export interface ImageOptions extends SenderOptions {
  /** The public base URL of this server, as this request reached it. */
  baseUrl(ctx: Koa.Context): string;
  /** What info.json advertises as maxWidth, maxHeight and maxArea. */
  limits?: Limits;
}

/** The ways to ask for an image, each to be put below a prefix of its own. */
export interface ImageHandlers {
  version3: ImageHandler;
  version2: ImageHandler;
  deepZoom: ImageHandler;
}

export function imageHandlers(find: FindImage, options: ImageOptions): ImageHandlers {
  const offer = { limits: options.limits ?? LIMITS, formats: offeredFormats(options.encodeJp2 !== undefined) };
  const parts: ImageParts = {
    offer,
    baseUrl: (ctx) => options.baseUrl(ctx),
    sendImage: imageSender(options),
    find: async (identifier, ctx) => {
      const image = await find(identifier, ctx);
      if (image) return image;
      throw new NotFoundError(`There is no image ${JSON.stringify(identifier)} here, or it may not be seen`, {
        parameter: 'identifier',
      });
    },
  };
  return {
    version3: iiifHandler(VERSION3, parts),
    version2: iiifHandler(VERSION2, parts),
    deepZoom: deepZoomHandler(parts),
  };
}
