import { canvasDocument as canvas, PRESENTATION3 } from '../../manifests/presentation/canvas.ts';
import { collection } from '../../manifests/presentation/collection.ts';
import { hasTexts, loadCollection, loadTwin } from '../../manifests/presentation/load.ts';
import { manifest } from '../../manifests/presentation/manifest.ts';
import type { Provider } from '../../manifests/presentation/model.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { NotFoundError } from '../../manifests/errors.ts';
import { baseUrl } from '../http/base-url.ts';
import type { Context, Handler, ObjectHandler, Services, ViewHandler } from '../http/context.ts';
import { sendJson } from '../http/send-json.ts';

const DOCUMENT = { profile: PRESENTATION3 };

const urlsOf = (ctx: Context, { runtime }: Services): Urls =>
  new Urls(baseUrl(runtime.settings, ctx), runtime.settings);

/** The institution that the settings name. */
function providerOf({ runtime: { settings } }: Services, urls: Urls): Provider | undefined {
  const { provider, providerUrl } = settings;
  if (provider === undefined) return undefined;
  return { id: providerUrl ?? urls.base, label: provider, homepage: providerUrl ?? urls.base };
}

export const manifestDocument: ObjectHandler = async (ctx, services, object) => {
  const urls = urlsOf(ctx, services);
  const { db } = services.runtime;
  const [twin, searchable] = await Promise.all([
    loadTwin(db, object, providerOf(services, urls)),
    hasTexts(db, object),
  ]);
  await sendJson(ctx, manifest({ ...twin, searchable }, urls), DOCUMENT);
};

export const canvasDocument: ViewHandler = async (ctx, services, object, id) => {
  const twin = await loadTwin(services.runtime.db, object);
  const view = twin.views.find((one) => one.id === id && one.kind === 'canvas');
  if (!view) throw new NotFoundError(`There is no canvas ${JSON.stringify(id)}`);
  await sendJson(ctx, canvas(view, twin, urlsOf(ctx, services)), DOCUMENT);
};

export const collectionDocument: Handler = async (ctx, services) => {
  const id = ctx.params['collection'] ?? '';
  const found = await loadCollection(services.runtime.db, 'public', id);
  if (!found) throw new NotFoundError(`There is no collection ${JSON.stringify(id)}`);
  const { provider } = services.runtime.settings;
  const named = provider !== undefined && id === 'top' ? { ...found, label: provider } : found;
  await sendJson(ctx, collection(named, urlsOf(ctx, services)), DOCUMENT);
};
