import { AnnotationError, pointer } from './refuse.ts';
import { harmlessHtml, looksLikeHtml } from './html.ts';
import type { Json, JsonObject } from './types.ts';
import { iri, isObject, many } from './values.ts';

/** Properties that are addresses in every vocabulary that annotations use. */
const ADDRESSES = new Set([
  'id',
  '@id',
  'homepage',
  'source',
  'cached',
  'href',
  'url',
  'src',
  'via',
  'canonical',
  'schema:url',
]);

/**
 * Plain JSON of other vocabularies, made harmless and otherwise kept: strings that a client would take for HTML are sanitised,
 * and addresses are checked.
 */
export function clean(value: Json, place: string, key?: string): Json {
  if (typeof value === 'string') {
    if (key !== undefined && ADDRESSES.has(key)) return iri(value, place);
    return looksLikeHtml(value) ? harmlessHtml(value) : value.toWellFormed();
  }
  if (Array.isArray(value)) return value.map((item, index) => clean(item, pointer(place, index), key));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const [name, item] of Object.entries(value)) copy[name] = clean(item, pointer(place, name), name);
  return copy;
}

/** An agent, a scope, a renderer: an IRI or an object that says something of itself. */
export function readThings(value: Json | undefined, place: string): JsonObject[] {
  return many(value, place).map(([item, at]) => {
    if (typeof item === 'string') return { id: iri(item, at) };
    if (!isObject(item) || Object.keys(item).length === 0) throw new AnnotationError('an IRI or an object', at, item);
    return clean(item, at) as JsonObject;
  });
}

/**
 * Some send a person's name where the person's IRI ought to be, or as its id a name in their own system; and who has not said
 * who he is, is a guest to Annotorious, with an id that means nothing.
 */
export function readAgents(value: Json | undefined, place: string): JsonObject[] {
  return many(value, place).flatMap(([item, at]) => {
    if (typeof item === 'string' && NAME.test(item)) return [{ name: item }];
    if (!isObject(item)) return readThings(item, at);
    if (item['isGuest'] === true) return [];
    const { id, ...said } = item;
    return readThings(typeof id === 'string' && NAME.test(id) ? { nickname: id, ...said } : item, at);
  });
}

/** No address of any kind, and no markup. */
const NAME = /^[^:/<>]+$/;
