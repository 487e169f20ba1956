import { formatLength } from '../twin/length.ts';
import { length, subtract } from '../twin/vector.ts';
import { locale } from '../ui/words.ts';
import type { Figure } from './wkt.ts';

/** How long a line on a twin is, in words; null for what has no length. */
export function figureLength({ type, places }: Figure): string | null {
  if (type !== 'line') return null;
  let metres = 0;
  for (const [index, place] of places.entries()) {
    const before = places[index - 1];
    if (before !== undefined) metres += length(subtract(place, before));
  }
  return formatLength(metres, locale());
}
