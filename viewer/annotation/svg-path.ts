import type { Point } from './shape.ts';

const STRAIGHT = /^[\s\d.,eE+\-MmLlHhVvZz]*$/;
const TOKENS = /([MmLlHhVvZz])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/g;

export interface Path {
  rings: Point[][];
  closed: boolean;
}

/** Path data of straight lines; null where there are curves in it, or it makes no sense. */
export function parsePath(data: string): Path | null {
  if (!STRAIGHT.test(data)) return null;
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
    else if (numbers.length < 2) continue;
    else {
      draw({ x: from.x + (numbers[0] ?? 0), y: from.y + (numbers[1] ?? 0) }, kind === 'M');
      // SVG 2, 9.3.3: further pairs after a move are lines.
      if (kind === 'M') command = relative ? 'l' : 'L';
    }
    numbers = [];
  }
  return rings.length === 0 ? null : { rings, closed };
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
