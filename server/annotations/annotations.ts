import { contentOf } from '../../manifests/annotations/content.ts';
import { annotationDocument } from '../../manifests/annotations/documents/annotation.ts';
import { ownKey } from '../../manifests/annotations/own-iris.ts';
import { receive } from '../../manifests/annotations/receive.ts';
import type { Received } from '../../manifests/annotations/receive.ts';
import { softwareOf } from '../../manifests/annotations/software.ts';
import type { Content } from '../../manifests/annotations/store/create.ts';
import { readAnnotationRow } from '../../manifests/annotations/store/read.ts';
import type { AnnotationRow } from '../../manifests/annotations/store/read.ts';
import { removeAnnotation } from '../../manifests/annotations/store/remove.ts';
import { replaceAnnotation } from '../../manifests/annotations/store/replace.ts';
import { mayChange } from '../../manifests/annotations/writers.ts';
import type { Writer } from '../../manifests/annotations/writers.ts';
import { slugOf } from '../../manifests/catalogue/ids.ts';
import { ForbiddenError, GoneError, NotFoundError, OverloadError, StaleError } from '../../manifests/errors.ts';
import type { Context, Handler, Services } from '../http/context.ts';
import { readJson } from '../http/read-json.ts';
import { writerOf } from '../http/writers.ts';
import { ANNOTATION_HEADERS, ANNOTATION_METHODS } from './headers.ts';
import { groundOf, placeOf, urlsOf, visitorOf } from './places.ts';
import type { Place } from './places.ts';
import { isMatch, sendRepresentation } from './representation.ts';

/** What an annotation may have, with its polygons and its text. */
const MOST_BYTES = 2 * 1024 * 1024;
/** Others who change the same annotation at the same time. */
const MOST_TRIES = 10;

/** POST /annotations/{container}/ */
export const createAnnotation: Handler = async (ctx, services) => {
  const writer = await writerOf(ctx, services);
  const place = await placeOf(ctx, services);
  const urls = urlsOf(ctx, services);
  const received = receive(await readJson(ctx, MOST_BYTES), urls.base);
  const slug = ctx.get('Slug').trim();
  const { id, body, version } = await createBy(
    services,
    place,
    writer,
    received,
    slug === '' ? undefined : slugOf(decodeSlug(slug)),
  );
  const location = urls.annotation(place.id, id);
  // What comes is the annotation, and not the container any more.
  ctx.set({ ...ANNOTATION_HEADERS, Allow: ANNOTATION_METHODS, Location: location, 'Content-Location': location });
  linkHistory(ctx, urls.annotationVersions(place.id, id));
  await sendRepresentation(ctx, annotationDocument({ container: place.id, id, body }, urls), { status: 201, version });
};

/** Puts `received` into a container; what was sent before is what is there. */
export async function createBy(
  services: Services,
  place: Place,
  writer: Writer,
  received: Received,
  slug?: string,
): Promise<Pick<AnnotationRow, 'id' | 'body' | 'version'>> {
  const at = new Date();
  const content = await storable(services, place, received, writer, at);
  const { clientId } = received;
  const software = softwareOf(content.body);
  const { id, version, fresh } = await services.creates.create(place, {
    ...content,
    writer: writer.id,
    at,
    ...(slug !== undefined && { slug }),
    ...(clientId !== undefined && { clientId }),
    ...(software && { software }),
  });
  const before = fresh ? undefined : await readAnnotationRow(services.runtime.db, place.id, id);
  return before ?? { id, body: content.body, version };
}

