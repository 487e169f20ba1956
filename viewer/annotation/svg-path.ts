import type { Point } from './shape.ts';

const KNOWN = /^[\s\d.,eE+\-MmLlHhVvQqCcZz]*$/;
const TOKENS = /([MmLlHhVvQqCcZz])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/g;

export interface Path {
  rings: Point[][];
  closed: boolean;
}

/** How many lines follow a curve: enough for the eye. */
const STEPS = 12;

/** Path data as the server writes it, of lines and Bézier curves; null for every other. */
export function parsePath(data: string): Path | null {
  if (!KNOWN.test(data)) return null;
  const rings: Point[][] = [];
  let closed = false;
  let at: Point = { x: 0, y: 0 };
  let start = at;
  let command = '';
  let numbers: number[] = [];
  const draw = (next: Point, anew: boolean): void => {
    at = next;
    if (anew || rings.length === 0) rings.push([]);
    if (anew) start = next;
    rings.at(-1)?.push(next);
  };
  for (const [, letter, number] of data.matchAll(TOKENS)) {
    if (letter !== undefined) {
      command = letter;
      numbers = [];
      if (letter !== 'Z' && letter !== 'z') continue;
      closed = true;
      at = start;
      continue;
    }
    numbers.push(Number(number));
    const relative = command === command.toLowerCase();
    const from = relative ? at : { x: 0, y: 0 };
    const kind = command.toUpperCase();
    if (kind === 'H') draw({ x: from.x + (numbers[0] ?? 0), y: at.y }, false);
    else if (kind === 'V') draw({ x: at.x, y: from.y + (numbers[0] ?? 0) }, false);
    else if (numbers.length < (ARITY[kind] ?? 2)) continue;
    else if (kind === 'Q' || kind === 'C') {
      for (const point of curve([at, ...pairs(numbers, from)])) draw(point, false);
    } else {
      draw({ x: from.x + (numbers[0] ?? 0), y: from.y + (numbers[1] ?? 0) }, kind === 'M');
      // SVG 2, 9.3.3: further pairs after a move are lines.
      if (kind === 'M') command = relative ? 'l' : 'L';
    }
    numbers = [];
  }
  return rings.length === 0 ? null : { rings, closed };
}

const ARITY: Readonly<Record<string, number>> = { Q: 4, C: 6 };

function pairs(numbers: readonly number[], from: Point): Point[] {
  const count = numbers.length / 2;
  return Array.from({ length: count }, (_, index) => ({
    x: from.x + (numbers[2 * index] ?? 0),
    y: from.y + (numbers[2 * index + 1] ?? 0),
  }));
}

/** Points along a Bézier curve behind its start, by De Casteljau. */
function curve(controls: readonly Point[]): Point[] {
  return Array.from({ length: STEPS }, (_, step) => {
    const part = (step + 1) / STEPS;
    let points = controls;
    while (points.length > 1) {
      points = points.slice(1).map((point, index) => {
        const before = points[index] ?? point;
        return { x: before.x + (point.x - before.x) * part, y: before.y + (point.y - before.y) * part };
      });
    }
    return points[0] ?? { x: 0, y: 0 };
  });
}

/** Path data, to a tenth of a pixel. */
export function formatPath(rings: readonly (readonly Point[])[], closed: boolean): string {
  return rings
    .map((ring) => `M${ring.map(({ x, y }) => `${tenth(x)} ${tenth(y)}`).join(' L')}${closed ? ' Z' : ''}`)
    .join(' ');
}

function tenth(value: number): string {
  return String(Math.round(value * 10) / 10);
}
