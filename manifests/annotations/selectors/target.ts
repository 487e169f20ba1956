import type { Resource, Selector } from '../model/types.ts';
import { readCamera } from './camera.ts';
import type { Camera } from './camera.ts';
import { readFragment, readRegion, splitIri } from './fragment.ts';
import type { Fragment } from './fragment.ts';
import { point2, rectangle, shape3 } from './shapes.ts';
import type { Shape, Shape2 } from './shapes.ts';
import { readSvg, shapeOfPaths } from './svg.ts';
import { transformed } from './path.ts';
import { readWkt, shapeOfWkt } from './wkt.ts';

/** Pixels of the view's canvas. */
export interface ViewSize {
  width: number;
  height: number;
}

/** Where an annotation is: what it is about, and which part of it. */
export interface Place {
  /** The IRI, without a fragment that says which part. */
  source: string;
  shape?: Shape;
  extras: Extras;
}

export interface Extras {
  quote?: { exact: string; prefix?: string; suffix?: string };
  position?: { start: number; end: number };
  time?: { start: number; end?: number };
  camera?: Camera;
}

/**
 * The place of one target that has been read. `view` is needed for regions in percent, which have no shape without it.
 * Undefined for what has no address: text, and groups of several.
 */
export function readTarget(target: Resource, view?: ViewSize): Place | undefined {
  const iri = sourceOf(target);
  if (iri === undefined) return undefined;
  const { source, fragment } = splitIri(iri);
  const place: Place = { source, extras: {} };
  const camera = readCamera(target);
  if (camera) place.extras.camera = camera;
  if (fragment && fragment !== 'wrong') take(place, fragment, view);
  if (target.kind !== 'specific') return place;
  let best = 0;
  for (const selector of target.selector ?? []) {
    const shape = follow(selector, place, view, [0, 0]);
    // Several selectors select the same (4.2): the one that says most exactly where is the one to draw.
    if (shape && rank(shape) > best) [place.shape, best] = [shape, rank(shape)];
  }
  return place;
}

/** All places of all targets, those within groups too. */
export function placesOf(targets: readonly Resource[], view?: ViewSize): Place[] {
  return targets.flatMap((target) => {
    if (target.kind === 'group') return placesOf(target.items, view);
    if (target.kind === 'specific' && target.source.kind === 'group') return placesOf(target.source.items, view);
    const place = readTarget(target, view);
    return place ? [place] : [];
  });
}

/** The place that decides where an annotation of several targets is: the first with a region, otherwise the first. */
export function placeOf(targets: readonly Resource[], view?: ViewSize): Place | undefined {
  const places = placesOf(targets, view);
  return places.find(({ shape }) => shape) ?? places[0];
}

function sourceOf(target: Resource): string | undefined {
  if (target.kind === 'external') return target.id;
  return target.kind === 'specific' ? sourceOf(target.source) : undefined;
}

function rank(shape: Shape): number {
  return { rectangle: 1, line: 2, polygon: 3, point: 4 }[shape.kind];
}

/** The shape of a selector and of what refines it, which is placed within the corner of what it refines (4.2.9). */
function follow(
  selector: Selector,
  place: Place,
  view: ViewSize | undefined,
  corner: [number, number],
): Shape | undefined {
  const shape = shapeOf(selector, place, view, corner);
  const from: [number, number] = shape?.dimensions === 2 ? [shape.box[0], shape.box[1]] : corner;
  const size = shape?.dimensions === 2 && shape.kind !== 'point' ? sizeOf(shape) : view;
  for (const inner of (selector['refinedBy'] ?? []) as Selector[]) {
    const refined = follow(inner, place, size, from);
    if (refined) return refined;
  }
  return shape;
}

function sizeOf({ box: [x0, y0, x1, y1] }: Shape2): ViewSize {
  return { width: x1 - x0, height: y1 - y0 };
}

function shapeOf(
  selector: Selector,
  place: Place,
  view: ViewSize | undefined,
  [left, top]: [number, number],
): Shape | undefined {
  const { type, value, x, y, z } = selector;
  const { extras } = place;
  if (type === 'SvgSelector' && typeof value === 'string') {
    const paths = readSvg(value, '', Infinity);
    return shapeOfPaths(
      left === 0 && top === 0 ? paths : paths.map((path) => transformed(path, [1, 0, 0, 1, left, top])),
    );
  }
  if (type === 'WktSelector' && typeof value === 'string') return shapeOfWkt(readWkt(value, '', Infinity));
  if (type === 'PointSelector') {
    if (typeof x !== 'number' || typeof y !== 'number') return undefined;
    return typeof z === 'number' ? shape3('point', [[x, y, z]]) : point2(x + left, y + top);
  }
  if (type === 'ImageApiSelector' && typeof selector['region'] === 'string') {
    const region = readRegion(selector['region']);
    return region && regionShape(region, view, left, top);
  }
  if (type === 'FragmentSelector' && typeof value === 'string') {
    const fragment = readFragment(value);
    if (!fragment || fragment === 'wrong') return undefined;
    if (fragment.time) extras.time = fragment.time;
    return fragment.region && regionShape(fragment.region, view, left, top);
  }
  const { exact, prefix, suffix, start, end } = selector;
  if (type === 'TextQuoteSelector' && typeof exact === 'string') {
    extras.quote = {
      exact,
      ...(typeof prefix === 'string' && { prefix }),
      ...(typeof suffix === 'string' && { suffix }),
    };
  }
  if (type === 'TextPositionSelector' && typeof start === 'number' && typeof end === 'number') {
    extras.position = { start, end };
  }
  return undefined;
}

function take(place: Place, { region, time }: Fragment, view: ViewSize | undefined): void {
  const shape = region && regionShape(region, view, 0, 0);
  if (shape) place.shape = shape;
  if (time) place.extras.time = time;
}

function regionShape(
  { unit, x, y, width, height }: NonNullable<Fragment['region']>,
  view: ViewSize | undefined,
  left: number,
  top: number,
): Shape2 | undefined {
  if (unit === 'pixel') return rectangle(x + left, y + top, width, height);
  if (!view) return undefined;
  const [across, down] = [view.width / 100, view.height / 100];
  return rectangle(x * across + left, y * down + top, width * across, height * down);
}