/** RFC 5023, 9.7.1: percent-encoded UTF-8. */
function decodeSlug(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

/** GET /annotations/{container}/{annotation} */
export const readAnnotation: Handler = async (ctx, services) => {
  const { place, row } = await find(ctx, services);
  const urls = urlsOf(ctx, services);
  linkHistory(ctx, urls.annotationVersions(row.container, row.id));
  const { version } = row;
  await sendRepresentation(ctx, annotationDocument(row, urls), { version, cacheControl: place.cacheControl });
};

/** PUT /annotations/{container}/{annotation} */
export const putAnnotation: Handler = async (ctx, services) => {
  const { row, writer } = await findToChange(ctx, services);
  const urls = urlsOf(ctx, services);
  const received = receive(await readJson(ctx, MOST_BYTES), urls.base);
  const replaced = await replaceBy(ctx, services, row, writer, received);
  linkHistory(ctx, urls.annotationVersions(row.container, row.id));
  await sendRepresentation(ctx, annotationDocument(replaced, urls), { version: replaced.version });
};

/** DELETE /annotations/{container}/{annotation} */
export const deleteAnnotation: Handler = async (ctx, services) => {
  const { row, writer } = await findToChange(ctx, services);
  await removeBy(ctx, services, row, writer);
  ctx.status = 204;
};

export async function removeBy(ctx: Context, services: Services, row: AnnotationRow, writer: Writer): Promise<void> {
  const { db } = services.runtime;
  for (let { version } = row, tries = 0; ; tries++) {
    const removed = await removeAnnotation(db, { container: row.container, id: row.id, version }, writer.id);
    if (removed.outcome === 'gone') throw gone();
    if (removed.outcome === 'missing') throw missing(row.id);
    if (removed.outcome !== 'stale') return;
    ({ version } = staleVersion(ctx, removed.row, tries));
  }
}

/** Makes `received` the next version of an annotation. */
export async function replaceBy(
  ctx: Context,
  services: Services,
  row: AnnotationRow,
  writer: Writer,
  received: Received,
  options: { revive?: boolean } = {},
): Promise<AnnotationRow> {
  const { container, id } = row;
  for (let before = row, tries = 0; ; tries++) {
    const at = new Date();
    const content = await storable(services, { visitor: visitorOf(writer) }, received, writer, at, before);
    const software = softwareOf(content.body);
    const change = { actor: writer.id, at, ...(software && { software }) };
    const replaced = await replaceAnnotation(
      services.runtime.db,
      { container, id, version: before.version },
      content,
      change,
      options,
    );
    if (replaced.outcome === 'gone') throw gone();
    if (replaced.outcome === 'missing') throw missing(id);
    if (replaced.outcome === 'replaced') return replaced.row;
    before = staleVersion(ctx, replaced.row, tries);
  }
}

/** Somebody was quicker: who said which version is meant is told, who did not is the last one to write. */
function staleVersion(ctx: Context, row: AnnotationRow, tries: number): AnnotationRow {
  requireMatch(ctx, row);
  if (tries === MOST_TRIES) throw new OverloadError('Too many are changing this annotation at the same time');
  return row;
}

async function storable(
  { runtime: { db } }: Services,
  place: Pick<Place, 'visitor' | 'ground'>,
  received: Received,
  writer: Writer,
  at: Date,
  before?: AnnotationRow,
): Promise<Content> {
  const { clientId } = received;
  const isOwn = before !== undefined && clientId === ownKey(`/annotations/${before.container}/${before.id}`);
  return contentOf(received, await groundOf(db, received, place), {
    writer,
    at,
    ...(clientId !== undefined && !isOwn && { clientId }),
    ...(before && { before: before.body }),
  });
}

/** The annotation that is asked for, as long as it is there. */
export async function find(ctx: Context, services: Services): Promise<{ place: Place; row: AnnotationRow }> {
  const { place, row } = await findAny(ctx, services);
  if (row.deleted) throw gone();
  return { place, row };
}

/** The same, where it may be deleted. */
export async function findAny(ctx: Context, services: Services): Promise<{ place: Place; row: AnnotationRow }> {
  const place = await placeOf(ctx, services);
  const id = ctx.params['annotation'] ?? '';
  const row = await readAnnotationRow(services.runtime.db, place.id, id, place.visitor);
  if (!row) throw missing(id);
  return { place, row };
}

/** The annotation, if who asks may change it and means the present version of it. */
async function findToChange(ctx: Context, services: Services): Promise<{ row: AnnotationRow; writer: Writer }> {
  const writer = await writerOf(ctx, services);
  const { row } = await find(ctx, services);
  requireRight(writer, row);
  requireMatch(ctx, row);
  return { row, writer };
}

export function requireRight(writer: Writer, row: AnnotationRow): void {
  if (!mayChange(writer, row))
    throw new ForbiddenError(
      `This annotation is somebody else's. ${writer.name} is an annotator, who changes their own; an editor changes all.`,
    );
}

/**
 * Without If-Match the last one to write wins, as the protocol has it (5.3: clients SHOULD send it, so a client that does not
 * is no wrong one); what is overwritten is in the history.
 */
export function requireMatch(ctx: Context, { version }: AnnotationRow): void {
  if (!isMatch(ctx.get('If-Match'), version))
    throw new StaleError(
      `The annotation was changed meanwhile: it is at version ${version}. Read it again, and send its ETag in If-Match.`,
    );
}

export const linkHistory = (ctx: Context, versions: string): void =>
  ctx.append('Link', `<${versions}>; rel="version-history"`);

const gone = (): GoneError => new GoneError('This annotation was deleted');
const missing = (id: string): NotFoundError => new NotFoundError(`There is no annotation ${JSON.stringify(id)} here`);
