import { annotationDocument } from '../../manifests/annotations/documents/annotation.ts';
import { historyDocument, versionDocument } from '../../manifests/annotations/documents/history.ts';
import { receiveStored } from '../../manifests/annotations/receive.ts';
import { versionsOf } from '../../manifests/annotations/store/history.ts';
import type { Version } from '../../manifests/annotations/store/history.ts';
import type { AnnotationRow } from '../../manifests/annotations/store/read.ts';
import { GoneError, NotFoundError } from '../../manifests/errors.ts';
import type { Context, Handler, Services } from '../http/context.ts';
import { readerOf, writerOf } from '../http/writers.ts';
import { findAny, linkHistory, replaceBy, requireMatch, requireRight } from './annotations.ts';
import { urlsOf } from './places.ts';
import type { Place } from './places.ts';
import { sendRepresentation } from './representation.ts';

/** GET …/versions/: the history of an annotation in PROV. */
export const listVersions: Handler = async (ctx, services) => {
  const { row, cacheControl } = await findWithHistory(ctx, services);
  const { db } = services.runtime;
  const { deleted, deletedBy } = row;
  const by =
    deletedBy === null
      ? undefined
      : await db.selectFrom('writer').select(['id', 'name', 'kind']).where('id', '=', deletedBy).executeTakeFirst();
  const deletion = deleted && by ? { at: deleted, by } : undefined;
  const document = historyDocument(row, await versionsOf(db, row), urlsOf(ctx, services), deletion);
  await sendRepresentation(ctx, document, { cacheControl });
};

/** GET …/versions/{n} */
export const readVersion: Handler = async (ctx, services) => {
  const { row, cacheControl } = await findWithHistory(ctx, services);
  const version = await versionAsked(ctx, services, row);
  const urls = urlsOf(ctx, services);
  ctx.append('Link', `<${urls.annotation(row.container, row.id)}>; rel="latest-version"`);
  // It never changes, but who may see it does: it is asked for again, and answered by 304.
  await sendRepresentation(ctx, versionDocument(row, version, urls), { cacheControl });
};

/** POST …/versions/{n}: what that version said is the next version; of a deleted annotation too. */
export const bringBack: Handler = async (ctx, services) => {
  const writer = await writerOf(ctx, services);
  const { row } = await findWithHistory(ctx, services);
  requireRight(writer, row);
  requireMatch(ctx, row);
  const { body } = await versionAsked(ctx, services, row);
  const brought = await replaceBy(ctx, services, row, writer, receiveStored(body), { revive: true });
  const urls = urlsOf(ctx, services);
  const location = urls.annotation(row.container, row.id);
  ctx.set('Content-Location', location);
  linkHistory(ctx, urls.annotationVersions(row.container, row.id));
  await sendRepresentation(ctx, annotationDocument(brought, urls), { version: brought.version });
};

async function findWithHistory(
  ctx: Context,
  services: Services,
): Promise<{ row: AnnotationRow; cacheControl: Place['cacheControl'] }> {
  const { row, place } = await findAny(ctx, services);
  if (!row.deleted) return { row, cacheControl: place.cacheControl };
  const reader = await readerOf(ctx, services);
  // Who deleted it may think better of it; what an editor deleted, an annotator does not bring back.
  if (!reader || (reader.role === 'annotator' && row.deletedBy !== reader.id))
    throw new GoneError('This annotation was deleted; its history is there for editors, and for who deleted it');
  return { row, cacheControl: 'private, no-cache' };
}

async function versionAsked(ctx: Context, { runtime: { db } }: Services, row: AnnotationRow): Promise<Version> {
  const asked = ctx.params['version'] ?? '';
  const number = /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : Number.NaN;
  const [version] = number <= row.version ? await versionsOf(db, row, number) : [];
  if (!version)
    throw new NotFoundError(`This annotation has ${row.version} versions, and not ${JSON.stringify(asked)}`);
  return version;
}
