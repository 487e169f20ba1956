import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import test from 'ava';
import type { TestFn } from 'ava';

/** The first of these programs that this machine has. */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Tests that need something which not every machine has: skipped by name where it is missing, failed where everything
 * is said to be there (TEST_NEEDS_ALL, as in continuous integration).
 */
export function testNeeding<Context = unknown>(
  what: string,
  found: unknown,
): TestFn<Context> | TestFn<Context>['skip'] {
  const typed = test as TestFn<Context>;
  if (found) return typed;
  if (process.env['TEST_NEEDS_ALL']) typed(`${what} is there`, (t) => t.fail(`${what} is missing`));
  return typed.skip;
}
