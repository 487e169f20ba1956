import { add, length, mix, scale, subtract, type Vector } from './vector.ts';

/** Where the camera is: it looks at `target` from `distance` metres away. Angles are degrees. */
export interface Pose {
  target: Vector;
  /** To the right around the model, from in front of it (+z). */
  azimuth: number;
  /** Above the horizon; at 90 it looks straight down. */
  elevation: number;
  /** Of the picture, clockwise. */
  roll: number;
  distance: number;
}

/** Which way the camera looks. */
export type Direction = Pick<Pose, 'azimuth' | 'elevation' | 'roll'>;

/** The part of the window that nothing covers, as parts of the tangents of half the camera's angles of view. */
export interface Opening {
  across: number;
  up: number;
}

/** A little from the right and above, as one comes up to a thing on a table; posters are drawn from there too. */
export const HOME = { azimuth: 25, elevation: 12, roll: 0 } as const;

/** The camera's own directions: `back` points from the target to the camera. */
export function axes({ azimuth, elevation, roll }: Direction): {
  right: Vector;
  up: Vector;
  back: Vector;
} {
  const [a, e, r] = [radians(azimuth), radians(elevation), radians(roll)];
  const level: Vector = [Math.cos(a), 0, -Math.sin(a)];
  const upright: Vector = [-Math.sin(e) * Math.sin(a), Math.cos(e), -Math.sin(e) * Math.cos(a)];
  return {
    right: add(scale(level, Math.cos(r)), scale(upright, Math.sin(r))),
    up: subtract(scale(upright, Math.cos(r)), scale(level, Math.sin(r))),
    back: [Math.sin(a) * Math.cos(e), Math.sin(e), Math.cos(a) * Math.cos(e)],
  };
}

export function eye(pose: Pose): Vector {
  return add(pose.target, scale(axes(pose).back, pose.distance));
}

/** Turned around its target: what is seen moves by these degrees to the right and down on the screen. */
export function orbited(pose: Pose, right: number, down: number): Pose {
  const r = radians(pose.roll);
  const level = right * Math.cos(r) + down * Math.sin(r);
  const steep = down * Math.cos(r) - right * Math.sin(r);
  return {
    ...pose,
    azimuth: pose.azimuth - level,
    elevation: Math.min(90, Math.max(-90, pose.elevation + steep)),
  };
}

/** Moved beside itself by metres. */
export function panned(pose: Pose, right: number, up: number): Pose {
  const own = axes(pose);
  return { ...pose, target: add(pose.target, add(scale(own.right, right), scale(own.up, up))) };
}

/** `factor` times nearer to a point, which stays where it is on the screen. */
export function zoomed(pose: Pose, point: Vector, factor: number, limits: { nearest: number; farthest: number }): Pose {
  const distance = Math.min(limits.farthest, Math.max(limits.nearest, pose.distance / factor));
  return { ...pose, distance, target: mix(point, pose.target, distance / pose.distance) };
}

export function rolled(pose: Pose, degrees: number): Pose {
  return { ...pose, roll: pose.roll + degrees };
}

/** The same view, with the point that it turns around so far in front of the camera. */
export function pivoted(pose: Pose, distance: number): Pose {
  return { ...pose, distance, target: add(pose.target, scale(axes(pose).back, pose.distance - distance)) };
}

/** The same goal, said so that it is reached from a pose the shortest way round. */
export function towards(pose: Pose, goal: Pose): Pose {
  return { ...goal, azimuth: nearest(pose.azimuth, goal.azimuth), roll: nearest(pose.roll, goal.roll) };
}

function nearest(from: number, to: number): number {
  return to + Math.round((from - to) / 360) * 360;
}

/** The nearest place from which all of some points (x, y, z one after the other) are within the opening, in its middle. */
export function fitted(points: ArrayLike<number>, direction: Direction, opening: Opening): Pose {
  const { right, up, back } = axes(direction);
  const [x, y, z] = [middleAlong(points, right), middleAlong(points, up), middleAlong(points, back)];
  let distance = 0;
  for (let at = 0; at < points.length; at += 3) {
    const across = Math.abs(along(points, at, right) - x) / opening.across;
    const high = Math.abs(along(points, at, up) - y) / opening.up;
    distance = Math.max(distance, along(points, at, back) - z + Math.max(across, high));
  }
  return { ...direction, target: add(add(scale(right, x), scale(up, y)), scale(back, z)), distance };
}

function middleAlong(points: ArrayLike<number>, axis: Vector): number {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 3) {
    const place = along(points, at, axis);
    low = Math.min(low, place);
    high = Math.max(high, place);
  }
  return (low + high) / 2;
}

function along(points: ArrayLike<number>, at: number, [x, y, z]: Vector): number {
  return points[at]! * x + points[at + 1]! * y + points[at + 2]! * z;
}

export function between(from: Pose, to: Pose, part: number): Pose {
  const value = (a: number, b: number): number => a + (b - a) * part;
  return {
    // Linear in all of them, so that the point under the cursor stays there all along a zoom.
    target: mix(from.target, to.target, part),
    azimuth: value(from.azimuth, to.azimuth),
    elevation: value(from.elevation, to.elevation),
    roll: value(from.roll, to.roll),
    distance: value(from.distance, to.distance),
  };
}

/** Whether nobody could tell one from the other. */
export function same(a: Pose, b: Pose): boolean {
  return (
    length(subtract(a.target, b.target)) + Math.abs(a.distance - b.distance) < b.distance * 5e-4 &&
    Math.abs(a.azimuth - b.azimuth) + Math.abs(a.elevation - b.elevation) + Math.abs(a.roll - b.roll) < 0.05
  );
}

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
