import { spawnSync } from 'node:child_process';

/** Whether this system has all of these programs, and what ends them with their parent. */
export function hasPrograms(...names: string[]): boolean {
  return ['setpriv', ...names].every((name) => spawnSync(name, ['--version']).error === undefined);
}
