import type { Extent } from '../iiif/fragment.ts';
import { pointWithin, rectangleBetween, simplified, type Point, type Shape } from './shape.ts';

export type ImageTool = 'rectangle' | 'polygon' | 'freehand' | 'point';

/** Pixels of the screen: nearer than this to where it began, a polygon is closed, and a drag was none. */
const NEAR = 10;

/**
 * A shape while it is drawn, by what a pointer does; places are canvas pixels. Everything that is dragged can be clicked instead, corner by
 * corner (WCAG 2.2, 2.5.7).
 */
export class Sketch {
  readonly tool: ImageTool;
  readonly #canvas: Extent;
  #points: Point[] = [];
  #loose: Point | null = null;
  #dragging = false;

  constructor(tool: ImageTool, canvas: Extent) {
    this.tool = tool;
    this.#canvas = canvas;
  }

  /** What is to be seen of it so far. */
  get shape(): Shape | null {
    const [first] = this.#points;
    if (first === undefined) return null;
    if (this.tool === 'rectangle') return rectangleBetween(first, this.#loose ?? first, this.#canvas);
    const ring = this.#loose === null || this.#dragging ? this.#points : [...this.#points, this.#loose];
    return { type: 'path', rings: [ring], closed: false };
  }

  get points(): readonly Point[] {
    return this.tool === 'polygon' ? this.#points : [];
  }

  /** The pointer went down and moved from there; `scale` is screen pixels per canvas pixel. */
  drag(from: Point, to: Point, scale: number): void {
    if (this.tool === 'point' || this.tool === 'polygon') return;
    const place = pointWithin(to, this.#canvas);
    if (!this.#dragging) {
      this.#points = [pointWithin(from, this.#canvas)];
      this.#dragging = true;
    }
    this.#loose = place;
    const last = this.#points.at(-1);
    if (this.tool !== 'freehand' || last === undefined) return;
    if (Math.hypot(place.x - last.x, place.y - last.y) * scale > 2) this.#points.push(place);
  }

  /** The end of a drag: the shape, where it is large enough to have been meant. */
  drop(scale: number): Shape | null {
    if (!this.#dragging) return null;
    this.#dragging = false;
    const shape = this.shape;
    if (this.tool === 'freehand') {
      const ring = simplified(this.#points, 1.2 / scale);
      // A straight line goes around nothing.
      if (ring.length > 2) return { type: 'path', rings: [ring], closed: true };
    }
    if (shape?.type === 'rectangle' && Math.max(shape.width, shape.height) * scale > NEAR / 2) return shape;
    this.#points = [];
    this.#loose = null;
    return null;
  }

  click(at: Point, scale: number): Shape | null {
    const place = pointWithin(at, this.#canvas);
    const [first] = this.#points;
    if (this.tool === 'point') return { type: 'point', x: Math.round(place.x), y: Math.round(place.y) };
    if (this.tool === 'rectangle' && first !== undefined) return rectangleBetween(first, place, this.#canvas);
    if (first !== undefined && Math.hypot(first.x - place.x, first.y - place.y) * scale < NEAR) return this.finish();
    this.#points.push(place);
    this.#loose = null;
    return null;
  }

  hover(at: Point): void {
    if (this.#points.length > 0) this.#loose = pointWithin(at, this.#canvas);
  }

  /** The shape between the points set so far; null where they make none. */
  finish(): Shape | null {
    // A double click sets its place twice.
    const ring = this.#points.filter((point, index) => {
      const before = this.#points[index - 1];
      return before === undefined || Math.hypot(point.x - before.x, point.y - before.y) > 1e-6;
    });
    return ring.length < 3 ? null : { type: 'path', rings: [ring], closed: true };
  }

  /** Takes the last point back. */
  back(): void {
    this.#points.pop();
  }
}
