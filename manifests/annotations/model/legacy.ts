import { isObject, listed } from './values.ts';
import type { Json, JsonObject } from './types.ts';

/** Names of Open Annotation, of IIIF 2 and of JSON-LD itself, and what the Web Annotation vocabulary calls them. */
const NAMES: Record<string, string> = {
  '@id': 'id',
  '@type': 'type',
  '@language': 'language',
  resource: 'body',
  on: 'target',
  full: 'source',
  chars: 'value',
  'cnt:chars': 'value',
  hasBody: 'body',
  hasTarget: 'target',
  hasSource: 'source',
  hasSelector: 'selector',
  hasState: 'state',
  hasScope: 'scope',
  motivatedBy: 'motivation',
  annotatedBy: 'creator',
  annotatedAt: 'created',
  serializedBy: 'generator',
  serializedAt: 'generated',
  'dcterms:created': 'created',
  'dcterms:modified': 'modified',
  'dcterms:creator': 'creator',
  'dc:creator': 'creator',
  'dc:format': 'format',
  'dc:language': 'language',
  'dcterms:rights': 'rights',
  'rdf:value': 'value',
  'foaf:name': 'name',
};

const PREFIX = /^(?:oa|sc|cnt|dctypes|iiif):/;
const VOCABULARY = /^https?:\/\/(?:www\.w3\.org\/ns\/oa#|purl\.org\/dc\/dcmitype\/|iiif\.io\/api\/presentation\/[23]#)/;

/** The properties whose values are terms, from which prefixes are taken. */
const TERMS = new Set(['type', 'motivation', 'purpose', 'textDirection']);

/** Where what is in it belongs to others and keeps its names. */
const FOREIGN = new Set(['service', 'metadata']);

/** A copy in the words of the Web Annotation Data Model; what is already in them stays as it is. */
export function modernised(json: Json): Json {
  if (Array.isArray(json)) return json.map(modernised);
  if (!isObject(json)) return json;
  if ('@value' in json && Object.keys(json).every((key) => key.startsWith('@'))) return json['@value'] ?? null;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(json)) {
    const name = NAMES[key] ?? (key.startsWith('oa:') ? (NAMES[key.slice(3)] ?? key.slice(3)) : key);
    if (name in copy && name !== key) continue;
    if (name === '@context' || FOREIGN.has(name)) copy[name] = value;
    else copy[name] = TERMS.has(name) ? terms(value) : modernised(value);
  }
  return reshaped(copy);
}

function terms(value: Json): Json {
  if (Array.isArray(value)) return value.map(terms);
  return typeof value === 'string' ? value.replace(VOCABULARY, '').replace(PREFIX, '') : value;
}

/** Things that Open Annotation built in another way. */
function reshaped(copy: JsonObject): JsonObject {
  const types = new Set([copy['type']].flat());
  // oa:Choice of `default` and `item` (Presentation 2.1, 5.2): of bodies, and of Mirador 2's selectors.
  if (types.has('Choice') && copy['items'] === undefined && (copy['default'] ?? copy['item']) !== undefined) {
    const { default: first, item, ...rest } = copy;
    return { ...rest, type: 'Choice', items: [...listed(first), ...listed(item)].filter((one) => one !== 'rdf:nil') };
  }
  if (types.has('Tag') && copy['value'] !== undefined) {
    return { ...copy, type: 'TextualBody', purpose: copy['purpose'] ?? 'tagging' };
  }
  // A selector that is a choice of selectors is a list of them: several select the same (4.2).
  const { selector } = copy;
  if (isObject(selector) && selector['type'] === 'Choice') return { ...copy, selector: selector['items'] ?? [] };
  return copy;
}
