/** The unit in which people say a length, and how many metres it has. */
export function unitFor(metres: number): [name: string, metres: number] {
  if (metres >= 1000) return ['km', 1000];
  if (metres >= 1) return ['m', 1];
  return metres >= 0.01 ? ['cm', 0.01] : ['mm', 0.001];
}
