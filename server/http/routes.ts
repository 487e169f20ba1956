import { Router } from '@koa/router';
import type Koa from 'koa';
import { baseUrl } from './base-url.ts';
import type { Handler, Services } from './context.ts';
import { UnsupportedMethodError } from '../../manifests/errors.ts';
import { CORS, OPEN_CORS, OPEN_PREFLIGHT, PREFLIGHT } from './cors.ts';

type PrefixHandler = (ctx: Koa.Context, identifier: string, rest: string) => Promise<void>;

/** Something that is read and written at one address. HEAD and OPTIONS come by themselves. */
export interface Resource {
  methods: Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Handler>>;
  /** On every answer, errors too. */
  headers: Readonly<Record<string, string>>;
}

/** Routes by path, all of them open to pages of other origins. */
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

  /** All methods of one address; with or without a slash at its end, as it is declared. */
  resource(path: string, { methods, headers }: Resource): this {
    const known = ['OPTIONS', ...Object.keys(methods), ...(methods.GET ? ['HEAD'] : [])].toSorted().join(', ');
    // The router takes a path for another one's with a slash at its end, but not the other way round.
    this.#router.all(path.endsWith('/') ? [path, path.slice(0, -1)] : path, async (ctx) => {
      ctx.state['route'] = path;
      ctx.set({ ...OPEN_CORS, Allow: known, ...headers });
      ctx.set('X-Request-Id', (ctx.state as { requestId: string }).requestId);
      ctx.set('X-Content-Type-Options', 'nosniff');
      if (ctx.method === 'OPTIONS') {
        ctx.set({ ...OPEN_PREFLIGHT, 'Access-Control-Allow-Methods': known });
        ctx.status = 200;
        ctx.body = '';
        return;
      }
      if (ctx.path.endsWith('/') !== path.endsWith('/')) {
        const address = path.endsWith('/') ? `${ctx.path}/` : ctx.path.slice(0, -1);
        ctx.redirect(`${baseUrl(this.#services.runtime.settings, ctx)}${address}${ctx.search}`);
        ctx.status = 308;
        return;
      }
      const handler = methods[(ctx.method === 'HEAD' ? 'GET' : ctx.method) as keyof typeof methods];
      if (!handler) throw new UnsupportedMethodError(`${ctx.method} is not one of ${known}, which there are here`);
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
      if (ctx.method === 'OPTIONS' && !this.#router.match(path, 'OPTIONS').route) {
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
