import type { Box } from './model.ts';

/** From the edges, in whatever order they came. */
export function boxOfEdges(x0: number, y0: number, x1: number, y1: number): Box {
  return { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
}

/** The smallest box around points x, y, x, y… */
export function boxOfPoints(points: readonly number[]): Box | undefined {
  if (points.length < 2) return undefined;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The smallest box around boxes. */
export function unite(boxes: Iterable<Box | undefined>): Box | undefined {
  const corners: number[] = [];
  for (const box of boxes) if (box) corners.push(box.x, box.y, box.x + box.width, box.y + box.height);
  return boxOfPoints(corners);
}

/** Twice the area inside of a polygon would be signed by its direction; here it is not. */
export function areaOfPolygon(points: readonly number[]): number {
  let sum = 0;
  for (let i = 0, j = points.length - 2; i + 1 < points.length; j = i, i += 2) {
    sum += points[j]! * points[i + 1]! - points[i]! * points[j + 1]!;
  }
  return Math.abs(sum) / 2;
}
