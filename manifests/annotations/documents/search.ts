import type { Urls } from '../../presentation/urls.ts';
import { viewerText } from '../for-viewers.ts';
import { MOST, PAGE_SIZE } from '../search/find.ts';
import type { Found, Hit } from '../search/find.ts';
import type { Suggestion } from '../search/suggest.ts';
import type { JsonObject } from './annotation.ts';

export const SEARCH2 = 'http://iiif.io/api/search/2/context.json';
export const SEARCH1 = 'http://iiif.io/api/search/1/context.json';
const PRESENTATION2 = 'http://iiif.io/api/presentation/2/context.json';

export interface Answered {
  /** Address of the service, without parameters. */
  service: string;
  /** Those that were understood, without the page. */
  parameters: URLSearchParams;
  /** From 0. */
  page: number;
  ignored: readonly string[];
}

/** An answer of Content Search 2.0: an AnnotationPage, and beside it annotations that say where in the texts the matches are. */
export function search2(found: Found, answered: Answered, urls: Urls): JsonObject {
  const { id, all, first, last, next, prev } = addresses(found, answered);
  const collection = { id: all, type: 'AnnotationCollection', ...(!found.isCut && { total: found.total }) };
  // What is on one page is a page like any other (2.0, 4.2): viewers whose parser wants a list in `partOf`, as Presentation 3.0
  // has it there, refuse the object that Content Search has.
  const isPaged = next !== undefined || prev !== undefined;
  const matches = found.hits.flatMap((hit) => hit.matches.map((match) => ({ hit, ...match })));
  const items = matches.map(({ hit, before, exact, after }, index) => ({
    id: `${id}#match-${index + 1}`,
    type: 'Annotation',
    motivation: hit.isWhole ? 'contextualizing' : 'highlighting',
    target: {
      type: 'SpecificResource',
      source: urls.annotation(hit.container, hit.id),
      selector: [
        {
          type: 'TextQuoteSelector',
          ...(before !== '' && { prefix: before }),
          exact,
          ...(after !== '' && { suffix: after }),
        },
      ],
    },
  }));
  return {
    '@context': SEARCH2,
    id,
    type: 'AnnotationPage',
    ...(isPaged && {
      partOf: { ...collection, first: named(first), last: named(last) },
      startIndex: answered.page * PAGE_SIZE,
    }),
    ...(next !== undefined && { next: named(next) }),
    ...(prev !== undefined && { prev: named(prev) }),
    ...(answered.ignored.length > 0 && { ignored: answered.ignored }),
    items: found.hits.map((hit) => JSON.parse(viewerText(hit, urls)) as JsonObject),
    ...(items.length > 0 && {
      annotations: [{ type: 'AnnotationPage', ...(isPaged && { partOf: collection }), items }],
    }),
  };
}

const named = (address: string): JsonObject => ({ id: address, type: 'AnnotationPage' });

/** The same by Content Search 1.0, in the words of Presentation 2. */
export function search1(found: Found, answered: Answered, urls: Urls): JsonObject {
  const { id, first, last, next, prev } = addresses(found, answered);
  return {
    '@context': [PRESENTATION2, SEARCH1],
    '@id': id,
    '@type': 'sc:AnnotationList',
    within: {
      '@type': 'sc:Layer',
      ...(!found.isCut && { total: found.total }),
      first,
      last,
      ...(answered.ignored.length > 0 && { ignored: answered.ignored }),
    },
    startIndex: answered.page * PAGE_SIZE,
    ...(next !== undefined && { next }),
    ...(prev !== undefined && { prev }),
    resources: found.hits.map((hit) => openAnnotation(hit, urls)),
    hits: found.hits.flatMap((hit) =>
      hit.matches.map(({ before, exact, after }) => ({
        '@type': 'search:Hit',
        annotations: [urls.annotation(hit.container, hit.id)],
        match: exact,
        before,
        after,
      })),
    ),
  };
}

/** Viewers of that time draw rectangles: other shapes are given by theirs. */
function openAnnotation({ container, id, view, viewer, bounds }: Hit, urls: Urls): JsonObject {
  const { motivation, body } = JSON.parse(viewer) as { motivation: unknown; body?: unknown };
  const resources = [body ?? []].flat().map(openResource);
  const canvas = urls.canvas(view);
  const [x, y] = [Math.floor(bounds?.x0 ?? 0), Math.floor(bounds?.y0 ?? 0)];
  const motivations = [motivation].flat().map((one) => prefixed(String(one)));
  return {
    '@id': urls.annotation(container, id),
    '@type': 'oa:Annotation',
    motivation: motivations.length === 1 ? motivations[0] : motivations,
    resource: resources.length === 1 ? resources[0] : resources,
    on: bounds ? `${canvas}#xywh=${x},${y},${Math.ceil(bounds.x1) - x},${Math.ceil(bounds.y1) - y}` : canvas,
  };
}

function openResource(body: unknown): JsonObject {
  const { id, type, value, format, language, purpose } = (typeof body === 'string' ? { id: body } : body) as JsonObject;
  if (value === undefined) return { '@id': id, '@type': type === 'Image' ? 'dctypes:Image' : 'dctypes:Text' };
  return {
    '@type': purpose === 'tagging' ? 'oa:Tag' : 'cnt:ContentAsText',
    chars: value,
    ...(format !== undefined && { format }),
    ...(language !== undefined && { language }),
  };
}

const prefixed = (motivation: string): string =>
  motivation.includes(':') ? motivation : motivation === 'painting' ? 'sc:painting' : `oa:${motivation}`;

function addresses({ total, isCut }: Found, { service, parameters, page }: Answered) {
  const at = (number: number | undefined): string => {
    const all = new URLSearchParams(parameters);
    if (number !== undefined) all.set('page', String(number + 1));
    return all.size === 0 ? service : `${service}?${all.toString()}`;
  };
  const last = Math.max(0, Math.ceil((isCut ? MOST : total) / PAGE_SIZE) - 1);
  return {
    id: at(page === 0 ? undefined : page),
    all: at(undefined),
    first: at(0),
    last: at(last),
    next: page < last ? at(page + 1) : undefined,
    prev: page > 0 ? at(Math.min(page - 1, last)) : undefined,
  };
}

/** Words that a search may go on with. */
export const terms2 = (
  suggestions: readonly Suggestion[],
  id: string,
  search: string,
  ignored: readonly string[],
): JsonObject => ({
  '@context': SEARCH2,
  id,
  type: 'TermPage',
  ...(ignored.length > 0 && { ignored }),
  items: suggestions.map(({ word, count }) => ({
    type: 'Term',
    value: word,
    ...(count !== undefined && { total: count }),
    service: [{ id: searchFor(search, word), type: 'SearchService2' }],
  })),
});

export const terms1 = (
  suggestions: readonly Suggestion[],
  id: string,
  search: string,
  ignored: readonly string[],
): JsonObject => ({
  '@context': SEARCH1,
  '@id': id,
  '@type': 'search:TermList',
  ...(ignored.length > 0 && { ignored }),
  terms: suggestions.map(({ word, count }) => ({
    match: word,
    url: searchFor(search, word),
    ...(count !== undefined && { count }),
  })),
});

const searchFor = (service: string, word: string): string =>
  `${service}?${new URLSearchParams({ q: word }).toString()}`;
