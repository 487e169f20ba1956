import { languageMap } from '../../presentation/language.ts';
import type { Urls } from '../../presentation/urls.ts';
import type { ContainerRow } from '../store/containers.ts';
import { pagesOf } from '../store/page.ts';
import { ANNOTATION_CONTEXT } from '../model/write.ts';
import { embedded } from './annotation.ts';
import type { JsonObject, Stored } from './annotation.ts';

/** Protocol, 4.2: of each annotation its IRI or all of it. */
export type Contained = 'iris' | 'descriptions';

const CONTEXTS = [ANNOTATION_CONTEXT, 'http://www.w3.org/ns/ldp.jsonld'];

export interface Page {
  number: number;
  /** How many annotations there are before it. */
  startIndex: number;
  rows: readonly Stored[];
}

/** Whether annotations come as IRIs is told by the address, as Content-Location has to (protocol, 4.2). */
export function containerAddress(id: string, contained: Contained, urls: Urls, page?: number, minimal = false): string {
  const query = [
    ...(minimal ? ['minimal=1'] : []),
    ...(contained === 'iris' ? ['iris=1'] : []),
    ...(page === undefined ? [] : [`page=${page}`]),
  ].join('&');
  return `${urls.annotationContainer(id)}${query && `?${query}`}`;
}

/** A container with its first page, or none where only what it is was asked for. */
export function containerDocument(
  container: ContainerRow,
  contained: Contained,
  first: Page | undefined,
  urls: Urls,
): JsonObject {
  const { id, created, modified, revision } = container;
  const last = pagesOf(container) - 1;
  return {
    '@context': CONTEXTS,
    id: containerAddress(id, contained, urls, undefined, first === undefined),
    type: ['BasicContainer', 'AnnotationCollection'],
    label: labelOf(container),
    ...(revision > 0 && { created: created.toISOString(), modified: modified.toISOString() }),
    total: totalOf(container),
    first: first ? pageOf(container, contained, first, urls) : containerAddress(id, contained, urls, 0),
    last: containerAddress(id, contained, urls, last),
  };
}

/** One page at its own address. */
export function pageDocument(container: ContainerRow, contained: Contained, page: Page, urls: Urls): JsonObject {
  const { id, modified, revision } = container;
  const whole = {
    id: containerAddress(id, contained, urls),
    type: 'AnnotationCollection',
    label: labelOf(container),
    total: totalOf(container),
    ...(revision > 0 && { modified: modified.toISOString() }),
  };
  const { id: address, type, ...rest } = pageOf(container, contained, page, urls);
  return { '@context': ANNOTATION_CONTEXT, id: address, type, partOf: whole, ...rest };
}

function pageOf(
  container: ContainerRow,
  contained: Contained,
  { number, startIndex, rows }: Page,
  urls: Urls,
): JsonObject {
  const { id } = container;
  const at = (page: number): string => containerAddress(id, contained, urls, page);
  return {
    id: at(number),
    type: 'AnnotationPage',
    startIndex,
    ...(number > 0 && { prev: at(number - 1) }),
    ...(number < pagesOf(container) - 1 && { next: at(number + 1) }),
    items: rows.map((row) => (contained === 'iris' ? urls.annotation(row.container, row.id) : embedded(row, urls))),
  };
}

export const totalOf = ({ last, deleted }: ContainerRow): number => last - deleted;

/** Plain text: `label` of the annotations' context has no language map. */
function labelOf({ id, view, label }: ContainerRow): string {
  if (view !== null) return `Annotations of the view ${view}`;
  return Object.values(languageMap(label ?? id))[0]?.[0] ?? id;
}

/** The container in which all containers are: its members are those of projects. */
export function rootDocument(containers: readonly ContainerRow[], urls: Urls): JsonObject {
  return {
    '@context': CONTEXTS,
    id: urls.annotations(),
    type: 'BasicContainer',
    label: 'Annotation containers',
    contains: containers.map((container) => ({
      id: urls.annotationContainer(container.id),
      type: ['BasicContainer', 'AnnotationCollection'],
      label: labelOf(container),
      total: totalOf(container),
    })),
  };
}
