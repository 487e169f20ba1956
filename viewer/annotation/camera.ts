import { list, record, records, type Json } from '../iiif/json.ts';
import { eye, type Pose } from '../twin/pose.ts';
import { dot, length, subtract, type Vector } from '../twin/vector.ts';
import { pointSelector } from './selector.ts';

/**
 * The camera that an annotation of a twin was made from, as a target's `scope`. The form is that of the drafts of Presentation 4: a content
 * state that targets the canvas with one more painting in it, whose body is a camera.
 */
export function cameraScope(pose: Pose, canvas: string): object {
  const body = {
    type: 'PerspectiveCamera',
    lookAt: pointSelector(pose.target),
    // There is no word for it in the drafts; without it a picture that was turned would come back upright.
    ...(Math.abs(pose.roll) < 0.05 ? {} : { roll: Math.round(pose.roll * 10) / 10 }),
  };
  const place = { type: 'SpecificResource', source: canvas, selector: [pointSelector(eye(pose))] };
  const painting = { type: 'Annotation', motivation: ['painting'], body, target: place };
  const page = { type: 'AnnotationPage', items: [painting] };
  return { type: 'Annotation', motivation: ['contentState'], target: { id: canvas, type: 'Canvas', items: [page] } };
}

/** Null where there is none in it. */
export function readCamera(scope: unknown): Pose | null {
  return search(scope, 10);
}

function search(value: unknown, depth: number): Pose | null {
  if (depth === 0 || typeof value !== 'object' || value === null) return null;
  const found = Array.isArray(value) ? null : cameraOf(record(value));
  if (found !== null) return found;
  for (const inner of Object.values(value)) {
    const camera = search(inner, depth - 1);
    if (camera !== null) return camera;
  }
  return null;
}

function cameraOf(json: Json): Pose | null {
  const body = records(json['body']).find(({ type }) => type === 'PerspectiveCamera' || type === 'OrthographicCamera');
  if (body === undefined) return null;
  const position = list(json['target'])
    .map(pointOf)
    .find((point) => point !== null);
  const target = pointOf(body['lookAt']);
  if (!position || !target) return null;
  const away = subtract(position, target);
  const distance = length(away);
  if (!(distance > 0)) return null;
  const degrees = 180 / Math.PI;
  const roll = typeof body['roll'] === 'number' ? body['roll'] : 0;
  const elevation = Math.asin(Math.max(-1, Math.min(1, dot(away, [0, 1, 0]) / distance))) * degrees;
  return { target, distance, roll, elevation, azimuth: Math.atan2(away[0], away[2]) * degrees };
}

/** A PointSelector itself, or the one of a specific resource. */
function pointOf(value: unknown): Vector | null {
  const { x, y, z, selector } = record(value);
  if (typeof x === 'number' && typeof y === 'number' && typeof z === 'number') return [x, y, z];
  return (
    records(selector)
      .map(pointOf)
      .find((point) => point !== null) ?? null
  );
}
