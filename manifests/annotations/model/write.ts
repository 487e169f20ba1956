import type { Annotation, Described, Json, JsonObject, Resource } from './types.ts';

export const ANNOTATION_CONTEXT = 'http://www.w3.org/ns/anno.jsonld';

/**
 * The one plain form, with the context of the W3C: what is single stands alone, but for a body that came in a list, what is only an
 * IRI is a string.
 */
export function writeAnnotation(annotation: Annotation): JsonObject {
  const { contexts = [] } = annotation;
  const context = contexts.length > 0 ? [ANNOTATION_CONTEXT, ...contexts] : ANNOTATION_CONTEXT;
  return { '@context': context, ...writeItem(annotation) };
}

/** The same without a context, as an item of a page that has it. */
export function writeItem(annotation: Annotation): JsonObject {
  const { types = [], body, target, motivation, stylesheet } = annotation;
  const { id, ...described } = writeDescribed(annotation);
  return {
    ...(id !== undefined && { id }),
    type: types.length > 0 ? ['Annotation', ...types] : 'Annotation',
    ...(motivation.length > 0 && { motivation: single(motivation) }),
    ...described,
    ...(body.length > 0 && { body: writeBody(body.map(writeResource), annotation) }),
    target: single(target.map(writeResource)),
    ...(stylesheet && { stylesheet: plain(stylesheet) }),
  };
}

/** Bodies as they stand in an annotation; of one, as it came. */
export function writeBody(bodies: Json[], { bodyIsList }: Annotation): Json {
  return bodyIsList ? bodies : single(bodies);
}

export function writeResource(resource: Resource): Json {
  const { id, ...described } = writeDescribed(resource);
  const name = id === undefined ? {} : { id };
  switch (resource.kind) {
    case 'external': {
      const { types = [] } = resource;
      return plain({ id: resource.id, ...(types.length > 0 && { type: single(types) }), ...described });
    }
    case 'text': {
      const { types = [] } = resource;
      return {
        ...name,
        type: types.length > 0 ? ['TextualBody', ...types] : 'TextualBody',
        value: resource.value,
        ...described,
      };
    }
    case 'group':
      return { ...name, type: resource.type, items: resource.items.map(writeResource), ...described };
    case 'specific': {
      const { source, selector, state, styleClass, renderedVia, scope } = resource;
      return {
        ...name,
        type: 'SpecificResource',
        source: writeResource(source),
        ...described,
        ...(selector && { selector: single(selector.map(writeNested)) }),
        ...(state && { state: single(state.map(writeNested)) }),
        ...(styleClass && { styleClass: single(styleClass) }),
        ...(renderedVia && { renderedVia: single(renderedVia.map(plain)) }),
        ...(scope && { scope: single(scope.map(plain)) }),
      };
    }
  }
}

/** Properties that are values as they are, and those that are lists of things. */
const VALUES = ['id', 'canonical', 'created', 'modified', 'generated', 'processingLanguage', 'textDirection'] as const;
const LISTS = ['format', 'language', 'accessibility', 'purpose', 'rights', 'via'] as const;
const THINGS = ['creator', 'generator', 'audience'] as const;

function writeDescribed(described: Described): JsonObject {
  const json: JsonObject = {};
  for (const key of VALUES) if (described[key] !== undefined) json[key] = described[key];
  for (const key of LISTS) if (described[key]) json[key] = single(described[key]);
  for (const key of THINGS) if (described[key]) json[key] = single(described[key].map(plain));
  return { ...json, ...described.extensions };
}

function writeNested(selector: JsonObject): Json {
  const copy = { ...selector };
  const { refinedBy, startSelector, endSelector } = copy;
  if (Array.isArray(refinedBy)) copy['refinedBy'] = single((refinedBy as JsonObject[]).map(writeNested));
  if (startSelector) copy['startSelector'] = writeNested(startSelector as JsonObject);
  if (endSelector) copy['endSelector'] = writeNested(endSelector as JsonObject);
  return plain(copy);
}

/** An object with nothing but its IRI is written as the IRI. */
function plain(thing: JsonObject): Json {
  const keys = Object.keys(thing);
  return keys.length === 1 && keys[0] === 'id' ? thing['id']! : thing;
}

function single(values: readonly Json[]): Json {
  return values.length === 1 ? values[0]! : [...values];
}
