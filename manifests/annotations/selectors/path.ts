import type { Matrix } from './matrix.ts';
import { arcToCurves } from './arc.ts';

/** One part of a path in absolute coordinates: after the start, each segment has 2 (line), 4 or 6 numbers (curves). */
export interface Subpath {
  start: [number, number];
  segments: number[][];
  closed: boolean;
}

const COUNTS: Record<string, number> = { m: 2, l: 2, h: 1, v: 1, c: 6, s: 4, q: 4, t: 2, a: 7, z: 0 };
const COMMAND = /[\s,]*([MmLlHhVvCcSsQqTtAaZz])/y;
const NUMBER = /[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const FLAG = /[\s,]*([01])/y;
const REST = /[\s,]*$/y;

/** SVG 2, 9.3. Undefined where the data is no path; an error of SVG's own kind (what was before it is drawn) is refused too. */
export function readPath(d: string, points: number): Subpath[] | 'wrong' | 'many' {
  const paths: Subpath[] = [];
  let current: Subpath | undefined;
  let [x, y, at, count] = [0, 0, 0, 0];
  let before: { kind: 'cubic' | 'quadratic'; x: number; y: number } | undefined;
  let command = '';
  const next = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(d);
    if (!match) return undefined;
    at = pattern.lastIndex;
    return match[1] ?? '';
  };
  while (next(REST) === undefined) {
    const letter = next(COMMAND);
    if (letter !== undefined) command = letter;
    else if (command === '' || command === 'z' || command === 'Z') return 'wrong';
    else if (command === 'm') command = 'l';
    else if (command === 'M') command = 'L';
    const kind = command.toLowerCase();
    const numbers: number[] = [];
    for (let index = 0; index < COUNTS[kind]!; index++) {
      const text = next(kind === 'a' && (index === 3 || index === 4) ? FLAG : NUMBER);
      const number = Number(text);
      if (text === undefined || !(Math.abs(number) < 1e12)) return 'wrong';
      numbers.push(number);
    }
    if (++count > points) return 'many';
    const [dx, dy] = command === kind ? [x, y] : [0, 0];
    if (kind === 'm') {
      [x, y] = [numbers[0]! + dx, numbers[1]! + dy];
      current = { start: [x, y], segments: [], closed: false };
      paths.push(current);
      before = undefined;
      continue;
    }
    if (!current) return 'wrong';
    if (current.closed) {
      // After a closing, drawing goes on from the beginning of what was closed.
      current = { start: [x, y], segments: [], closed: false };
      if (kind !== 'z') paths.push(current);
    }
    const mirror = (of: 'cubic' | 'quadratic'): [number, number] =>
      before?.kind === of ? [2 * x - before.x, 2 * y - before.y] : [x, y];
    const pairs = kind === 'a' || kind === 'h' || kind === 'v' ? [] : numbers.map((n, i) => n + (i % 2 ? dy : dx));
    let segments: number[][] = [pairs];
    let control: typeof before;
    if (kind === 'z') {
      current.closed = true;
      [x, y] = current.start;
      before = undefined;
      continue;
    }
    if (kind === 'h') segments = [[numbers[0]! + dx, y]];
    else if (kind === 'v') segments = [[x, numbers[0]! + dy]];
    else if (kind === 's') segments = [[...mirror('cubic'), ...pairs]];
    else if (kind === 't') segments = [[...mirror('quadratic'), ...pairs]];
    else if (kind === 'a') {
      const [rx, ry, turn, large, sweep, toX, toY] = numbers as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      segments = arcToCurves(x, y, rx, ry, turn, large === 1, sweep === 1, toX + dx, toY + dy);
    }
    const last = segments.at(-1)!;
    if (kind === 'c' || kind === 's') control = { kind: 'cubic', x: last[2]!, y: last[3]! };
    if (kind === 'q' || kind === 't') control = { kind: 'quadratic', x: last[0]!, y: last[1]! };
    current.segments.push(...segments);
    [x, y] = [last.at(-2)!, last.at(-1)!];
    before = control;
  }
  return paths;
}

/** Coordinates are given to a thousandth of a pixel, so that what was written reads and writes as the same again. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

export function transformed({ start, segments, closed }: Subpath, [a, b, c, d, e, f]: Matrix): Subpath {
  const apply = (numbers: readonly number[]): number[] => {
    const out: number[] = [];
    for (let at = 0; at < numbers.length; at += 2) {
      const [x, y] = [numbers[at]!, numbers[at + 1]!];
      out.push(rounded(a * x + c * y + e), rounded(b * x + d * y + f));
    }
    return out;
  };
  return { start: apply(start) as [number, number], segments: segments.map(apply), closed };
}

/** Absolute commands M, L, Q, C and Z only. */
export function writePath(paths: readonly Subpath[]): string {
  return paths
    .map(({ start, segments, closed }) => {
      const drawn = segments.map((numbers) => `${{ 2: 'L', 4: 'Q', 6: 'C' }[numbers.length]!}${list(numbers)}`);
      return `M${list(start)}${drawn.join('')}${closed ? 'Z' : ''}`;
    })
    .join('');
}

/** Without exponents, which some viewers' parsers do not take. */
function list(numbers: readonly number[]): string {
  return numbers.map((number) => (Math.abs(number) < 1e-6 ? '0' : String(number))).join(' ');
}
