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

/** Tests of real files, which need VITRINE_TEST_DATA, and more: skipped by name where that is not set, wherever they run. */
export function testOnData(what: string, found: unknown, order: 'concurrent' | 'serial' = 'concurrent'): Declare {
  if (process.env['VITRINE_TEST_DATA']) return testNeeding(what, found, order);
  return (title, run) => test.skip(title, run);
}
