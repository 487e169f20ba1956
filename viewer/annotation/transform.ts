import OpenSeadragon from 'openseadragon';
import type { Point } from './shape.ts';

/** From canvas pixels to CSS pixels of the frame: x' = a x + c y + e, y' = b x + d y + f, as SVG and canvases write it. */
export interface Matrix {
  a: number;
  b: number;
  c: number;
  d: number;
  e: number;
  f: number;
}

/** Where a viewer shows a canvas that is `width` pixels, and one unit of OpenSeadragon's, wide. */
export function transform(viewer: OpenSeadragon.Viewer, width: number): Matrix {
  const at = (x: number, y: number): Point =>
    viewer.viewport.viewportToViewerElementCoordinates(new OpenSeadragon.Point(x, y));
  const [origin, right, down] = [at(0, 0), at(1, 0), at(0, 1)];
  return {
    a: (right.x - origin.x) / width,
    b: (right.y - origin.y) / width,
    c: (down.x - origin.x) / width,
    d: (down.y - origin.y) / width,
    e: origin.x,
    f: origin.y,
  };
}

export function applied({ a, b, c, d, e, f }: Matrix, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f };
}

export function inverse({ a, b, c, d, e, f }: Matrix, { x, y }: Point): Point {
  const determinant = a * d - b * c;
  return { x: (d * (x - e) - c * (y - f)) / determinant, y: (a * (y - f) - b * (x - e)) / determinant };
}
