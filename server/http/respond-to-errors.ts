import type Koa from 'koa';
import { DamagedError, VitrineError } from '../../manifests/errors.ts';
import { statusOf } from '../errors.ts';
import type { Shells } from '../embed/shells.ts';

/** Seconds after which an overloaded server is asked again. */
const RETRY_AFTER = '2';

/** The one place where errors become responses: a page for those who want one, JSON for the rest. */
export function answerError(ctx: Koa.Context, error: unknown, shells: Shells, requestId: string): void {
  const known = error instanceof VitrineError ? error : undefined;
  const status = known ? statusOf(known) : httpStatus(error);
  const message =
    known && (status < 500 || status === 501 || status === 503) ? known.message : phrase(error, status, requestId);
  if (ctx.headerSent) {
    ctx.res.destroy();
    return;
  }
  ctx.status = status;
  ctx.set('Cache-Control', 'no-store');
  ctx.set('X-Request-Id', requestId);
  // So that a page of another origin can read what went wrong.
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.remove('ETag');
  if (status === 503) ctx.set('Retry-After', RETRY_AFTER);
  if (status === 401) ctx.set('WWW-Authenticate', 'Bearer realm="Vitrine"');
  if (ctx.accepts('application/json', 'text/html') === 'text/html')
    shells.send(ctx, 'error', { title: message, description: message, status });
  else {
    const parameter = known?.parameter;
    ctx.body = { error: { code: known?.code ?? 'internal', ...(parameter !== undefined && { parameter }), message } };
  }
}

/** What Koa and its like throw carries a status; anything else is a fault of ours. */
function httpStatus(error: unknown): number {
  const { status, expose } = error as { status?: unknown; expose?: unknown };
  return expose === true && typeof status === 'number' ? status : 500;
}

function phrase(error: unknown, status: number, requestId: string): string {
  if (status < 500) return 'The request was not understood';
  if (error instanceof DamagedError)
    return 'What was made of this file is damaged on the server, where that is noted: it has to be made anew';
  return `Something is wrong on the server. Its log says more under request ${requestId}`;
}
