import { formatRegion, parseFragment, type Extent } from '../iiif/fragment.ts';
import { list, record, records, string, type Json } from '../iiif/json.ts';
import type { Vector } from '../twin/vector.ts';
import { boundsOf, type Shape } from './shape.ts';
import { formatPath, parsePath } from './svg-path.ts';
import { formatWkt, parseWkt, precise, type Figure } from './wkt.ts';

/** Where an annotation is: on an image, or on the surface of a twin; neither where it is about all of it. */
export interface Place {
  shape: Shape | null;
  figure: Figure | null;
}

const NOWHERE: Place = { shape: null, figure: null };

/** The first of the targets that is a part of the canvas. */
export function readPlace(targets: unknown, canvas: Extent): Place {
  for (const target of list(targets)) {
    const place = placeOf(target, canvas);
    if (place.shape !== null || place.figure !== null) return place;
  }
  return NOWHERE;
}

function placeOf(target: unknown, canvas: Extent): Place {
  if (typeof target === 'string') return shaped(region(target, canvas));
  const json = record(target);
  if (json['items'] !== undefined) return readPlace(json['items'], canvas);
  const places = records(json['selector']).map((selector) => readSelector(selector, canvas));
  // Several selectors select the same: the one that says most exactly where is the one to draw.
  const best =
    places.find(({ shape, figure }) => figure !== null || shape?.type === 'point') ??
    places.find(({ shape }) => shape?.type === 'path');
  const source = string(record(json['source'])['id']) ?? string(json['source']) ?? string(json['id']) ?? '';
  return best ?? places.find(({ shape }) => shape !== null) ?? shaped(region(source, canvas));
}

function readSelector(selector: Json, canvas: Extent): Place {
  const value = string(selector['value']) ?? '';
  const { x, y, z } = selector;
  switch (selector['type']) {
    case 'FragmentSelector':
      return shaped(region(value, canvas));
    case 'SvgSelector':
      return shaped(svgShape(value));
    case 'WktSelector':
      return { shape: null, figure: parseWkt(value) };
    case 'PointSelector':
      if (typeof x !== 'number' || typeof y !== 'number') return NOWHERE;
      return typeof z === 'number'
        ? { shape: null, figure: { type: 'point', places: [[x, y, z]] } }
        : shaped({ type: 'point', x, y });
    default:
      return NOWHERE;
  }
}

function shaped(shape: Shape | null): Place {
  return { shape, figure: null };
}

function region(text: string, canvas: Extent): Shape | null {
  const found = parseFragment(text, canvas);
  return found === null ? null : { type: 'rectangle', ...found };
}

/** The first path in an SVG; the server writes nothing else. It is read as text: nothing is made of it that could run. */
function svgShape(svg: string): Shape | null {
  const path = parsePath(/<path\b[^>]*?\sd=(["'])([^"']*)\1/.exec(svg)?.[2] ?? '');
  return path === null ? null : { type: 'path', ...path };
}

/** A selector in the form that viewers draw. */
export function shapeSelector(shape: Shape, canvas: Extent): object {
  if (shape.type === 'point') return { type: 'PointSelector', x: Math.round(shape.x), y: Math.round(shape.y) };
  if (shape.type === 'path') {
    const data = formatPath(shape.rings, shape.closed);
    return { type: 'SvgSelector', value: `<svg xmlns="http://www.w3.org/2000/svg"><path d="${data}"/></svg>` };
  }
  const value = `xywh=${formatRegion(boundsOf(shape), canvas)}`;
  return { type: 'FragmentSelector', conformsTo: 'http://www.w3.org/TR/media-frags/', value };
}

export function figureSelector(figure: Figure): object {
  const [place] = figure.places;
  if (figure.type !== 'point' || place === undefined) return { type: 'WktSelector', value: formatWkt(figure) };
  return pointSelector(place);
}

export function pointSelector([x, y, z]: Vector): object {
  return { type: 'PointSelector', x: precise(x), y: precise(y), z: precise(z) };
}
