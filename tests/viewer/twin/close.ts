import type { ExecutionContext } from 'ava';

/** Numbers that differ by rounding only. */
export function closeTo(
  t: ExecutionContext,
  found: readonly number[],
  wanted: readonly number[],
  tolerance = 1e-6,
): void {
  const close =
    found.length === wanted.length &&
    found.every((value, index) => Math.abs(value - (wanted[index] ?? NaN)) <= tolerance * Math.max(1, Math.abs(value)));
  t.true(close, `found ${found.join(', ')}; wanted ${wanted.join(', ')}`);
}
