export type Box2 = [x0: number, y0: number, x1: number, y1: number];
export type Box3 = [x0: number, y0: number, z0: number, x1: number, y1: number, z1: number];

/** In pixels of the view's canvas. */
export type Shape2 = { dimensions: 2; box: Box2; area: number } & (
  | { kind: 'point'; x: number; y: number }
  | { kind: 'rectangle'; x: number; y: number; width: number; height: number }
  /** `d` is for drawing; `lines` is the same with curves flattened to FLATNESS: x, y, x, y… for each part. */
  | { kind: 'line' | 'polygon'; d: string; lines: number[][] }
);

/** In metres of the twin, y up; `lines` holds x, y, z, x, y, z… for each part: of polygons, each ring. */
export type Shape3 = { dimensions: 3; box: Box3; area: number; kind: 'point' | 'line' | 'polygon'; lines: number[][] };

export type Shape = Shape2 | Shape3;

/** The furthest that a flattened curve is from the curve itself, in pixels. */
export const FLATNESS = 0.1;

export function box2(lines: readonly number[][]): Box2 {
  const box: Box2 = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) {
      box[0] = Math.min(box[0], line[at]!);
      box[1] = Math.min(box[1], line[at + 1]!);
      box[2] = Math.max(box[2], line[at]!);
      box[3] = Math.max(box[3], line[at + 1]!);
    }
  }
  return box;
}

export function box3(lines: readonly number[][]): Box3 {
  const box: Box3 = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (let at = 0; at < line.length; at++) {
      const axis = (at % 3) as 0 | 1 | 2;
      box[axis] = Math.min(box[axis], line[at]!);
      box[(axis + 3) as 3 | 4 | 5] = Math.max(box[(axis + 3) as 3 | 4 | 5], line[at]!);
    }
  }
  return box;
}

/** The sum of the parts' areas: holes count as parts, which is what the sorting by size needs and no more. */
export function area2(lines: readonly number[][]): number {
  let sum = 0;
  for (const line of lines) {
    let twice = 0;
    for (let at = 0; at < line.length; at += 2) {
      const next = (at + 2) % line.length;
      twice += line[at]! * line[next + 1]! - line[next]! * line[at + 1]!;
    }
    sum += Math.abs(twice) / 2;
  }
  return sum;
}

/** The sum of the rings' areas after Newell: half the length of the summed cross products. */
export function area3(lines: readonly number[][]): number {
  let sum = 0;
  for (const line of lines) {
    let [x, y, z] = [0, 0, 0];
    for (let at = 0; at < line.length; at += 3) {
      const to = (at + 3) % line.length;
      x += (line[at + 1]! - line[to + 1]!) * (line[at + 2]! + line[to + 2]!);
      y += (line[at + 2]! - line[to + 2]!) * (line[at]! + line[to]!);
      z += (line[at]! - line[to]!) * (line[at + 1]! + line[to + 1]!);
    }
    sum += Math.hypot(x, y, z) / 2;
  }
  return sum;
}

export function point2(x: number, y: number): Shape2 {
  return { dimensions: 2, kind: 'point', x, y, box: [x, y, x, y], area: 0 };
}

export function rectangle(x: number, y: number, width: number, height: number): Shape2 {
  const box: Box2 = [x, y, x + width, y + height];
  return { dimensions: 2, kind: 'rectangle', x, y, width, height, box, area: width * height };
}

export function shape3(kind: Shape3['kind'], lines: number[][]): Shape3 {
  return { dimensions: 3, kind, lines, box: box3(lines), area: kind === 'polygon' ? area3(lines) : 0 };
}

/**
 * Whether nothing of a shape is within a view of that size: such targets are refused, and those partly outside are kept
 * as they are. A twin has no such bounds: its shapes are never outside.
 */
export function targetOutside(shape: Shape, width: number, height: number): boolean {
  if (shape.dimensions === 3) return false;
  const [x0, y0, x1, y1] = shape.box;
  return x0 > width || y0 > height || x1 < 0 || y1 < 0;
}
