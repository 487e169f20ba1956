import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DamagedError } from '../../manifests/errors.ts';

/** Writes a file that is there whole, or not at all. */
export function writeWhole(path: string, bytes: string | Uint8Array | Uint32Array): void {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}

/** Writes what a stage found, last of all that it writes: where this file is, the stage is done. */
export function writeSummary(path: string, summary: object): void {
  writeWhole(path, JSON.stringify(summary));
}

/** What a stage found; undefined where it is not done. */
export function readSummary(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new DamagedError(`${path} is not what a stage wrote. Delete the task's folder and make the twin anew`, {
      cause,
    });
  }
}
