import type { ObjectHandler } from '../http/context.ts';
import { baseUrl } from '../http/base-url.ts';
import { sendJson } from '../http/send-json.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { mayHaveOriginal } from '../../manifests/catalogue/access.ts';
import { assetStatuses } from './status.ts';

/** GET /api/objects/{object}: what the pages need beside the manifest, which has only what is ready. */
export const objectStatus: ObjectHandler = async (ctx, { runtime }, object) => {
  const urls = new Urls(baseUrl(runtime.settings, ctx));
  const statuses = await assetStatuses(runtime.db, { object: object.key });
  const assets = statuses.map(({ asset, name, state, step, progress, problem, warnings }) => ({
    id: asset,
    name,
    state,
    step,
    progress,
    problem,
    warnings,
    ...(mayHaveOriginal('public', object) && { original: urls.original(asset) }),
  }));
  const { id, label, state } = object;
  await sendJson(ctx, { id, label, state, manifest: urls.manifest(id), assets });
};
