import {
  containerAddress,
  containerDocument,
  pageDocument,
  rootDocument,
} from '../../manifests/annotations/documents/container.ts';
import type { Page } from '../../manifests/annotations/documents/container.ts';
import {
  createContainer,
  findContainer,
  projectContainers,
  unwritten,
} from '../../manifests/annotations/store/containers.ts';
import type { ContainerRow } from '../../manifests/annotations/store/containers.ts';
import { pagesOf, readPage, startIndexOf } from '../../manifests/annotations/store/page.ts';
import type { LanguageMap } from '../../manifests/catalogue/schema.ts';
import { ForbiddenError, InvalidError, NotFoundError, expected } from '../../manifests/errors.ts';
import type { Context, Handler, Services } from '../http/context.ts';
import { readJson } from '../http/read-json.ts';
import { writerOf } from '../http/writers.ts';
import { placeOf, urlsOf } from './places.ts';
import type { Place } from './places.ts';
import { preferenceOf } from './prefer.ts';
import { sendRepresentation } from './representation.ts';

const MOST_BYTES = 64 * 1024;

/** GET /annotations/ */
export const listContainers: Handler = async (ctx, services) => {
  const urls = urlsOf(ctx, services);
  ctx.set('Content-Location', urls.annotations());
  await sendRepresentation(ctx, rootDocument(await projectContainers(services.runtime.db), urls));
};

/** POST /annotations/: a container for a project, under the name in Slug where that is free. */
export const makeContainer: Handler = async (ctx, services) => {
  const writer = await writerOf(ctx, services);
  if (writer.role === 'annotator')
    throw new ForbiddenError(
      'Containers are made by editors and administrators. That of a view is there already: /annotations/{view}/',
    );
  const json = await readJson(ctx, MOST_BYTES);
  const { type, label } = (json ?? {}) as Record<string, unknown>;
  if (![type].flat().includes('AnnotationCollection') && ![type].flat().includes('BasicContainer'))
    throw new InvalidError(
      `${expected('"AnnotationCollection" or "BasicContainer"', '/type', type)}. Annotations are posted to a container: /annotations/{view}/`,
    );
  const slug = ctx.get('Slug').trim();
  const creator = writer.id;
  const { db } = services.runtime;
  const container = await createContainer(db, {
    label: labelFrom(label ?? (slug || 'Annotations')),
    creator,
    ...(slug !== '' && { slug }),
  });
  const urls = urlsOf(ctx, services);
  const location = urls.annotationContainer(container.id);
  ctx.set('Location', location);
  ctx.set('Content-Location', location);
  await sendRepresentation(ctx, await documentOf(container, services, urls, { visitor: 'public' }), { status: 201 });
};

function labelFrom(label: unknown): LanguageMap {
  if (typeof label === 'string' && label.trim() !== '') return { none: [label] };
  const entries = label !== null && typeof label === 'object' ? Object.entries(label) : [];
  if (
    entries.length > 0 &&
    entries.every(([, values]) => Array.isArray(values) && values.every((one) => typeof one === 'string'))
  )
    return label as LanguageMap;
  throw new InvalidError(expected('a text, or lists of texts by language', '/label', label));
}

/** GET /annotations/{container}/, of which `?page=` is a page and `?iris=1` has IRIs in place of annotations. */
export const readContainer: Handler = async (ctx, services) => {
  const place = await placeOf(ctx, services);
  const { db } = services.runtime;
  const container = (await findContainer(db, place.id)) ?? unwritten(place.id);
  const urls = urlsOf(ctx, services);
  const preference = preferenceOf(ctx.get('Prefer'));
  const contained = ctx.query['iris'] === '1' ? 'iris' : preference.contained;
  const { cacheControl } = place;
  if (ctx.query['page'] !== undefined) {
    // Which page it is, and of which kind, is said by the address alone (protocol, 4.3).
    const kind = ctx.query['iris'] === '1' ? 'iris' : 'descriptions';
    const number = pageNumber(ctx, container);
    const page = await loadPage(container, number, services, place);
    ctx.set('Content-Location', containerAddress(place.id, kind, urls, number));
    return sendRepresentation(ctx, pageDocument(container, kind, page, urls), { cacheControl });
  }
  const minimal = preference.minimal || ctx.query['minimal'] === '1';
  if (preference.applied) ctx.set('Preference-Applied', 'return=representation');
  ctx.set('Content-Location', containerAddress(place.id, contained, urls, undefined, minimal));
  const document = minimal
    ? containerDocument(container, contained, undefined, urls)
    : await documentOf(container, services, urls, place, contained);
  await sendRepresentation(ctx, document, { cacheControl });
};

async function documentOf(
  container: ContainerRow,
  services: Services,
  urls: ReturnType<typeof urlsOf>,
  place: Pick<Place, 'visitor'>,
  contained: 'iris' | 'descriptions' = 'descriptions',
) {
  return containerDocument(container, contained, await loadPage(container, 0, services, place), urls);
}

async function loadPage(
  container: ContainerRow,
  number: number,
  { runtime: { db } }: Services,
  { visitor }: Pick<Place, 'visitor'>,
): Promise<Page> {
  const [rows, startIndex] = await Promise.all([
    readPage(db, container.id, number, visitor),
    startIndexOf(db, container.id, container, number),
  ]);
  return { number, startIndex, rows };
}

function pageNumber(ctx: Context, container: ContainerRow): number {
  const { page } = ctx.query;
  const number = typeof page === 'string' && /^\d{1,9}$/.test(page) ? Number(page) : Number.NaN;
  if (Number.isNaN(number)) throw new InvalidError(expected('a whole number, counted from 0', 'page', page));
  if (number >= pagesOf(container))
    throw new NotFoundError(`The last page of this container is ${pagesOf(container) - 1}`);
  return number;
}
