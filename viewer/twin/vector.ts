/** A place or a direction in the frame of the model: metres, y up, as in its glTF. */
export type Vector = readonly [x: number, y: number, z: number];

export interface Box {
  min: Vector;
  max: Vector;
}

export function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function subtract(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function length(a: Vector): number {
  return Math.hypot(...a);
}

/** From `a`, where `part` is 0, to `b`, where it is 1. */
export function mix(a: Vector, b: Vector, part: number): Vector {
  return add(a, scale(subtract(b, a), part));
}

export function centreOf({ min, max }: Box): Vector {
  return mix(min, max, 0.5);
}

/** Half the diagonal: what a sphere around the box needs. */
export function radiusOf({ min, max }: Box): number {
  return length(subtract(max, min)) / 2;
}

export function cornersOf({ min, max }: Box): Vector[] {
  return Array.from({ length: 8 }, (_, corner): Vector => [
    (corner & 1 ? max : min)[0],
    (corner & 2 ? max : min)[1],
    (corner & 4 ? max : min)[2],
  ]);
}
