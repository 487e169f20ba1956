import { length, subtract, type Vector } from './vector.ts';

export type Measure = readonly [Vector, Vector];

/** Distances taken on the surface, and the first point of the one that is being taken. */
export interface Measures {
  done: readonly Measure[];
  start: Vector | null;
}

export const NO_MEASURES: Measures = { done: [], start: null };

/** A link with more would be refused by some mail programs. */
const MOST = 12;

export function withPoint({ done, start }: Measures, point: Vector): Measures {
  if (start === null) return { done, start: point };
  return { done: [...done, [start, point] as const].slice(-MOST), start: null };
}

export function without({ done, start }: Measures, index: number): Measures {
  return { start, done: done.filter((_, at) => at !== index) };
}

/** Metres, straight through the air. */
export function distanceOf([from, to]: Measure): number {
  return length(subtract(to, from));
}
