import { clean, readAgents, readThings } from './clean.ts';
import { AnnotationError, pointer } from './refuse.ts';
import type { Described, Json, JsonObject } from './types.ts';
import { dateTime, iri, isObject, many, one, text } from './values.ts';

const DIRECTIONS = new Set<Json | undefined>(['ltr', 'rtl', 'auto']);
const LISTS = ['format', 'language', 'accessibility'] as const;
const IRIS = ['rights', 'via'] as const;
const TIMES = ['created', 'modified', 'generated'] as const;

/**
 * What all resources may say of themselves. `known` are the properties that the caller reads itself; what neither knows is
 * an extension and is kept.
 */
export function readDescribed(json: JsonObject, place: string, known: ReadonlySet<string>): Described {
  const described: Described = {};
  const rest = { ...json };
  const take = (key: string): [Json | undefined, string] => {
    const value = rest[key];
    delete rest[key];
    return [value, pointer(place, key)];
  };
  for (const key of LISTS) {
    const found = many(...take(key)).map(([value, at]) => text(value, at));
    if (found.length > 0) described[key] = found;
  }
  for (const key of IRIS) {
    const found = many(...take(key)).map(([value, at]) => iri(value, at));
    if (found.length > 0) described[key] = found;
  }
  const purpose = readTerms(...take('purpose'));
  if (purpose.length > 0) described.purpose = purpose;
  for (const key of TIMES) {
    const found = one(...take(key), 'time');
    if (found) described[key] = dateTime(...found);
  }
  for (const key of ['id', 'canonical'] as const) {
    const found = one(...take(key), 'IRI');
    if (found) described[key] = iri(...found);
  }
  const language = one(...take('processingLanguage'), 'language');
  if (language) described.processingLanguage = text(...language);
  const direction = one(...take('textDirection'), 'direction');
  if (direction) {
    if (!DIRECTIONS.has(direction[0])) throw new AnnotationError('ltr, rtl or auto', direction[1], direction[0]);
    described.textDirection = direction[0] as string;
  }
  for (const key of ['creator', 'generator'] as const) {
    const found = readAgents(...take(key));
    if (found.length > 0) described[key] = found;
  }
  const audience = readThings(...take('audience'));
  if (audience.length > 0) described.audience = audience;

  const extensions: JsonObject = {};
  for (const [key, value] of Object.entries(rest)) {
    if (!known.has(key) && value !== null) extensions[key] = clean(value, pointer(place, key), key);
  }
  if (Object.keys(extensions).length > 0) described.extensions = extensions;
  return described;
}

/** Motivations and purposes: the vocabulary's words (3.3.5), others' words, IRIs, or objects with one. */
export function readTerms(value: Json | undefined, place: string): string[] {
  return many(value, place).map(([item, at]) => {
    const found = isObject(item) ? item['id'] : item;
    if (typeof found === 'string' && (/^[a-z][\w-]*$/i.test(found) || /^\w[\w-]*:[^\s<>"]+$/.test(found))) {
      return found.replace(/^(?:oa|sc):/, '');
    }
    throw new AnnotationError('a motivation such as commenting, or its IRI', at, item);
  });
}

export function readTypes(json: JsonObject, place: string): string[] {
  return many(json['type'], pointer(place, 'type')).map(([value, at]) => {
    if (typeof value === 'string' && /^[^\s<>"]+$/.test(value)) return value;
    throw new AnnotationError('the name of a type', at, value);
  });
}
