import type { Box, Vector } from './vector.ts';

export type Axis = 'x' | 'y' | 'z';

/** A cut through the model, square to one of its axes. */
export interface Section {
  axis: Axis;
  /** From 0 at the low end of the model to 1 at the high one. */
  position: number;
  /** Which side is taken away: the high one, or with this the low one. */
  flipped: boolean;
}

/** Points are kept where `normal · point + constant` is not negative. */
export interface Cut {
  normal: Vector;
  constant: number;
}

export const AXES: readonly Axis[] = ['x', 'y', 'z'];

export function cutOf({ axis, position, flipped }: Section, box: Box): Cut {
  const index = AXES.indexOf(axis);
  const low = box.min[index] ?? 0;
  const high = box.max[index] ?? 0;
  const sign = flipped ? 1 : -1;
  const place = low + (high - low) * position;
  const normal: Vector = [axis === 'x' ? sign : 0, axis === 'y' ? sign : 0, axis === 'z' ? sign : 0];
  return { normal, constant: -sign * place };
}
