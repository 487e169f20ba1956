import type { TileMesh } from '../tilemesh.ts';

/** From the object to the eye, half a turn to the right and a little from above: where the viewer begins as well. */
const AZIMUTH = (25 * Math.PI) / 180;
const ELEVATION = (12 * Math.PI) / 180;
/** Between the picture's middle and its upper edge. */
const HALF_FIELD = (14 * Math.PI) / 180;
/** Of the picture, on each side. */
const MARGIN = 0.06;
/** Of width to height and the reverse: taller and wider objects get more background. */
const LONGEST = 1.6;

type Vector = readonly [number, number, number];

/** A pinhole that sees a whole mesh. Its axes are of length 1, places in steps of the grid. */
export interface Camera {
  eye: Vector;
  right: Vector;
  up: Vector;
  /** Towards the eye. */
  back: Vector;
  /** Pixels. */
  width: number;
  height: number;
  /** Pixels at distance 1. */
  focal: number;
}

/** Sees the mesh in the middle of a picture of its proportions, whose longer side has so many pixels. */
export function cameraFor({ positions }: TileMesh, longerSide: number): Camera {
  const back: Vector = [
    Math.sin(AZIMUTH) * Math.cos(ELEVATION),
    Math.sin(ELEVATION),
    Math.cos(AZIMUTH) * Math.cos(ELEVATION),
  ];
  const right: Vector = [Math.cos(AZIMUTH), 0, -Math.sin(AZIMUTH)];
  const up: Vector = [
    back[1] * right[2] - back[2] * right[1],
    back[2] * right[0] - back[0] * right[2],
    back[0] * right[1] - back[1] * right[0],
  ];
  const [x, y, z] = [extent(positions, right), extent(positions, up), extent(positions, back)];
  const aspect = Math.min(LONGEST, Math.max(1 / LONGEST, x.length / Math.max(y.length, 1)));
  const width = Math.round(aspect >= 1 ? longerSide : longerSide * aspect);
  const height = Math.round(aspect >= 1 ? longerSide / aspect : longerSide);
  const slope = Math.tan(HALF_FIELD) * (1 - 2 * MARGIN);
  // Near enough that the farthest-out place still fits, wherever it is in depth.
  let distance = 0;
  for (let at = 0; at < positions.length; at += 3) {
    const across = Math.abs(dot(positions, at, right) - x.middle) / ((slope * width) / height);
    const high = Math.abs(dot(positions, at, up) - y.middle) / slope;
    distance = Math.max(distance, dot(positions, at, back) - z.middle + Math.max(across, high));
  }
  // A point, or nothing.
  const away = Math.max(distance, z.length / 2 + 1);
  const eye = [0, 1, 2].map(
    (axis) => right[axis]! * x.middle + up[axis]! * y.middle + back[axis]! * (z.middle + away),
  ) as unknown as Vector;
  return { eye, right, up, back, width, height, focal: height / 2 / Math.tan(HALF_FIELD) };
}

function extent(positions: Int32Array, axis: Vector): { middle: number; length: number } {
  let [low, high] = [Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 3) {
    const along = dot(positions, at, axis);
    if (along < low) low = along;
    if (along > high) high = along;
  }
  return { middle: (low + high) / 2, length: high - low };
}

const dot = (positions: Int32Array, at: number, [x, y, z]: Vector): number =>
  positions[at]! * x + positions[at + 1]! * y + positions[at + 2]! * z;
