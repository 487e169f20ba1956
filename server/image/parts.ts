import type Koa from 'koa';
import type { Offer } from './advertised.ts';
import type { SendImage } from './send-image.ts';
import type { ServedImage } from './served.ts';

/** Answers what is below a prefix: `{identifier}/{rest}`, the rest as it stands in the URL, without query. */
export type ImageHandler = (ctx: Koa.Context, identifier: string, rest: string) => Promise<void>;

/** What every way to ask for images shares. */
export interface ImageParts {
  offer: Offer;
  /** The public base URL of this server, as this request reached it. */
  baseUrl: (ctx: Koa.Context) => string;
  /** Throws NotFoundError. */
  find: (identifier: string, ctx: Koa.Context) => Promise<ServedImage>;
  sendImage: SendImage;
}
