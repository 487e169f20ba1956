import { cameraScope } from '../../manifests/annotations/selectors/camera.ts';

type Vector = readonly [x: number, y: number, z: number];

/** Half of the angle that the viewer's camera sees from the bottom to the top: radius over distance. */
const SLOPE = Math.sin((14 * Math.PI) / 180);
/** So much of the picture's height does a place take at most; and of the whole's size it shows at least so much around it. */
const SHARE = 0.4;
const AROUND = 0.1;

/**
 * The `scope` of a target: the camera that looks at a place from where the surface looks, near enough to see it and far enough to
 * know where it is.
 *
 * `radius` of the place and `size` of the whole, in metres; `towards` the eye, of any length but none.
 */
export function cameraAt(
  view: string,
  { place, radius, towards, size }: { place: Vector; radius: number; towards: Vector; size: number },
): Record<string, unknown> {
  const distance = Math.max(radius / SHARE, size * AROUND) / SLOPE;
  const length = Math.hypot(...towards);
  const eye = place.map((value, axis) => value + (towards[axis]! / length) * distance) as unknown as Vector;
  return cameraScope({ type: 'PerspectiveCamera', position: rounded(eye), lookAt: rounded(place) }, view);
}

const rounded = ([x, y, z]: Vector): [number, number, number] => [precise(x), precise(y), precise(z)];

/** To a thousandth of a millimetre. */
export const precise = (metres: number): number => Math.round(metres * 1e6) / 1e6 || 0;
