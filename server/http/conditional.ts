import type Koa from 'koa';

/**
 * Whether the client holds this version already: the weak comparison of If-None-Match (RFC 9110, 13.1.2). Koa's `fresh`
 * is not used: it sends everything again to a request with `Cache-Control: no-cache`, which asks to validate only.
 * An entity tag is quoted, so one is never part of another.
 */
export function isKnown(ctx: Pick<Koa.Context, 'req'>, etag: string): boolean {
  const known = ctx.req.headers['if-none-match'];
  if (known === undefined) return false;
  return known === '*' || known.includes(etag.startsWith('W/') ? etag.slice(2) : etag);
}
