import type { Subpath } from './path.ts';
import { FLATNESS } from './shapes.ts';

/** At most this many lines for one curve, however large it is: 1,000 pixels of arc need 30. */
const PARTS = 200;

/** A part of a path as x, y, x, y… with curves as lines that are nowhere further from them than FLATNESS. */
export function flatten({ start, segments }: Subpath): number[] {
  const line: number[] = [...start];
  for (const numbers of segments) {
    const [x, y] = [line.at(-2)!, line.at(-1)!];
    if (numbers.length === 2) line.push(numbers[0]!, numbers[1]!);
    else if (numbers.length === 4) {
      const [cx, cy, toX, toY] = numbers as [number, number, number, number];
      curve(line, x, y, third(x, cx), third(y, cy), third(toX, cx), third(toY, cy), toX, toY);
    } else {
      const [ax, ay, bx, by, toX, toY] = numbers as [number, number, number, number, number, number];
      curve(line, x, y, ax, ay, bx, by, toX, toY);
    }
  }
  return line;
}

/** A quadratic curve's point as a cubic's has it. */
function third(end: number, control: number): number {
  return end + (2 / 3) * (control - end);
}

/**
 * The distance of a chord from its curve is at most an eighth of the second derivative times the step squared, and a
 * cubic's second derivative at most six times the larger second difference of its points.
 */
function curve(
  line: number[],
  x: number,
  y: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  toX: number,
  toY: number,
): void {
  const bend =
    6 * Math.max(Math.hypot(x - 2 * ax + bx, y - 2 * ay + by), Math.hypot(ax - 2 * bx + toX, ay - 2 * by + toY));
  const parts = Math.min(PARTS, Math.max(1, Math.ceil(Math.sqrt(bend / (8 * FLATNESS)))));
  for (let part = 1; part < parts; part++) {
    const t = part / parts;
    const s = 1 - t;
    const [w0, w1, w2, w3] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
    line.push(w0 * x + w1 * ax + w2 * bx + w3 * toX, w0 * y + w1 * ay + w2 * by + w3 * toY);
  }
  line.push(toX, toY);
}
