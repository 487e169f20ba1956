import { spawnSync } from 'node:child_process';

/** Whether this system has what JPEG 2000 is read with. */
export function hasVips(): boolean {
  return ['vips', 'setpriv'].every(hasProgram);
}

export function hasProgram(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}
