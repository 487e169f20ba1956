import type { TextItem } from '../model.ts';

/**
 * Sorts parts, and parts of parts, by the order of reading that a file declares. A part without a rank is where the
 * first of its own parts is; one with none at all comes after all others, in the order of the file.
 */
export function sortByRanks(parts: TextItem[], rankOf: (item: TextItem) => number | undefined): number {
  const ranked = parts.map((item) => {
    const below = sortByRanks(item.parts, rankOf);
    return { item, rank: rankOf(item) ?? below };
  });
  ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank));
  for (const [i, { item }] of ranked.entries()) parts[i] = item;
  return ranked[0]?.rank ?? Infinity;
}
