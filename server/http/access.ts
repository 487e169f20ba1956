import { mayHaveOriginal, mayRead } from '../../manifests/catalogue/access.ts';
import { findObject } from '../../manifests/catalogue/objects.ts';
import type { ObjectRow } from '../../manifests/catalogue/objects.ts';
import { NotFoundError } from '../../manifests/errors.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { baseUrl } from './base-url.ts';
import type { AssetHandler, Context, Handler, ObjectHandler, ViewHandler } from './context.ts';

/** Nothing of an object is given out, or the handler asks itself. */
export const anyone = (handler: Handler): Handler => handler;

/** `:object` must be readable. A former id leads to the present one. */
export function readerOfObject(handler: ObjectHandler): Handler {
  return async (ctx, services) => {
    const id = ctx.params['object'] ?? '';
    const object = await findObject(services.runtime.db, id);
    if (!object || !mayRead('public', object)) throw new NotFoundError(`There is no object ${JSON.stringify(id)}`);
    if (object.id === id) return handler(ctx, services, object);
    const path = ctx.path.split('/');
    path[path.lastIndexOf(encodeURIComponent(id))] = object.id;
    redirect(ctx, `${baseUrl(services.runtime.settings, ctx)}${path.join('/')}${ctx.search}`);
  };
}

/** The object of `:view` must be readable. */
export function readerOfView(handler: ViewHandler): Handler {
  return async (ctx, services) => {
    const { db } = services.runtime;
    const id = ctx.params['view'] ?? '';
    const object = await db
      .selectFrom('view')
      .innerJoin('object', 'object.key', 'view.object')
      .selectAll('object')
      .where('view.id', '=', id)
      .executeTakeFirst();
    if (!object || !mayRead('public', object)) throw new NotFoundError(`There is no view ${JSON.stringify(id)}`);
    return handler(ctx, services, object, id);
  };
}

/** The object of `:asset` must be readable, and its originals not withheld. */
export function receiverOfOriginal(handler: AssetHandler): Handler {
  return async (ctx, services) => {
    const { db } = services.runtime;
    const id = ctx.params['asset'] ?? '';
    const asset = await db.selectFrom('asset').selectAll().where('id', '=', id).executeTakeFirst();
    const object = asset && (await objectOf(db, asset.object));
    if (!object) throw new NotFoundError(`There is no asset ${JSON.stringify(id)}`);
    if (!mayHaveOriginal('public', object))
      throw new NotFoundError(
        `The original of ${id} is not given out: its object is shown to the public with restrictions`,
      );
    return handler(ctx, services, asset);
  };
}

async function objectOf(db: Db, key: string): Promise<ObjectRow | undefined> {
  const object = await db.selectFrom('object').selectAll().where('key', '=', key).executeTakeFirst();
  return object && mayRead('public', object) ? object : undefined;
}

function redirect(ctx: Context, url: string): void {
  ctx.set('Cache-Control', 'no-cache');
  ctx.redirect(url);
  ctx.status = 308;
}
