import { AnnotationError, pointer } from '../model/refuse.ts';
import type { Json, Selector } from '../model/types.ts';
import { iri, isObject, many, one, real, text, whole } from '../model/values.ts';
import { readFragment, readRegion } from './fragment.ts';
import { readSvg, writeSvg } from './svg.ts';
import { readWkt } from './wkt.ts';

/** How deep selectors may refine each other. */
const REFINEMENTS = 8;

/**
 * A selector of any type (Web Annotation Data Model, 4.2): checked where its type is known, and SVG written anew. The rest of
 * it, and selectors of unknown types, have been made harmless with `clean` and stay as they are.
 */
export function readSelector(
  json: Json,
  place: string,
  options: { points: number; clean: (value: Json, place: string) => Json },
  depth = 0,
): Selector {
  if (typeof json === 'string') return { id: iri(json, place) };
  if (!isObject(json)) throw new AnnotationError('a selector or its IRI', place, json);
  if (depth > REFINEMENTS) throw new AnnotationError(`at most ${REFINEMENTS} selectors within each other`, place, json);
  const [type] = one(json['type'], pointer(place, 'type'), 'type') ?? [undefined];
  const { refinedBy, startSelector, endSelector, ...own } = json;
  const selector: Selector = {};
  for (const [key, value] of Object.entries(own)) selector[key] = options.clean(value, pointer(place, key));
  if (type === undefined && typeof json['id'] !== 'string')
    throw new AnnotationError('a type', pointer(place, 'type'), type);
  if (json['id'] !== undefined) selector['id'] = iri(json['id'], pointer(place, 'id'));
  if (type !== undefined) selector['type'] = typeof type === 'string' ? canonicalType(type) : type;
  checkKind(selector, json, place, options.points);

  const nested = (value: Json, at: string): Selector => readSelector(value, at, options, depth + 1);
  if (selector['type'] === 'RangeSelector') {
    for (const [key, value] of [
      ['startSelector', startSelector],
      ['endSelector', endSelector],
    ] as const) {
      const found = one(value, pointer(place, key), 'selector');
      if (!found) throw new AnnotationError('a selector', pointer(place, key), undefined);
      selector[key] = nested(...found);
    }
  }
  const refinements = many(refinedBy, pointer(place, 'refinedBy')).map((found) => nested(...found));
  if (refinements.length > 0) selector['refinedBy'] = refinements;
  return selector;
}

/** Drafts and programs write `WKTSelector`. */
function canonicalType(type: string): string {
  return type === 'WKTSelector' ? 'WktSelector' : type;
}

function checkKind(selector: Selector, json: { [key: string]: Json }, place: string, points: number): void {
  const at = (key: string): string => pointer(place, key);
  const value = (what: string): string => {
    const found = one(json['value'], at('value'), 'value');
    return text(found?.[0], found?.[1] ?? at('value'), what);
  };
  switch (selector['type']) {
    case 'SvgSelector':
      // The spec allows SVG that is elsewhere, which is never fetched (4.2.7).
      if (json['value'] === undefined && selector['id'] !== undefined) break;
      selector['value'] = writeSvg(readSvg(value('SVG'), at('value'), points));
      break;
    case 'WktSelector':
      selector['value'] = value('WKT');
      readWkt(selector['value'], at('value'), points);
      break;
    case 'FragmentSelector': {
      if (json['region'] !== undefined && json['value'] === undefined) break;
      selector['value'] = value('a fragment');
      if (json['conformsTo'] !== undefined) selector['conformsTo'] = iri(json['conformsTo'], at('conformsTo'));
      if (isMedia(json['conformsTo']) && readFragment(selector['value']) === 'wrong') {
        throw new AnnotationError(
          'xywh=x,y,width,height in pixels or percent, or t=start,end',
          at('value'),
          json['value'],
        );
      }
      break;
    }
    case 'ImageApiSelector':
      if (
        typeof json['region'] === 'string' &&
        !/^(full|square)$/.test(json['region']) &&
        !readRegion(json['region'])
      ) {
        throw new AnnotationError('a region of the Image API', at('region'), json['region']);
      }
      break;
    case 'PointSelector':
      for (const key of ['x', 'y', 'z']) if (json[key] !== undefined && json[key] !== null) real(json[key], at(key));
      if ((json['x'] === undefined) !== (json['y'] === undefined)) throw new AnnotationError('x and y', place, json);
      break;
    case 'TextQuoteSelector':
      selector['exact'] = text(json['exact'], at('exact'), 'the quoted text');
      for (const key of ['prefix', 'suffix']) {
        if (json[key] !== undefined && typeof json[key] !== 'string')
          throw new AnnotationError('text', at(key), json[key]);
        if (json[key] !== undefined) selector[key] = json[key];
      }
      break;
    case 'TextPositionSelector':
    case 'DataPositionSelector':
      if (whole(json['end'], at('end')) < whole(json['start'], at('start'))) {
        throw new AnnotationError('an end that is not before the start', at('end'), json['end']);
      }
      break;
    case 'CssSelector':
    case 'XPathSelector':
      selector['value'] = value('a path');
      break;
    default:
  }
}

/** Fragments of unknown kinds of documents (`chapter.html#p4`) are not ours to judge. */
function isMedia(conformsTo: Json | undefined): boolean {
  return conformsTo === undefined || (typeof conformsTo === 'string' && conformsTo.includes('media-frags'));
}
