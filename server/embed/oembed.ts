import { findObject } from '../../manifests/catalogue/objects.ts';
import { mayRead } from '../../manifests/catalogue/access.ts';
import { InvalidError, NotFoundError, UnsupportedError, expected } from '../../manifests/errors.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { baseUrl } from '../http/base-url.ts';
import type { Handler } from '../http/context.ts';
import { sendJson } from '../http/send-json.ts';
import { plainLabel, thumbnailOf } from '../presentation/previews.ts';
import { escapeHtml } from './shells.ts';

const WIDTH = 800;
const HEIGHT = 600;
const LEAST = 100;

/** GET /oembed?url=…: how to embed an object page (https://oembed.com, 2.3). */
export const oembed: Handler = async (ctx, { runtime }) => {
  const { url, format = 'json', maxwidth, maxheight } = ctx.query;
  if (format !== 'json') throw new UnsupportedError('oEmbed is given as JSON only: format=json');
  if (typeof url !== 'string') throw new InvalidError(expected('the address of an object page', 'url', url));
  const base = baseUrl(runtime.settings, ctx);
  const urls = new Urls(base, runtime.settings);
  const id = objectIn(url, base);
  const object = id === undefined ? undefined : await findObject(runtime.db, id);
  if (!object || !mayRead('public', object)) throw new NotFoundError(`There is no object at ${url}`);
  const width = atMost(WIDTH, maxwidth, 'maxwidth');
  const height = atMost(HEIGHT, maxheight, 'maxheight');
  const title = plainLabel(object.label, ctx);
  const thumbnail = await thumbnailOf(runtime.db, object.key, urls);
  const source = `${urls.embed(object.id)}${fragmentOf(url)}`;
  await sendJson(ctx, {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: runtime.settings.provider ?? 'Vitrine',
    provider_url: runtime.settings.providerUrl ?? base,
    width,
    height,
    ...(thumbnail && {
      thumbnail_url: thumbnail.url,
      thumbnail_width: thumbnail.width,
      thumbnail_height: thumbnail.height,
    }),
    html: `<iframe src="${escapeHtml(source)}" title="${escapeHtml(title)}" width="${width}" height="${height}" style="border:0" allow="fullscreen" allowfullscreen></iframe>`,
  });
};

function objectIn(url: string, base: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  const own = new URL(base);
  const prefix = own.pathname.replace(/\/$/, '');
  if (origin !== own.origin || !pathname.startsWith(`${prefix}/`)) return undefined;
  return /^\/(?:objects|embed)\/([a-z0-9-]+)$/.exec(pathname.slice(prefix.length))?.[1];
}

/** The view and region that the address points at. */
const fragmentOf = (url: string): string => new URL(url).hash;

function atMost(usual: number, asked: string | string[] | undefined, name: string): number {
  if (asked === undefined) return usual;
  const most = typeof asked === 'string' && /^\d{1,6}$/.test(asked) ? Number(asked) : 0;
  if (most < LEAST) throw new InvalidError(expected(`a whole number from ${LEAST}`, name, asked));
  return Math.min(usual, most);
}
