import test from 'ava';
import type { ExecutionContext } from 'ava';

/** How a test is declared; skipped ones are listed by their names. */
type Declare = (title: string, run: (t: ExecutionContext) => Promise<void> | void) => void;

/**
 * Tests that need something which not every machine has: skipped by name where it is missing, failed where everything
 * is said to be there (TEST_NEEDS_ALL, as in continuous integration).
 */
export function testNeeding(what: string, found: unknown, order: 'concurrent' | 'serial' = 'concurrent'): Declare {
  const declare = order === 'serial' ? test.serial : test;
  if (found) return (title, run) => declare(title, run);
  if (process.env['TEST_NEEDS_ALL']) test(`${what} is there`, (t) => t.fail(`${what} is missing`));
  return (title, run) => declare.skip(title, run);
}
