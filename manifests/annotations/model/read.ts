import { clean } from './clean.ts';
import { readDescribed, readTerms, readTypes } from './described.ts';
import { modernised } from './legacy.ts';
import { ANNOTATION_LIMITS, checkLimits } from './limits.ts';
import type { AnnotationLimits } from './limits.ts';
import { AnnotationError, pointer } from './refuse.ts';
import { readResource } from './resources.ts';
import type { Annotation, Json, JsonObject } from './types.ts';
import { iri, isIri, isObject, many, one, text } from './values.ts';

const OWN = new Set(['@context', 'type', 'body', 'bodyValue', 'target', 'motivation', 'stylesheet']);

/**
 * Reads a Web Annotation, in any form found in the wild: the W3C's, Open Annotation's, or that of IIIF 2 to 4.
 * Throws AnnotationError, which names the place of the fault; the place is in the words of the W3C's form (`/target` for
 * IIIF 2's `on`).
 */
export function readAnnotation(json: unknown, limits: AnnotationLimits = {}): Annotation {
  const all = { ...ANNOTATION_LIMITS, ...limits };
  checkLimits(json, all);
  return readModern(modernised(json as Json), '', all);
}

/** One whose size has been checked, and that is in the W3C's words. */
export function readModern(json: Json, place: string, limits: Required<AnnotationLimits>): Annotation {
  if (!isObject(json)) throw new AnnotationError('an annotation', place, json);
  const at = (key: string): string => pointer(place, key);
  const types = readTypes(json, place);
  if (!types.includes('Annotation')) throw new AnnotationError('Annotation', at('type'), json['type']);
  const contexts = readContexts(json['@context'], at('@context'));
  const body = readBody(json, place, limits);
  const target = many(json['target'], at('target')).map((found) => readResource(...found, 'target', limits));
  if (target.length === 0) throw new AnnotationError('at least one target', at('target'), json['target']);
  const stylesheet = readStylesheet(json['stylesheet'], at('stylesheet'));
  const others = types.filter((type) => type !== 'Annotation');
  return {
    ...readDescribed(named(json), place, OWN),
    motivation: readTerms(json['motivation'], at('motivation')),
    body,
    ...(body.length === 1 && Array.isArray(json['body']) && { bodyIsList: true }),
    target,
    ...(stylesheet && { stylesheet }),
    ...(others.length > 0 && { types: others }),
    ...(contexts.length > 0 && { contexts }),
  };
}

function readBody(json: JsonObject, place: string, limits: Required<AnnotationLimits>): Annotation['body'] {
  const at = pointer(place, 'bodyValue');
  const { body, bodyValue } = json;
  if (bodyValue === undefined || bodyValue === null) {
    return many(body, pointer(place, 'body')).map((found) => readResource(...found, 'body', limits));
  }
  if (body !== undefined && body !== null)
    throw new AnnotationError('body or bodyValue, not both (3.2.5)', at, bodyValue);
  // Drafts of Presentation 4 have a whole body here.
  if (isObject(bodyValue)) return [readResource(bodyValue, at, 'body', limits)];
  if (typeof bodyValue !== 'string') throw new AnnotationError('text', at, bodyValue);
  // 3.2.5: no language, plain text, which is what a body without a format is not known to be.
  return [{ kind: 'text', value: bodyValue.toWellFormed(), format: ['text/plain'] }];
}

const UUID = /^#?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Drawing programs name annotations by a bare UUID, or by something that has a meaning in their page only. */
function named(json: JsonObject): JsonObject {
  const { id, ...rest } = json;
  if (typeof id !== 'string' || isIri(id)) return json;
  const uuid = UUID.exec(id)?.[1];
  if (uuid !== undefined) return { ...rest, id: `urn:uuid:${uuid.toLowerCase()}` };
  return /^[\w#./-]*$/.test(id) ? rest : json;
}

const OURS =
  /^https?:\/\/(?:www\.w3\.org\/ns\/(?:anno|oa|ldp)(?:-context-\d+)?(?:\.jsonld|#)?$|iiif\.io\/api\/(?:presentation|search|extension)\/|(?:www\.)?shared-canvas\.org\/ns\/context\.json$)/;
const KEPT = /^https?:\/\/iiif\.io\/api\/extension\//;

function isKnown(context: Json): boolean {
  return typeof context === 'string' && OURS.test(context);
}

/** The contexts that are needed besides the W3C's. One that knows no annotations cannot stand alone. */
export function readContexts(value: Json | undefined, place: string): Json[] {
  const all = many(value, place);
  for (const [context, at] of all) if (!isObject(context)) iri(context, at);
  if (all.length > 0 && all.every(([context]) => typeof context === 'string' && !isKnown(context))) {
    throw new AnnotationError('http://www.w3.org/ns/anno.jsonld or a context of IIIF', place, value);
  }
  return all.flatMap(([context]) =>
    typeof context === 'string' && isKnown(context) && !KEPT.test(context) ? [] : [context],
  );
}

/** 4.4: CSS that is elsewhere, or here; what would load or run something is refused. */
function readStylesheet(value: Json | undefined, place: string): JsonObject | undefined {
  const found = one(value, place, 'stylesheet');
  if (!found) return undefined;
  if (typeof found[0] === 'string') return { id: iri(...found) };
  if (!isObject(found[0])) throw new AnnotationError('a stylesheet or its IRI', found[1], found[0]);
  const { value: css } = found[0];
  if (
    css !== undefined &&
    /[<\\]|@import|url\s*\(|expression\s*\(|javascript:/i.test(text(css, pointer(found[1], 'value')))
  ) {
    throw new AnnotationError('CSS that loads and runs nothing', pointer(found[1], 'value'), css);
  }
  return clean(found[0], found[1]) as JsonObject;
}
