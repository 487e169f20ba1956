import type { ObjectRow } from '../../manifests/catalogue/objects.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { baseUrl } from '../http/base-url.ts';
import type { Context, Handler, ObjectHandler, Services } from '../http/context.ts';
import { plainLabel, thumbnailOf } from '../presentation/previews.ts';
import type { Head } from './shells.ts';

export const gallery: Handler = (ctx, { runtime, shells }) => {
  shells.send(ctx, 'gallery', {
    title: runtime.settings.provider ?? 'Vitrine',
    canonical: `${baseUrl(runtime.settings, ctx)}/`,
  });
};

export const objectPage: ObjectHandler = async (ctx, services, object) => {
  services.shells.send(ctx, 'object', await headOf(ctx, services, object));
};

export const embedPage: ObjectHandler = async (ctx, services, object) => {
  services.shells.send(ctx, 'embed', await headOf(ctx, services, object));
};

async function headOf(ctx: Context, { runtime }: Services, { key, id, label, summary }: ObjectRow): Promise<Head> {
  const { settings, db } = runtime;
  const base = baseUrl(settings, ctx);
  const urls = new Urls(base, settings);
  const page = urls.object(id);
  const thumbnail = await thumbnailOf(db, key, urls);
  ctx.vary('Accept-Language');
  return {
    title: plainLabel(label, ctx),
    ...(summary && { description: plainLabel(summary, ctx) }),
    ...(thumbnail && { image: thumbnail.url }),
    canonical: page,
    oembed: `${base}/oembed?url=${encodeURIComponent(page)}`,
    manifest: urls.manifest(id),
    mirador: settings.mirador,
  };
}
