import type { LanguageMap } from '../../catalogue/schema.ts';
import { languageMap } from '../../presentation/language.ts';
import type { Urls } from '../../presentation/urls.ts';
import { viewerText } from '../for-viewers.ts';
import { MOST, PAGE_SIZE } from '../search/find.ts';
import type { Found, Hit } from '../search/find.ts';
import type { Suggestion } from '../search/suggest.ts';
import type { JsonObject } from './annotation.ts';
import { PRESENTATION2, openContent } from './open-annotation.ts';

export const SEARCH2 = 'http://iiif.io/api/search/2/context.json';
export const SEARCH1 = 'http://iiif.io/api/search/1/context.json';

export interface Answered {
  /** Address of the service, without parameters. */
  service: string;
  /** Those that were understood, without the page. */
  parameters: URLSearchParams;
  /** From 0. */
  page: number;
  /** Results are on views of several objects, and say of which. */
  isCollection: boolean;
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
    items: found.hits.map((hit) => {
      const item = JSON.parse(viewerText([hit], urls)) as JsonObject;
      return answered.isCollection ? { ...item, target: inManifest(item['target'], hit, urls) } : item;
    }),
    ...(items.length > 0 && {
      annotations: [{ type: 'AnnotationPage', ...(isPaged && { partOf: collection }), items }],
    }),
  };
}

/** Content Search 2.0, 4.2.3: "such that a client can retrieve and render it". */
function inManifest(target: unknown, { view, object }: Hit, urls: Urls): unknown {
  const partOf = { id: urls.manifest(object.id), type: 'Manifest', label: languageMap(object.label) };
  const canvas = urls.canvas(view);
  const within = (one: unknown): unknown => {
    if (typeof one === 'string') return one.split('#', 1)[0] === canvas ? { id: one, type: 'Canvas', partOf } : one;
    const { source, ...rest } = one as JsonObject;
    const id = typeof source === 'object' && source !== null ? (source as JsonObject)['id'] : source;
    return id === canvas ? { ...rest, source: { id, type: 'Canvas', partOf } } : one;
  };
  return Array.isArray(target) ? target.map(within) : within(target);
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
    resources: found.hits.map((hit) => openResult(hit, answered, urls)),
    hits: found.hits.flatMap((hit) => openHit(hit, urls)),
  };
}

/** One for each annotation, as Mirador tells them apart by that; it and Universal Viewer show the first match, others have all. */
function openHit({ container, id, matches, isWhole }: Hit, urls: Urls): JsonObject[] {
  const [first] = matches;
  if (!first) return [];
  const selectors = matches.map(({ before, exact, after }) => ({
    '@type': 'oa:TextQuoteSelector',
    exact,
    prefix: before,
    suffix: after,
  }));
  return [
    {
      '@type': 'search:Hit',
      annotations: [urls.annotation(container, id)],
      match: first.exact,
      before: first.before,
      after: first.after,
      ...(!isWhole && { selectors }),
    },
  ];
}

/** Viewers of that time draw rectangles: other shapes are given by theirs. */
function openResult(hit: Hit, { isCollection }: Answered, urls: Urls): JsonObject {
  const { container, id, view, viewer, object, bounds } = hit;
  const { motivation, body } = JSON.parse(viewer) as { motivation: unknown; body?: unknown };
  const canvas = urls.canvas(view);
  const [x, y] = [Math.floor(bounds?.x0 ?? 0), Math.floor(bounds?.y0 ?? 0)];
  const on = bounds ? `${canvas}#xywh=${x},${y},${Math.ceil(bounds.x1) - x},${Math.ceil(bounds.y1) - y}` : canvas;
  return {
    '@id': urls.annotation(container, id),
    '@type': 'oa:Annotation',
    ...openContent(motivation, body),
    on: isCollection
      ? {
          '@id': on,
          within: { '@id': urls.manifest(object.id), '@type': 'sc:Manifest', label: openLabel(object.label) },
        }
      : on,
  };
}

/** A label in the form of Presentation 2. */
const openLabel = (label: LanguageMap): unknown =>
  Object.entries(languageMap(label)).flatMap(([language, values]) =>
    (values ?? []).map((value) => (language === 'none' ? value : { '@value': value, '@language': language })),
  );

function addresses({ total, isCut }: Found, { service, parameters, page }: Answered) {
  const at = (number: number | undefined): string => {
    const all = new URLSearchParams(parameters);
    if (number !== undefined) all.set('page', String(number + 1));
    return all.size === 0 ? service : `${service}?${all.toString()}`;
  };
  const last = Math.max(0, Math.ceil((isCut ? MOST : total) / PAGE_SIZE) - 1);
  return {
    // Not that of the whole collection, even where there is one page only.
    id: at(page),
    all: at(undefined),
    first: at(0),
    last: at(last),
    next: page < last ? at(page + 1) : undefined,
    prev: page > 0 ? at(Math.min(page - 1, last)) : undefined,
  };
}

export interface Completed {
  /** Address of this answer. */
  id: string;
  /** Address of the search that the words are for. */
  search: string;
  /** What the words were asked for with: a search for one has them, too. */
  filters: URLSearchParams;
  ignored: readonly string[];
}

/** Words that a search may go on with. */
export const terms2 = (suggestions: readonly Suggestion[], { ignored, ...completed }: Completed): JsonObject => ({
  '@context': SEARCH2,
  id: completed.id,
  type: 'TermPage',
  ...(ignored.length > 0 && { ignored }),
  items: suggestions.map(({ word, count }) => ({
    type: 'Term',
    value: word,
    ...(count !== undefined && { total: count }),
    service: [{ id: searchFor(word, completed), type: 'SearchService2' }],
  })),
});

export const terms1 = (suggestions: readonly Suggestion[], { ignored, ...completed }: Completed): JsonObject => ({
  '@context': SEARCH1,
  '@id': completed.id,
  '@type': 'search:TermList',
  ...(ignored.length > 0 && { ignored }),
  terms: suggestions.map(({ word, count }) => ({
    match: word,
    url: searchFor(word, completed),
    ...(count !== undefined && { count }),
  })),
});

/** Of several words, for those in their order. */
function searchFor(word: string, { search, filters }: Pick<Completed, 'search' | 'filters'>): string {
  const parameters = new URLSearchParams([['q', word.includes(' ') ? `"${word}"` : word], ...filters]);
  return `${search}?${parameters.toString()}`;
}
