import type { Ground } from '../../manifests/annotations/content.ts';
import type { Received } from '../../manifests/annotations/receive.ts';
import { findContainer } from '../../manifests/annotations/store/containers.ts';
import type { Into } from '../../manifests/annotations/store/create.ts';
import type { Writer } from '../../manifests/annotations/writers.ts';
import { mayRead } from '../../manifests/catalogue/access.ts';
import type { Visitor } from '../../manifests/catalogue/access.ts';
import type { Db } from '../../manifests/catalogue/open.ts';
import { InvalidError, NotFoundError } from '../../manifests/errors.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { baseUrl } from '../http/base-url.ts';
import type { Context, Services } from '../http/context.ts';
import { readerOf } from '../http/writers.ts';

/** A container that who asks may see. */
export interface Place extends Into {
  visitor: Visitor;
  cacheControl: string;
  /** The view whose container it is. */
  ground?: Ground;
}

export const urlsOf = (ctx: Context, { runtime: { settings } }: Services): Urls =>
  new Urls(baseUrl(settings, ctx), settings);

export const visitorOf = (writer: Writer | undefined): Visitor =>
  writer?.role === 'administrator' ? 'administrator' : 'public';

/** The container that is asked for. That of a draft's view is there for administrators alone. Throws NotFoundError. */
export async function placeOf(ctx: Context, services: Services): Promise<Place> {
  return containerOf(services, ctx.params['container'] ?? '', visitorOf(await readerOf(ctx, services)));
}

/** A container, for one who may see it. Throws NotFoundError. */
export async function containerOf(services: Services, id: string, visitor: Visitor): Promise<Place> {
  const { db } = services.runtime;
  const cacheControl = visitor === 'public' ? 'public, no-cache' : 'private, no-cache';
  const view = await viewOf(db, id);
  if (view) {
    const { width, height } = view;
    if (mayRead(visitor, view)) return { id, view: id, visitor, cacheControl, ground: { view: id, width, height } };
  } else if ((await findContainer(db, id))?.view === null) return { id, view: null, visitor, cacheControl };
  throw new NotFoundError(`There is no annotation container ${JSON.stringify(id)}`);
}

/** The view that an annotation is on. Throws InvalidError where the writer sees no such view. */
export async function groundOf(
  db: Db,
  { view: id }: Received,
  { visitor, ground }: Pick<Place, 'visitor' | 'ground'>,
): Promise<Ground | undefined> {
  if (id === undefined) return undefined;
  if (id === ground?.view) return ground;
  const view = await viewOf(db, id);
  if (!view || !mayRead(visitor, view))
    throw new InvalidError(`The target of the annotation is the view ${id}, which is not here`);
  const { width, height } = view;
  return { view: id, width, height };
}

const viewOf = (db: Db, id: string) =>
  db
    .selectFrom('view')
    .innerJoin('object', 'object.key', 'view.object')
    .select(['view.width', 'view.height', 'object.state'])
    .where('view.id', '=', id)
    .executeTakeFirst();
