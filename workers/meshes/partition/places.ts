import { hashKey, tableSize } from '../key.ts';

/** Numbers vertices of equal position alike, in the order in which they come: `numbers` per vertex, and how many there are. */
export function numberPlaces(
  keys: Uint32Array,
  stride: number,
  vertexCount: number,
): { numbers: Uint32Array; count: number } {
  const numbers = new Uint32Array(vertexCount);
  const table = new Int32Array(tableSize(vertexCount));
  const mask = table.length - 1;
  let count = 0;
  for (let vertex = 0, at = 0; vertex < vertexCount; vertex++, at += stride) {
    const low = keys[at]!;
    const high = keys[at + 1]!;
    let slot = hashKey(low, high) & mask;
    let found = table[slot]!;
    while (found !== 0 && !(keys[(found - 1) * stride] === low && keys[(found - 1) * stride + 1] === high)) {
      slot = (slot + 1) & mask;
      found = table[slot]!;
    }
    if (found === 0) {
      table[slot] = vertex + 1;
      numbers[vertex] = count++;
    } else numbers[vertex] = numbers[found - 1]!;
  }
  return { numbers, count };
}
