/** A point in the whole picture's units, whatever the size it is rendered at: x to the right, y down. */
export type Point = readonly [x: number, y: number];

/** The four inks of the picture, each a plate of coverage, and the burnisher that takes engraved metal away again. */
export type Tool = 'sepia' | 'indigo' | 'vermilion' | 'gold' | 'burnisher';

/** The order of the inks in the pixels of a plate. */
export const INKS = ['sepia', 'indigo', 'vermilion', 'gold'] as const;

/** Longer lines are cut, so that a slanted one does not visit the whole of its bounding box. */
const LONGEST_PIECE = 24;

/**
 * Copper that lines are engraved into: for each pixel and ink, how much of it the ink covers (0–255), anti-aliased by
 * the distance to the line. A pixel keeps the largest coverage it has met, so that the pieces of a curve join without
 * a seam, whatever their order. All measures are those of the whole picture; `scale` makes pixels of them.
 */
export class Plate {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, scale: number) {
    this.width = width;
    this.height = height;
    this.scale = scale;
    this.pixels = new Uint8Array(width * height * INKS.length);
  }

  /** A line that swells or tapers from one width to the other, its ends round. */
  line(tool: Tool, [x0, y0]: Point, [x1, y1]: Point, width0: number, width1 = width0): void {
    const pieces = Math.ceil((Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)) * this.scale) / LONGEST_PIECE) || 1;
    const at = (from: number, to: number, t: number) => (from + (to - from) * t) * this.scale;
    for (let i = 0; i < pieces; i++) {
      const [a, b] = [i / pieces, (i + 1) / pieces];
      this.#capsule(
        tool,
        at(x0, x1, a),
        at(y0, y1, a),
        at(x0, x1, b),
        at(y0, y1, b),
        at(width0, width1, a) / 2,
        at(width0, width1, b) / 2,
      );
    }
  }

  dot(tool: Tool, [x, y]: Point, radius: number): void {
    this.#capsule(
      tool,
      x * this.scale,
      y * this.scale,
      x * this.scale,
      y * this.scale,
      radius * this.scale,
      radius * this.scale,
    );
  }

  path(tool: Tool, points: readonly Point[], width: number): void {
    for (let i = 1; i < points.length; i++) this.line(tool, points[i - 1]!, points[i]!, width);
  }

  /** The curve `at(t)` for t from 0 to 1 in so many steps, of one width or of one that changes along it. */
  curve(tool: Tool, steps: number, at: (t: number) => Point, width: number | ((t: number) => number)): void {
    const widthAt = typeof width === 'number' ? () => width : width;
    let from = at(0);
    for (let i = 1; i <= steps; i++) {
      const to = at(i / steps);
      this.line(tool, from, to, widthAt((i - 1) / steps), widthAt(i / steps));
      from = to;
    }
  }

  circle(tool: Tool, centre: Point, radius: number, width: number): void {
    this.curve(tool, Math.ceil(12 + radius / 3), (t) => polar(centre, radius, t * 2 * Math.PI), width);
  }

  /** Circles around one point, each with its width. */
  rings(tool: Tool, centre: Point, rings: readonly (readonly [radius: number, width: number])[]): void {
    for (const [radius, width] of rings) this.circle(tool, centre, radius, width);
  }

  /** A convex polygon, its corners clockwise on the page, in a flat tone from 0 to 1. */
  facet(tool: Tool, corners: readonly Point[], tone = 1): void {
    const points = corners.map(([x, y]) => [x * this.scale, y * this.scale] as const);
    const edges = points.map(([x, y], i) => {
      const [x1, y1] = points[(i + 1) % points.length]!;
      const length = Math.hypot(x1 - x, y1 - y) || 1;
      return { x, y, nx: (y1 - y) / length, ny: (x - x1) / length };
    });
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    this.#each(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), (x, y, offset) => {
      let outside = -0.5;
      for (const edge of edges) outside = Math.max(outside, (x - edge.x) * edge.nx + (y - edge.y) * edge.ny);
      this.#mark(tool, offset, Math.min(1, 0.5 - outside) * tone);
    });
  }

  /** An even grain over the ring between two radii, as aquatint gives it. */
  aquatint(tool: Tool, [cx, cy]: Point, inner: number, outer: number, tone: number): void {
    const [x0, y0, r0, r1] = [cx * this.scale, cy * this.scale, inner * this.scale, outer * this.scale];
    this.#each(x0 - r1, y0 - r1, x0 + r1, y0 + r1, (x, y, offset) => {
      const distance = Math.hypot(x - x0, y - y0);
      this.#mark(tool, offset, Math.min(1, r1 - distance + 0.5, inner ? distance - r0 + 0.5 : 1) * tone);
    });
  }

  #capsule(tool: Tool, x0: number, y0: number, x1: number, y1: number, r0: number, r1: number): void {
    const reach = Math.max(r0, r1);
    // Below one pixel a line keeps that width and grows fainter: the ink across it stays the same.
    const faint = reach < 0.5 ? (2 * reach) / (reach + 0.5) ** 2 : 1;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const squared = dx * dx + dy * dy || 1;
    const [left, right] = [Math.min(x0, x1) - reach, Math.max(x0, x1) + reach];
    this.#each(left, Math.min(y0, y1) - reach, right, Math.max(y0, y1) + reach, (x, y, offset) => {
      const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / squared));
      const [ax, ay] = [x - x0 - t * dx, y - y0 - t * dy];
      this.#mark(tool, offset, Math.min(1, r0 + (r1 - r0) * t + 0.5 - Math.sqrt(ax * ax + ay * ay)) * faint);
    });
  }

  #each(
    left: number,
    top: number,
    right: number,
    bottom: number,
    visit: (x: number, y: number, offset: number) => void,
  ): void {
    const [x0, x1] = [Math.max(0, Math.floor(left - 0.5)), Math.min(this.width - 1, Math.ceil(right + 0.5))];
    const [y0, y1] = [Math.max(0, Math.floor(top - 0.5)), Math.min(this.height - 1, Math.ceil(bottom + 0.5))];
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) visit(x + 0.5, y + 0.5, (y * this.width + x) * INKS.length);
    }
  }

  #mark(tool: Tool, offset: number, coverage: number): void {
    if (coverage <= 0) return;
    const { pixels } = this;
    if (tool === 'burnisher') {
      const left = 255 * (1 - coverage);
      for (let i = offset; i < offset + INKS.length; i++) if (pixels[i]! > left) pixels[i] = left;
    } else {
      const i = offset + INKS.indexOf(tool);
      if (pixels[i]! < 255 * coverage) pixels[i] = 255 * coverage;
    }
  }
}

/** The point at a distance and an angle (clockwise on the page, from the right) of another. */
export function polar([x, y]: Point, radius: number, angle: number): Point {
  return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
}
