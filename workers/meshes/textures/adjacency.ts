/**
 * The triangle on the other side of each edge (corner k to k + 1 of each triangle); −1 where there is none. By position:
 * the vertices of hard edges and of borders of materials are more than one. Of more than two triangles at one edge, every
 * two in their order are neighbours.
 */
export function findNeighbours(positions: Int32Array, indices: Uint32Array): Int32Array {
  const places = placesOf(positions);
  const neighbours = new Int32Array(indices.length).fill(-1);
  const mask = tableSize(indices.length) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  const start = (edge: number) => places[indices[edge]!]!;
  const end = (edge: number) => places[indices[edge % 3 === 2 ? edge - 2 : edge + 1]!]!;
  for (let edge = 0; edge < indices.length; edge++) {
    const [a, b] = [start(edge), end(edge)];
    if (a === b) continue;
    let slot = hash(Math.min(a, b), Math.max(a, b), 0) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const other = table[slot]!;
      if (other === -1) break;
      const [c, d] = [start(other), end(other)];
      if ((a === d && b === c) || (a === c && b === d)) break;
    }
    const other = table[slot]!;
    table[slot] = edge;
    if (other === -1 || neighbours[other] !== -1) continue;
    neighbours[edge] = Math.floor(other / 3);
    neighbours[other] = Math.floor(edge / 3);
  }
  return neighbours;
}

/** Number of the first vertex at the same place, for each. */
function placesOf(positions: Int32Array): Uint32Array {
  const count = positions.length / 3;
  const mask = tableSize(count) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = [positions[i * 3]!, positions[i * 3 + 1]!, positions[i * 3 + 2]!];
    let slot = hash(x, y, z) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const other = table[slot]!;
      if (other === -1) table[slot] = i;
      else if (positions[other * 3] !== x || positions[other * 3 + 1] !== y || positions[other * 3 + 2] !== z) continue;
      places[i] = table[slot]!;
      break;
    }
  }
  return places;
}

const tableSize = (count: number): number => 2 ** Math.ceil(Math.log2(count * 2 + 1));

function hash(a: number, b: number, c: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}
