import type Koa from 'koa';
import { InvalidError, expected } from '../../manifests/errors.ts';
import type { Settings } from '../../manifests/settings/schema.ts';

/** `host` or `host:port`, in what a URL may hold. */
const HOST = /^(?:[\w.-]{1,253}|\[[\da-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * The address under which this request reached us, without a slash at its end: the setting, else the request's Host.
 * Forwarded headers do not count: behind a proxy, the setting says what they would.
 */
export function baseUrl({ publicUrl }: Pick<Settings, 'publicUrl'>, ctx: Pick<Koa.Context, 'req'>): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  const host = ctx.req.headers.host ?? '';
  if (!HOST.test(host)) throw new InvalidError(expected('a host name with an optional port', 'the Host header', host));
  return `http://${host}`;
}
