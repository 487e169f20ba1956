import { readSelector } from '../selectors/read-selector.ts';
import { clean, readThings } from './clean.ts';
import { readDescribed, readTypes } from './described.ts';
import { harmlessHtml, isMarkup, looksLikeHtml } from './html.ts';
import type { AnnotationLimits } from './limits.ts';
import { AnnotationError, pointer } from './refuse.ts';
import type { External, Group, Json, JsonObject, Resource, Specific, State, Text } from './types.ts';
import { dateTime, iri, isIri, isObject, many, one, text } from './values.ts';

const GROUPS: readonly string[] = ['Choice', 'Composite', 'List', 'Independents'] satisfies Group['type'][];
const TEXTS = new Set(['TextualBody', 'ContentAsText', 'EmbeddedContent']);
const SPECIFIC = new Set(['type', 'source', 'selector', 'state', 'styleClass', 'renderedVia', 'scope']);

/** A body or target of any of the data model's kinds (3.2, 4, 5). `role` says what a bare string is. */
export function readResource(
  json: Json,
  place: string,
  role: 'body' | 'target',
  limits: Required<AnnotationLimits>,
): Resource {
  if (typeof json === 'string') {
    if (isIri(json)) return { kind: 'external', id: json };
    // A body that is plainly no IRI is text that somebody forgot to wrap.
    if (role === 'body' && /\s/.test(json) && json.trim() !== '')
      return readText({ value: json }, place, ['TextualBody']);
    return { kind: 'external', id: iri(json, place) };
  }
  if (!isObject(json)) throw new AnnotationError(`the IRI of a ${role}, or an object`, place, json);
  const types = readTypes(json, place);
  const [group, ...others] = types.filter((type) => GROUPS.includes(type));
  // What is in one cannot be alternatives and all of it at once.
  if (others.length > 0) throw new AnnotationError(`one of ${GROUPS.join(', ')}`, pointer(place, 'type'), json['type']);
  if (group !== undefined) return readGroup(json, place, group as Group['type'], role, limits);
  if (json['source'] !== undefined || types.includes('SpecificResource'))
    return readSpecific(json, place, role, limits);
  if (types.some((type) => TEXTS.has(type)) || json['value'] !== undefined) return readText(json, place, types);
  return readExternal(json, place, types, limits);
}

function readGroup(
  json: JsonObject,
  place: string,
  type: Group['type'],
  role: 'body' | 'target',
  limits: Required<AnnotationLimits>,
): Group {
  const at = pointer(place, 'items');
  const items = many(json['items'], at).map(([item, itemAt]) => readResource(item, itemAt, role, limits));
  if (items.length === 0) throw new AnnotationError(`the items of a ${type}`, at, json['items']);
  return { kind: 'group', type, items, ...readDescribed(json, place, new Set(['type', 'items'])) };
}

function readText(json: JsonObject, place: string, types: string[]): Text {
  const at = pointer(place, 'value');
  const found = one(json['value'], at, 'value');
  if (typeof found?.[0] !== 'string') throw new AnnotationError('text', at, found?.[0]);
  const value = found[0].toWellFormed();
  const described = readDescribed(json, place, new Set(['type', 'value']));
  const others = types.filter((type) => !TEXTS.has(type) && type !== 'Text');
  const body: Text = { kind: 'text', value, ...described, ...(others.length > 0 && { types: others }) };
  const isHtml = described.format ? described.format.some(isMarkup) : looksLikeHtml(value);
  // Text of a page or a quotation may begin and end with brackets: only what is not said to be plain is taken for HTML.
  return isHtml ? { ...body, value: harmlessHtml(value), format: described.format ?? ['text/html'] } : body;
}

function readSpecific(
  json: JsonObject,
  place: string,
  role: 'body' | 'target',
  limits: Required<AnnotationLimits>,
): Specific {
  const sourceAt = pointer(place, 'source');
  const source = one(json['source'], sourceAt, 'source');
  if (!source) throw new AnnotationError('the source of a SpecificResource', sourceAt, json['source']);
  const options = { points: limits.points, clean };
  const selector = many(json['selector'], pointer(place, 'selector')).map((found) => readSelector(...found, options));
  const state = many(json['state'], pointer(place, 'state')).map((found) => readState(...found));
  const styleClass = many(json['styleClass'], pointer(place, 'styleClass')).map((found) => text(...found));
  const renderedVia = readThings(json['renderedVia'], pointer(place, 'renderedVia'));
  const scope = readThings(json['scope'], pointer(place, 'scope'));
  return {
    kind: 'specific',
    source: readResource(...source, role, limits),
    ...readDescribed(json, place, SPECIFIC),
    ...(selector.length > 0 && { selector }),
    ...(state.length > 0 && { state }),
    ...(styleClass.length > 0 && { styleClass }),
    ...(renderedVia.length > 0 && { renderedVia }),
    ...(scope.length > 0 && { scope }),
  };
}

/** Some put a selector beside the `id` of what it selects from: that is a specific resource without a name. */
function readExternal(json: JsonObject, place: string, types: string[], limits: Required<AnnotationLimits>): Resource {
  const idAt = pointer(place, 'id');
  const { id: found, selector, ...rest } = json;
  const id = iri(found, idAt);
  if (selector !== undefined && selector !== null) {
    const source: External = { kind: 'external', id, ...(types.length > 0 && { types }) };
    const { type: _type, ...others } = rest;
    return { ...readSpecific({ ...others, source: id, selector }, place, 'target', limits), source };
  }
  const described = readDescribed(rest, place, new Set(['type']));
  return { kind: 'external', ...described, id, ...(types.length > 0 && { types }) };
}

/** 4.3: of a time or of a request; one that is elsewhere has an `id`. */
function readState(json: Json, place: string): State {
  if (typeof json === 'string') return { id: iri(json, place) };
  if (!isObject(json)) throw new AnnotationError('a state or its IRI', place, json);
  const { refinedBy, ...own } = json;
  const state = clean(own, place) as State;
  if (state['type'] === 'HttpRequestState') text(json['value'], pointer(place, 'value'), 'headers of a request');
  if (state['type'] === 'TimeState') {
    for (const key of ['sourceDate', 'sourceDateStart', 'sourceDateEnd']) {
      for (const [value, at] of many(json[key], pointer(place, key))) dateTime(value, at);
    }
    if ((json['sourceDateStart'] === undefined) !== (json['sourceDateEnd'] === undefined)) {
      throw new AnnotationError('both sourceDateStart and sourceDateEnd, or neither', place, json);
    }
  }
  const refinements = many(refinedBy, pointer(place, 'refinedBy')).map(([value, at]) =>
    isObject(value) && (value['type'] === 'TimeState' || value['type'] === 'HttpRequestState')
      ? readState(value, at)
      : readSelector(value, at, { points: 0, clean }),
  );
  return refinements.length > 0 ? { ...state, refinedBy: refinements } : state;
}
