import type { Json, JsonObject, Resource } from '../model/types.ts';
import { isObject, many } from '../model/values.ts';

type Point = [x: number, y: number, z: number];

/** From where an annotation of a twin was made, in metres. */
export interface Camera {
  type: 'PerspectiveCamera' | 'OrthographicCamera';
  position: Point;
  lookAt?: Point;
  /** Degrees, the vertical angle of a perspective camera. */
  fieldOfView?: number;
}

/**
 * The camera in a target's `scope`. The form is that of the drafts of Presentation 4 (their example of comments with a view
 * each): a content state that targets the scene with one more painting annotation in it, whose body is a camera.
 */
export function readCamera(target: Resource): Camera | undefined {
  if (target.kind !== 'specific') return undefined;
  for (const scope of target.scope ?? []) {
    const camera = search(scope, 10);
    if (camera) return camera;
  }
  return undefined;
}

/** The `scope` that `readCamera` reads. */
export function cameraScope({ type, position, lookAt, fieldOfView }: Camera, canvas: string): JsonObject {
  const body = {
    type,
    ...(lookAt && { lookAt: selector(lookAt) }),
    ...(fieldOfView !== undefined && { fieldOfView }),
  };
  const target = { type: 'SpecificResource', source: canvas, selector: [selector(position)] };
  const painting = { type: 'Annotation', motivation: ['painting'], body, target };
  const items = [{ type: 'AnnotationPage', items: [painting] }];
  return { type: 'Annotation', motivation: ['contentState'], target: { id: canvas, type: 'Canvas', items } };
}

const selector = ([x, y, z]: Point): JsonObject => ({ type: 'PointSelector', x, y, z });

function search(value: Json, depth: number): Camera | undefined {
  if (depth === 0 || value === null || typeof value !== 'object') return undefined;
  if (isObject(value)) {
    const camera = cameraOf(value);
    if (camera) return camera;
  }
  for (const inner of Object.values(value)) {
    const found = search(inner, depth - 1);
    if (found) return found;
  }
  return undefined;
}

/** An annotation that paints a camera: the camera is its body, and its place the point that it targets. */
function cameraOf(value: JsonObject): Camera | undefined {
  const body = many(value['body'], '')
    .map(([item]) => item)
    .find(isCamera);
  if (!body) return undefined;
  const position = many(value['target'], '')
    .map(([target]) => pointOf(target))
    .find((found) => found !== undefined);
  const lookAt = pointOf(body['lookAt']);
  const angle = body['fieldOfView'];
  return {
    type: body['type'] as Camera['type'],
    position: position ?? [0, 0, 0],
    ...(lookAt && { lookAt }),
    ...(typeof angle === 'number' && { fieldOfView: angle }),
  };
}

function isCamera(value: Json): value is JsonObject {
  return isObject(value) && (value['type'] === 'PerspectiveCamera' || value['type'] === 'OrthographicCamera');
}

/** A PointSelector itself, or the one of a specific resource. */
function pointOf(value: Json | undefined): Point | undefined {
  if (!isObject(value)) return undefined;
  const { x, y, z } = value;
  if (typeof x === 'number' && typeof y === 'number' && typeof z === 'number') return [x, y, z];
  return many(value['selector'], '')
    .map(([inner]) => pointOf(inner))
    .find((found) => found !== undefined);
}
