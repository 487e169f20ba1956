import { Router } from '@koa/router';
import type Koa from 'koa';
import type { Handler, Services } from './context.ts';
import { CORS, PREFLIGHT } from './cors.ts';

type PrefixHandler = (ctx: Koa.Context, identifier: string, rest: string) => Promise<void>;

/** Routes by path. All of them only read, so all of them are open to pages of other origins. */
export class Routes {
  readonly #services: Services;
  readonly #router = new Router();
  readonly #prefixes: { name: string; prefix: string; handler: PrefixHandler }[] = [];

  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Everything below a prefix, split once and otherwise as it came: the way of every tile, kept clear of patterns.
   * Prefixes are compared in the order of their declaration, so the busiest comes first.
   */
  prefix(name: string, prefix: string, handler: PrefixHandler): this {
    this.#prefixes.push({ name, prefix, handler });
    return this;
  }

  get(path: string, handler: Handler): this {
    this.#router.get(path, async (ctx) => {
      ctx.state['route'] = path;
      ctx.set(CORS);
      ctx.set('X-Request-Id', (ctx.state as { requestId: string }).requestId);
      ctx.set('X-Content-Type-Options', 'nosniff');
      ctx.set('Referrer-Policy', 'strict-origin-when-cross-origin');
      await handler(ctx, this.#services);
    });
    return this;
  }

  middleware(): Koa.Middleware {
    const routed = this.#router.routes() as unknown as Koa.Middleware;
    const rejected = this.#router.allowedMethods() as unknown as Koa.Middleware;
    const prefixes = this.#prefixes;
    return async (ctx, next) => {
      const { path } = ctx;
      for (const { name, prefix, handler } of prefixes) {
        if (!path.startsWith(prefix) || !isRead(ctx.method)) continue;
        ctx.state['route'] = name;
        const rest = path.slice(prefix.length);
        const slash = rest.indexOf('/');
        const identifier = slash < 0 ? rest : rest.slice(0, slash);
        return handler(ctx, decode(identifier), slash < 0 ? '' : rest.slice(slash + 1));
      }
      if (ctx.method === 'OPTIONS') {
        ctx.set(PREFLIGHT);
        ctx.status = 204;
        return undefined;
      }
      return routed(ctx, () => rejected(ctx, next));
    };
  }
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** An identifier that is not rightly escaped names nothing. */
function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
