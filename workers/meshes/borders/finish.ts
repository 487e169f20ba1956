import { existsSync, readFileSync } from 'node:fs';
import { computedFile, leafFile } from '../partition/files.ts';
import { normalOfSum } from '../partition/leaf.ts';
import { changeNormals } from '../tilemesh-file.ts';
import { Candidates } from './candidates.ts';

export interface FinishOptions {
  folder: string;
  candidates: SharedArrayBuffer;
  leaves: number[];
}

/** Gives the shared places of some leaves the normals of all their faces. Done twice it changes nothing. */
export function finishLeaves({ folder, candidates: buffer, leaves }: FinishOptions): void {
  const candidates = new Candidates(buffer);
  const sum = new Float64Array(3);
  for (const leaf of leaves) {
    const path = computedFile(folder, leaf);
    const computed = existsSync(path) ? readFileSync(path) : undefined;
    changeNormals(leafFile(folder, leaf), (keys, normals) => {
      for (let vertex = 0; vertex < normals.length; vertex++) {
        if (computed?.[vertex] === 0) continue;
        const slot = candidates.slotOf(keys[vertex * 2]!, keys[vertex * 2 + 1]!);
        if (slot < 0) continue;
        candidates.readNormal(slot, sum);
        normals[vertex] = normalOfSum(sum, 0);
      }
    });
  }
}
