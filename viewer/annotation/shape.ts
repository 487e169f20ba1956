import type { Extent, Region } from '../iiif/fragment.ts';

export interface Point {
  x: number;
  y: number;
}

/** A part of an image, in canvas pixels. Curves are followed by short lines. */
export type Shape =
  | ({ type: 'rectangle' } & Region)
  | { type: 'path'; rings: readonly (readonly Point[])[]; closed: boolean }
  | ({ type: 'point' } & Point);

/** The smallest upright rectangle around a shape; a point's has no extent. */
export function boundsOf(shape: Shape): Region {
  if (shape.type === 'rectangle') return shape;
  if (shape.type === 'point') return { x: shape.x, y: shape.y, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of shape.rings) {
    for (const { x, y } of ring) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether a place is in a shape, or at most `reach` pixels off its line. */
export function isAt(shape: Shape, place: Point, reach: number): boolean {
  if (shape.type === 'point') return Math.hypot(shape.x - place.x, shape.y - place.y) <= reach;
  const { x, y, width, height } = boundsOf(shape);
  const near =
    place.x >= x - reach && place.x <= x + width + reach && place.y >= y - reach && place.y <= y + height + reach;
  if (shape.type === 'rectangle' || !near) return near;
  if (shape.closed && isInside(shape.rings, place)) return true;
  return shape.rings.some((ring) => distanceTo(ring, place, shape.closed) <= reach);
}

/** By the even-odd rule, as holes are drawn. */
function isInside(rings: readonly (readonly Point[])[], { x, y }: Point): boolean {
  let inside = false;
  for (const ring of rings) {
    let before = ring.at(-1);
    for (const point of ring) {
      if (before !== undefined && point.y > y !== before.y > y) {
        if (x < ((before.x - point.x) * (y - point.y)) / (before.y - point.y) + point.x) inside = !inside;
      }
      before = point;
    }
  }
  return inside;
}

function distanceTo(ring: readonly Point[], place: Point, closed: boolean): number {
  let before = closed ? ring.at(-1) : undefined;
  let nearest = Infinity;
  for (const point of ring) {
    nearest = Math.min(nearest, before === undefined ? Infinity : distanceToLine(before, point, place));
    before = point;
  }
  return nearest;
}

function distanceToLine(from: Point, to: Point, { x, y }: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const long = dx * dx + dy * dy;
  const part = long === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / long));
  return Math.hypot(from.x + part * dx - x, from.y + part * dy - y);
}

/** Moved by so many pixels, as far as the canvas goes. */
export function moved(shape: Shape, right: number, down: number, canvas: Extent): Shape {
  const { x, y, width, height } = boundsOf(shape);
  const dx = Math.min(Math.max(right, -x), canvas.width - x - width);
  const dy = Math.min(Math.max(down, -y), canvas.height - y - height);
  if (shape.type !== 'path') return { ...shape, x: shape.x + dx, y: shape.y + dy };
  return { ...shape, rings: shape.rings.map((ring) => ring.map((point) => ({ x: point.x + dx, y: point.y + dy }))) };
}

/** Wider and higher by so many pixels; its top left corner stays. A point has no size. */
export function resized(shape: Shape, wider: number, higher: number, canvas: Extent): Shape {
  const bounds = boundsOf(shape);
  const width = Math.min(Math.max(bounds.width + wider, 1), canvas.width - bounds.x);
  const height = Math.min(Math.max(bounds.height + higher, 1), canvas.height - bounds.y);
  return fittedTo(shape, { x: bounds.x, y: bounds.y, width, height });
}

/** The same shape, stretched to fill a rectangle. */
export function fittedTo(shape: Shape, region: Region): Shape {
  if (shape.type === 'rectangle') return { type: 'rectangle', ...region };
  if (shape.type === 'point') return { type: 'point', x: region.x, y: region.y };
  const { x, y, width, height } = boundsOf(shape);
  const across = width === 0 ? 1 : region.width / width;
  const down = height === 0 ? 1 : region.height / height;
  const place = (point: Point): Point => ({
    x: region.x + (point.x - x) * across,
    y: region.y + (point.y - y) * down,
  });
  return { ...shape, rings: shape.rings.map((ring) => ring.map(place)) };
}

/** The rectangle between two corners, in whole pixels inside the canvas. */
export function rectangleBetween(a: Point, b: Point, canvas: Extent): Shape {
  const x = within(Math.round(Math.min(a.x, b.x)), canvas.width - 1);
  const y = within(Math.round(Math.min(a.y, b.y)), canvas.height - 1);
  const right = within(Math.round(Math.max(a.x, b.x)), canvas.width);
  const bottom = within(Math.round(Math.max(a.y, b.y)), canvas.height);
  return { type: 'rectangle', x, y, width: Math.max(1, right - x), height: Math.max(1, bottom - y) };
}

export function pointWithin({ x, y }: Point, canvas: Extent): Point {
  return { x: within(x, canvas.width), y: within(y, canvas.height) };
}

function within(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

/** Fewer points along a line that a hand drew, none further off than `tolerance`; by Ramer, Douglas and Peucker. */
export function simplified(line: readonly Point[], tolerance: number): readonly Point[] {
  const first = line[0];
  const last = line.at(-1);
  if (first === undefined || last === undefined || line.length < 3) return line;
  let far = 0;
  let most = tolerance;
  for (const [index, point] of line.entries()) {
    const off = distanceToLine(first, last, point);
    if (off <= most) continue;
    far = index;
    most = off;
  }
  if (far === 0) return [first, last];
  return [...simplified(line.slice(0, far + 1), tolerance).slice(0, -1), ...simplified(line.slice(far), tolerance)];
}
