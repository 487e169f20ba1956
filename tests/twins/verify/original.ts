import { weld } from './surface.ts';
import type { Surface } from './surface.ts';

/** In steps: how near to the middle between two points of a grid a place may be rounded to either. */
const TIE = 1e-2;

export interface Compared {
  /** Metres between points of the leaves' grid. */
  step: number;
  /** Triangles of the original of which no leaf has one with the same corners, rounded to the grid. */
  missing: number;
  /** Triangles of leaves that are none of the original's. */
  invented: number;
  /** Vertices of the original, of triangles that are larger than a step, whose place on the grid no leaf has. */
  lost: number;
}

/**
 * Compares the leaves with the original, triangle by triangle, turned the same way round. Both in metres in the frame of the
 * tiles; the leaves' positions are whole multiples of a step, and the original's are rounded to it.
 */
export function compareLeaves(original: Surface, leaves: Surface): Compared {
  const step = stepOf(leaves.positions);
  const steps = original.positions.map((value) => value / step);
  const corners = Array.from(original.indices, (vertex) => roundings(steps.subarray(vertex * 3, vertex * 3 + 3)));
  // Leaves' places first, then all that those of the original may be rounded to: each by the number of the first equal one.
  const places = Array.from(leaves.positions, (value) => value / step);
  const numberOf = corners.map((candidates) => candidates.map((place) => places.push(...place) / 3 - 1));
  const first = weld({ positions: Float64Array.from(places), indices: new Uint32Array() });
  const count = leaves.positions.length / 3;

  const wanted = new Set<string>();
  const own = new Set<string>();
  for (let at = 0; at < leaves.indices.length; at += 3)
    own.add(nameOf([0, 1, 2].map((corner) => first[leaves.indices[at + corner]!]!)));
  const compared: Compared = { step, missing: 0, invented: 0, lost: 0 };
  for (let at = 0; at < corners.length; at += 3) {
    const [a = [], b = [], c = []] = [0, 1, 2].map((corner) => numberOf[at + corner]!.map((place) => first[place]!));
    const names = a.flatMap((i) =>
      b.flatMap((j) => c.map((k) => (i === j || j === k || k === i ? '' : nameOf([i, j, k])))),
    );
    for (const name of names) wanted.add(name);
    // What falls together on the grid is rightly left out.
    if (names.includes('')) continue;
    if (!names.some((name) => own.has(name))) compared.missing++;
    compared.lost += [a, b, c].filter((candidates) => !candidates.some((place) => place < count)).length;
  }
  for (const name of own) if (!wanted.has(name)) compared.invented++;
  return compared;
}

/** The greatest power of two of which all are whole multiples. */
function stepOf(values: Float64Array): number {
  let step = 2 ** 20;
  for (const value of values) while (!Number.isInteger(value / step)) step /= 2;
  return step;
}

/** The points of the grid that are nearest to a place: one, or several where it is in the middle between them. */
function roundings(place: Float64Array): number[][] {
  return Array.from(place).reduce<number[][]>(
    (points, value) => {
      const near = Math.abs(value - Math.floor(value) - 0.5) < TIE;
      const options = near ? [Math.floor(value), Math.floor(value) + 1] : [Math.round(value)];
      return points.flatMap((point) => options.map((option) => [...point, option + 0]));
    },
    [[]],
  );
}

/** The same for all that have these corners in this order, whichever is the first. */
function nameOf(corners: readonly number[]): string {
  const least = corners.indexOf(Math.min(...corners));
  return [...corners.slice(least), ...corners.slice(0, least)].join();
}
