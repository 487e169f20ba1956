import type Koa from 'koa';
import type { Logger } from 'pino';
import { DamagedError } from '../../manifests/errors.ts';
import { answerError } from './respond-to-errors.ts';
import type { Shells } from '../embed/shells.ts';
import type { HttpMetrics } from '../operations/metrics.ts';

const INCOMING_ID = /^[\w.-]{1,64}$/;

/**
 * Gives each request an id (that of a proxy where it sends one), turns errors into responses, counts and logs.
 * Nothing here waits or allocates much: it runs for every tile. Nor does it set headers: those set before a tile's own
 * `writeHead` cost a tenth of its CPU, so the id goes out with routed documents and with errors.
 */
export function observe(log: Logger, metrics: HttpMetrics, shells: Shells): Koa.Middleware {
  const boot = Date.now().toString(36);
  let count = 0;
  return async (ctx, next) => {
    const started = performance.now();
    const incoming = ctx.req.headers['x-request-id'];
    const requestId =
      typeof incoming === 'string' && INCOMING_ID.test(incoming) ? incoming : `${boot}-${(count++).toString(36)}`;
    ctx.state['requestId'] = requestId;
    try {
      await next();
      if (ctx.status === 404 && ctx.respond !== false && ctx.body === undefined)
        ctx.throw(404, 'There is nothing at this address', { expose: true });
    } catch (error) {
      answerError(ctx, error, shells, requestId);
      // Damage was logged with its asset, once and not for each of its tiles that somebody asks for.
      if (ctx.status >= 500 && ctx.status !== 503 && !(error instanceof DamagedError))
        log.error({ err: error, requestId, method: ctx.method, url: ctx.url }, 'request failed');
    }
    const milliseconds = performance.now() - started;
    const status = ctx.respond === false ? ctx.res.statusCode : ctx.status;
    metrics.count((ctx.state['route'] as string | undefined) ?? 'none', status, milliseconds / 1000);
    if (log.isLevelEnabled('debug'))
      log.debug({ requestId, method: ctx.method, url: ctx.url, status, milliseconds }, 'request');
  };
}
