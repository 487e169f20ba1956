import { InvalidError } from '../errors.ts';
import type { JsonObject } from './documents/annotation.ts';
import { readAnnotation } from './model/read.ts';
import type { Annotation } from './model/types.ts';
import { ANNOTATION_CONTEXT, writeAnnotation } from './model/write.ts';
import { ownKey, withKeys } from './own-iris.ts';
import { placesOf } from './selectors/target.ts';
import type { ViewSize } from './selectors/target.ts';
import type { Bounds } from './store/place.ts';

/** An annotation as a client sent it, understood: the one place where what comes from outside becomes what is stored. */
export interface Received {
  annotation: Annotation;
  /** What it says, but for its id. */
  body: JsonObject;
  clientId?: string;
  motivations: string[];
  generator?: string;
  /** The view that it is on: of several, the first with a region. */
  view?: string;
}

/** Reads an annotation. `base`: the address by which the client reached us. Throws InvalidError with the place of the fault. */
export const receive = (json: unknown, base: string): Received => understood(readAnnotation(withKeys(json, base)));

/** One that was stored, to be written again. */
export const receiveStored = (body: JsonObject): Received => understood(readAnnotation(body));

function understood({ id: clientId, ...annotation }: Annotation): Received {
  const { '@context': context, ...body } = writeAnnotation(annotation);
  const [by] = annotation.generator ?? [];
  const generator = by?.['id'] ?? by?.['name'];
  const places = placesOf(annotation.target).filter(({ source }) => viewIn(source) !== undefined);
  const view = viewIn((places.find(({ shape }) => shape) ?? places[0])?.source ?? '');
  return {
    annotation,
    body: { ...(context !== ANNOTATION_CONTEXT && { '@context': context }), ...body },
    ...(clientId !== undefined && { clientId }),
    motivations: annotation.motivation,
    ...(typeof generator === 'string' && { generator }),
    ...(view !== undefined && { view }),
  };
}

const VIEW = new RegExp(`^${ownKey('/iiif/')}(?:canvas|scene)/([^/]+)$`);
const viewIn = (source: string): string | undefined => VIEW.exec(source)?.[1];

/**
 * What it covers of its view; undefined where it is about all of it. Throws InvalidError for a region none of which is on the
 * view.
 */
export function boundsOn({ annotation, view }: Received, size: ViewSize | undefined): Bounds | undefined {
  const shapes = placesOf(annotation.target, size).flatMap(({ source, shape }) =>
    shape && viewIn(source) === view ? [shape] : [],
  );
  if (shapes.length === 0) return undefined;
  const deep = shapes.every((shape) => shape.dimensions === 3);
  const boxes = shapes.map(({ dimensions, box }) =>
    dimensions === 3 ? box : ([box[0], box[1], 0, box[2], box[3], 0] as const),
  );
  const least = (axis: number): number => Math.min(...boxes.map((box) => box[axis] ?? 0));
  const most = (axis: number): number => Math.max(...boxes.map((box) => box[axis + 3] ?? 0));
  const bounds: Bounds = { x0: least(0), y0: least(1), x1: most(0), y1: most(1) };
  if (deep) return { ...bounds, z0: least(2), z1: most(2) };
  const { x0, y0, x1, y1 } = bounds;
  if (size && (x1 < 0 || y1 < 0 || x0 > size.width || y0 > size.height))
    throw new InvalidError(
      `The target of the annotation is outside of its view, which has ${size.width} × ${size.height} pixels: it goes from ${x0},${y0} to ${x1},${y1}`,
    );
  return bounds;
}
