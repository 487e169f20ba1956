import { Nearest, samples } from '../../twins/verify/surface.ts';
import type { Surface } from '../../twins/verify/surface.ts';

/** Between two surfaces, measured at points on both: the largest, and the square root of the mean square. Metres. */
export function distances(
  one: Surface,
  other: Surface,
  count: number,
  random: () => number,
): { largest: number; mean: number } {
  const between = (from: Surface, to: Surface): number[] => {
    const nearest = new Nearest(to);
    return samples(from, count, random).map(({ point }) => nearest.distance(...point));
  };
  const all = [...between(one, other), ...between(other, one)];
  return {
    largest: all.reduce((most, value) => Math.max(most, value), 0),
    mean: Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length),
  };
}
