import { type Plate, type Point, polar, type Tool } from './plate.ts';

/**
 * A capital stands on a grid eight units high: its width, then its strokes, each a run of points `xy` with y down.
 * A stroke that begins with `~` is a smooth curve through its points. Inscriptions write V for U and I for J.
 */
const ALPHABET: Readonly<Record<string, string>> = {
  A: '8 084088 2565',
  B: '6 0008 ~003051533404 ~043465673808',
  C: '7 ~71502104275877',
  D: '7 0008 ~00306174673808',
  E: '5 50000858 0444',
  F: '5 500008 0444',
  G: '7 ~71502104275877 777454',
  H: '7 0008 7078 0474',
  I: '0 0008',
  K: '6 0008 6005 2368',
  L: '5 000858',
  M: '8 0810467088',
  N: '7 08007870',
  O: '8 ~401104174877847140',
  P: '5 0008 ~0030523505',
  Q: '8 ~401104174877847140 5689',
  R: '6 0008 ~0030523404 2468',
  S: '5 ~513011133455572807',
  T: '6 0060 3038',
  V: '8 004880',
  X: '7 0078 7008',
  Y: '6 003460 3438',
  Z: '6 00600868',
  Æ: '9 084090 404898 4484 2545',
  0: '4 ~200104072847444120',
  1: '2 022028',
  2: '4 ~0210304233 3308 0848',
  3: '4 ~0120414324 ~2445462807',
  4: '5 38300555',
  5: '4 401004 ~0423462807',
  6: '4 ~300205284624 0524',
  7: '4 004018',
  8: '4 ~240220422406284624',
  9: '4 ~4324022043462808',
  '·': '1 0404',
};
const GRID = 8;
const GAP = 2.8;
const SPACE = 2.4;

/** Where a point along the base line and above it, both in the picture's units, comes to stand. */
export type Baseline = (along: number, up: number) => Point;

/** How long a text is in capitals of a height. */
export function measure(text: string, height: number): number {
  const units = Array.from(text).reduce((sum, letter) => sum + advance(letter), -GAP);
  return (units * height) / GRID;
}

/** Writes capitals with a broad pen: strokes that go across its slanted edge are thick, those along it are thin. */
export function write(plate: Plate, tool: Tool, text: string, height: number, place: Baseline, weight = 0.13): void {
  const unit = height / GRID;
  let along = 0;
  for (const letter of text) {
    for (const stroke of strokesOf(letter)) {
      for (let i = 1; i < stroke.length; i++) {
        const [[x0, y0], [x1, y1]] = [stroke[i - 1]!, stroke[i]!];
        const slant = Math.abs(Math.sin(Math.atan2(y1 - y0, x1 - x0) - 0.35)) || 1;
        const [from, to] = [place(along + x0 * unit, (GRID - y0) * unit), place(along + x1 * unit, (GRID - y1) * unit)];
        plate.line(tool, from, to, height * weight * (0.5 + 0.5 * slant));
      }
    }
    along += advance(letter) * unit;
  }
}

/** A base line along a circle, centred on an angle; `inward` letters have their heads towards its middle. */
export function arc(centre: Point, radius: number, angle: number, length: number, inward = false): Baseline {
  const turn = inward ? -1 : 1;
  return (along, up) => polar(centre, radius + turn * up, angle + (turn * (along - length / 2)) / radius);
}

/** A straight base line centred on a point. */
export function level([x, y]: Point, length: number): Baseline {
  return (along, up) => [x + along - length / 2, y - up];
}

/** A text with room between its letters, as titles have it. */
export function spaced(text: string): string {
  return Array.from(text).join(' ');
}

const advance = (letter: string) => (letter === ' ' ? SPACE : Number(ALPHABET[letter]![0])) + GAP;

function strokesOf(letter: string): Point[][] {
  const strokes = ALPHABET[letter]?.split(' ').slice(1) ?? [];
  return strokes.map((stroke) => {
    const points = [...stroke.matchAll(/(\d)(\d)/g)].map(([, x, y]): Point => [Number(x), Number(y)]);
    return stroke.startsWith('~') ? smooth(points) : points;
  });
}

/** A Catmull–Rom curve through the points, six pieces between two of them. */
function smooth(points: readonly Point[]): Point[] {
  const at = (i: number) => points[Math.max(0, Math.min(points.length - 1, i))]!;
  const curve: Point[] = [at(0)];
  for (let i = 0; i < points.length - 1; i++) {
    for (let t = 1 / 6; t < 1.01; t += 1 / 6) {
      const blend = (axis: 0 | 1) => {
        const [p, q, r, s] = [at(i - 1)[axis], at(i)[axis], at(i + 1)[axis], at(i + 2)[axis]];
        return q + (t / 2) * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
      };
      curve.push([blend(0), blend(1)]);
    }
  }
  return curve;
}
