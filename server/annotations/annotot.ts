import { randomUUID } from 'node:crypto';
import { receive } from '../../manifests/annotations/receive.ts';
import type { Received } from '../../manifests/annotations/receive.ts';
import { readAnnotationRow } from '../../manifests/annotations/store/read.ts';
import type { AnnotationRow } from '../../manifests/annotations/store/read.ts';
import { viewerText } from '../../manifests/annotations/for-viewers.ts';
import { GoneError, InvalidError, NotFoundError, expected } from '../../manifests/errors.ts';
import type { Context, Handler, Services } from '../http/context.ts';
import { parseJson, readJson } from '../http/read-json.ts';
import { sendJson, sendJsonText } from '../http/send-json.ts';
import { readerOf, writerOf } from '../http/writers.ts';
import { createBy, removeBy, replaceBy, requireRight } from './annotations.ts';
import { readerOfView } from '../http/access.ts';
import { annotationPage } from './iiif.ts';
import { containerOf, urlsOf, visitorOf } from './places.ts';

/**
 * What the AnnototAdapter of mirador-annotations speaks, and the adapter for mirador-annotation-editor in docs/api.md: the REST of
 * the Rails engine Annotot, `annotot/pages` and `annotot/{id}`, with an annotation as a JSON text within JSON. It sends no token, but the cookie of who is signed in.
 */
const MOST_BYTES = 4 * 1024 * 1024;

/** GET /annotot/pages?uri={canvas} */
export const annototPage: Handler = (ctx, services) => {
  ctx.params['view'] = viewOfCanvas(ctx, services, ctx.query['uri']);
  return readerOfView(annotationPage(3))(ctx, services);
};

/** POST /annotot with `{"annotation": {"uuid", "canvas", "data"}}` */
export const annototCreate: Handler = async (ctx, services) => {
  const writer = await writerOf(ctx, services);
  const { canvas, received } = await readSent(ctx, services);
  const place = await containerOf(services, viewOfCanvas(ctx, services, canvas), visitorOf(writer));
  const { id } = await createBy(services, place, writer, received);
  await sendRow(ctx, services, await rowOf(services, place.id, id), 201);
};

/** GET /annotot/{id}, where the id is the IRI of an annotation. */
export const annototRead: Handler = async (ctx, services) => {
  await sendRow(ctx, services, await find(ctx, services));
};

/** PATCH /annotot/{id}; clients of Annotot send all of the annotation. */
export const annototReplace: Handler = async (ctx, services) => {
  const writer = await writerOf(ctx, services);
  const row = await find(ctx, services);
  requireRight(writer, row);
  const { received } = await readSent(ctx, services);
  await sendRow(ctx, services, await replaceBy(ctx, services, row, writer, received));
};

/** DELETE /annotot/{id} */
export const annototDelete: Handler = async (ctx, services) => {
  const writer = await writerOf(ctx, services);
  const row = await find(ctx, services);
  requireRight(writer, row);
  await removeBy(ctx, services, row, writer);
  ctx.status = 204;
};

async function readSent(ctx: Context, services: Services): Promise<{ canvas: unknown; received: Received }> {
  const { annotation } = ((await readJson(ctx, MOST_BYTES)) ?? {}) as { annotation?: Record<string, unknown> };
  const { data, canvas } = annotation ?? {};
  if (typeof data !== 'string')
    throw new InvalidError(expected('the JSON of an annotation, as a string', '/annotation/data', data));
  const said = parseJson(data, '/annotation/data');
  if (typeof said !== 'object' || said === null)
    throw new InvalidError(expected('an object', '/annotation/data', said));
  const { id, ...rest } = said as Record<string, unknown>;
  // Mirador's ids are bare UUIDs, which are no IRIs.
  const iri = typeof id === 'string' && UUID.test(id) ? `urn:uuid:${id}` : (id ?? `urn:uuid:${randomUUID()}`);
  // mirador-annotation-editor leaves the type out.
  return { canvas, received: receive({ type: 'Annotation', ...rest, id: iri }, urlsOf(ctx, services).base) };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function viewOfCanvas(ctx: Context, services: Services, canvas: unknown): string {
  const prefix = urlsOf(ctx, services).canvas('');
  if (typeof canvas === 'string' && canvas.startsWith(prefix)) return canvas.slice(prefix.length);
  throw new NotFoundError(`${JSON.stringify(canvas)} is no canvas of this server; those begin with ${prefix}`);
}

/** The annotation that is named by its IRI, as the public or who is signed in may see it. */
async function find(ctx: Context, services: Services): Promise<AnnotationRow> {
  const iri = ctx.params['id'] ?? '';
  const prefix = urlsOf(ctx, services).annotations();
  const [container = '', id = '', ...rest] = iri.startsWith(prefix) ? iri.slice(prefix.length).split('/') : [];
  if (id === '' || rest.length > 0)
    throw new NotFoundError(`${JSON.stringify(iri)} is no annotation of this server; those begin with ${prefix}`);
  const visitor = visitorOf(await readerOf(ctx, services));
  const row = await readAnnotationRow(services.runtime.db, decoded(container), decoded(id), visitor);
  if (!row) throw new NotFoundError(`There is no annotation ${iri}`);
  if (row.deleted) throw new GoneError('This annotation was deleted');
  return row;
}

/** What is not rightly escaped names nothing. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function rowOf({ runtime: { db } }: Services, container: string, id: string): Promise<AnnotationRow> {
  const row = await readAnnotationRow(db, container, id);
  if (!row) throw new NotFoundError(`There is no annotation ${id}`);
  return row;
}

/** In the form that Mirador draws. */
async function sendRow(
  ctx: Context,
  services: Services,
  { container, id }: AnnotationRow,
  status = 200,
): Promise<void> {
  const found = await services.runtime.db
    .selectFrom('annotation')
    .select('viewer')
    .where('container', '=', container)
    .where('id', '=', id)
    .executeTakeFirst();
  const urls = urlsOf(ctx, services);
  if (found?.viewer != null) await sendJsonText(ctx, viewerText([{ container, id, viewer: found.viewer }], urls));
  else await sendJson(ctx, { id: urls.annotation(container, id), type: 'Annotation' });
  if (ctx.status === 200) ctx.status = status;
}
