import type { Extent } from '../iiif/fragment.ts';
import { pointWithin, rectangleBetween, type Point, type Shape } from './shape.ts';

/** What a shape is reshaped by: a corner or an edge of a rectangle (-1, 0 or 1 on each axis), a corner of a path. */
export type Handle = { at: Point } & ({ x: number; y: number } | { ring: number; point: number });

const EDGES = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => ({ x, y }))).filter(({ x, y }) => x !== 0 || y !== 0);
/** A line drawn by hand has too many corners to take hold of. */
const MOST = 40;

export function handlesOf(shape: Shape): Handle[] {
  if (shape.type === 'point') return [];
  if (shape.type === 'rectangle') {
    const { x, y, width, height } = shape;
    return EDGES.map((edge) => ({
      ...edge,
      at: { x: x + (width * (edge.x + 1)) / 2, y: y + (height * (edge.y + 1)) / 2 },
    }));
  }
  const handles = shape.rings.flatMap((points, ring) => points.map((at, point) => ({ at, ring, point })));
  return handles.length > MOST ? [] : handles;
}

/** The shape after a handle was moved. */
export function withHandle(shape: Shape, handle: Handle, to: Point, canvas: Extent): Shape {
  if (shape.type === 'path' && 'ring' in handle) {
    const place = pointWithin(to, canvas);
    const rings = shape.rings.map((ring, index) =>
      index === handle.ring ? ring.map((point, at) => (at === handle.point ? place : point)) : ring,
    );
    return { ...shape, rings };
  }
  if (shape.type !== 'rectangle' || !('x' in handle)) return shape;
  const { x, y, width, height } = shape;
  const from = { x: handle.x < 0 ? to.x : x, y: handle.y < 0 ? to.y : y };
  const end = { x: handle.x > 0 ? to.x : x + width, y: handle.y > 0 ? to.y : y + height };
  return rectangleBetween(from, end, canvas);
}
