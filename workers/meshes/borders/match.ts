import { readFileSync } from 'node:fs';
import { hashKey, NO_KEY, tableSize } from '../key.ts';
import { EDGE_WORDS } from './survey.ts';

/** Edges that are matched at once: 32 MB of table, however many there are. */
const AT_ONCE = 1 << 20;

/** Adds up what several leaves have of the same edges, and gives each once. Edges come in rounds, by their hash. */
export function matchEdges(
  files: string[],
  total: number,
  take: (one: number, other: number, faces: number, direction: number) => void,
): void {
  const rounds = Math.max(1, Math.ceil(total / AT_ONCE));
  const size = tableSize(Math.min(total, AT_ONCE) * 1.25);
  const ends = new Uint32Array(size * 2);
  const faces = new Uint32Array(size);
  const directions = new Int32Array(size);
  for (let round = 0; round < rounds; round++) {
    ends.fill(NO_KEY);
    for (const file of files) {
      const edges = wordsOf(file);
      for (let at = 0; at < edges.length; at += EDGE_WORDS) {
        const hash = hashKey(edges[at]!, edges[at + 1]!);
        // The upper bits choose the round, the lower ones the slot.
        if ((hash >>> 16) % rounds !== round) continue;
        let slot = hash % size;
        while (ends[slot * 2] !== NO_KEY && !(ends[slot * 2] === edges[at] && ends[slot * 2 + 1] === edges[at + 1])) {
          slot = (slot + 1) % size;
        }
        if (ends[slot * 2] === NO_KEY) {
          ends[slot * 2] = edges[at]!;
          ends[slot * 2 + 1] = edges[at + 1]!;
          faces[slot] = directions[slot] = 0;
        }
        faces[slot]! += edges[at + 2]! >>> 16;
        directions[slot]! += (edges[at + 2]! << 16) >> 16;
      }
    }
    for (let slot = 0; slot < size; slot++) {
      if (ends[slot * 2] === NO_KEY) continue;
      take(ends[slot * 2]!, ends[slot * 2 + 1]!, faces[slot]!, directions[slot]!);
    }
  }
}

function wordsOf(file: string): Uint32Array {
  const bytes = readFileSync(file);
  return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
