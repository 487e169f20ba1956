import { clean } from './clean.ts';
import { modernised } from './legacy.ts';
import { ANNOTATION_LIMITS, checkLimits } from './limits.ts';
import type { AnnotationLimits } from './limits.ts';
import { readContexts, readModern } from './read.ts';
import { AnnotationError, pointer } from './refuse.ts';
import type { Annotation, AnnotationCollection, AnnotationPage, Json, JsonObject } from './types.ts';
import { iri, isObject, many, one, whole } from './values.ts';
import { ANNOTATION_CONTEXT, writeItem } from './write.ts';

/** What a document of annotations may be; `annotation` stands in the same union. */
export type AnnotationDocument = { type: 'Annotation'; annotation: Annotation } | AnnotationPage | AnnotationCollection;

/** An annotation, a page of them, or a collection, in any form; also IIIF 2's AnnotationList and Layer. */
export function readAnnotationDocument(json: unknown, limits: AnnotationLimits = {}): AnnotationDocument {
  const all = { ...ANNOTATION_LIMITS, ...limits };
  checkLimits(json, all);
  const found = modernised(json as Json);
  if (!isObject(found)) throw new AnnotationError('an annotation, a page or a collection', '', found);
  const types = new Set(many(found['type'], '').map(([type]) => type));
  if (types.has('AnnotationCollection') || types.has('Layer')) return readCollection(found);
  if (types.has('AnnotationPage') || types.has('AnnotationList')) return readPage(found, '', all);
  return { type: 'Annotation', annotation: readModern(found, '', all) };

  function readCollection({ type: _type, '@context': context, id, first, ...rest }: JsonObject): AnnotationCollection {
    const contexts = readContexts(context, '/@context');
    const start = one(first, '/first', 'page');
    const page =
      start &&
      (isObject(start[0]) && start[0]['items'] !== undefined ? readPage(start[0], start[1], all) : iri(...start));
    return {
      type: 'AnnotationCollection',
      ...(id !== undefined && { id: iri(id, '/id') }),
      ...(page !== undefined && { first: page }),
      properties: properties(rest, ''),
      ...(contexts.length > 0 && { contexts }),
    };
  }
}

export function writeAnnotationDocument(document: AnnotationDocument): JsonObject {
  const contexts = document.type === 'Annotation' ? (document.annotation.contexts ?? []) : (document.contexts ?? []);
  const context = contexts.length > 0 ? [ANNOTATION_CONTEXT, ...contexts] : ANNOTATION_CONTEXT;
  const body = document.type === 'Annotation' ? writeItem(document.annotation) : writeList(document);
  return { '@context': context, ...body };
}

function writeList(list: AnnotationPage | AnnotationCollection): JsonObject {
  const { id, type, properties: others } = list;
  const start = { ...(id !== undefined && { id }), type, ...others };
  if (type === 'AnnotationPage') return { ...start, items: list.items.map(writeItem) };
  const { first } = list;
  if (first === undefined) return start;
  return { ...start, first: typeof first === 'string' ? first : writeList(first) };
}

function readPage(json: JsonObject, place: string, limits: Required<AnnotationLimits>): AnnotationPage {
  const { type: _type, '@context': context, id, items, resources, ...rest } = json;
  const key = items === undefined && resources !== undefined ? 'resources' : 'items';
  const contexts = readContexts(context, pointer(place, '@context'));
  return {
    type: 'AnnotationPage',
    ...(id !== undefined && { id: iri(id, pointer(place, 'id')) }),
    items: many(items ?? resources, pointer(place, key)).map(([item, at]) => readModern(item, at, limits)),
    properties: properties(rest, place),
    ...(contexts.length > 0 && { contexts }),
  };
}

function properties(rest: JsonObject, place: string): JsonObject {
  for (const key of ['total', 'startIndex']) if (rest[key] !== undefined) whole(rest[key], pointer(place, key));
  for (const key of ['next', 'prev', 'last']) if (typeof rest[key] === 'string') iri(rest[key], pointer(place, key));
  return clean(rest, place) as JsonObject;
}
