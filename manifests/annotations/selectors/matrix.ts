/** x' = a·x + c·y + e, y' = b·x + d·y + f (SVG 2, 8.5). */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The matrix that does `second` first, as nested SVG groups do with their children. */
export function times(first: Matrix, second: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

const STEP = /^[\s,]*([a-zA-Z]+)\s*\(([^()]*)\)/;
const DEGREE = Math.PI / 180;

/** The value of a `transform` attribute, or undefined where it is none. */
export function readTransform(value: string): Matrix | undefined {
  let matrix = IDENTITY;
  let rest = value;
  while (rest.trim() !== '') {
    const match = STEP.exec(rest);
    if (!match) return undefined;
    const numbers = match[2]!
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    const step = numbers.every(Number.isFinite) ? stepOf(match[1]!, numbers) : undefined;
    if (!step) return undefined;
    matrix = times(matrix, step);
    rest = rest.slice(match[0].length);
  }
  return matrix;
}

function stepOf(name: string, numbers: number[]): Matrix | undefined {
  const [first = 0, second, third] = numbers;
  switch (name) {
    case 'matrix':
      return numbers.length === 6 ? (numbers as unknown as Matrix) : undefined;
    case 'translate':
      return [1, 0, 0, 1, first, second ?? 0];
    case 'scale':
      return [first, 0, 0, second ?? first, 0, 0];
    case 'rotate': {
      const [cos, sin] = [Math.cos(first * DEGREE), Math.sin(first * DEGREE)];
      const turned: Matrix = [cos, sin, -sin, cos, 0, 0];
      if (second === undefined || third === undefined) return turned;
      return times(times([1, 0, 0, 1, second, third], turned), [1, 0, 0, 1, -second, -third]);
    }
    case 'skewX':
      return [1, 0, Math.tan(first * DEGREE), 1, 0, 0];
    case 'skewY':
      return [1, Math.tan(first * DEGREE), 0, 1, 0, 0];
    default:
      return undefined;
  }
}
