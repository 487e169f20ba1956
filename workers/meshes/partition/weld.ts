import { hashKey, tableSize } from '../key.ts';
import { BUCKET_HEAD, placesOf } from '../soup/layout.ts';
import type { Layout } from '../soup/layout.ts';

/** Triangles whose equal corners are one vertex. */
export interface Welded {
  /** Records of `stride` words: the key's two, then of normal, colour, u, v and material what there is. */
  vertices: Uint32Array;
  vertexCount: number;
  /** Three per triangle. */
  indices: Uint32Array;
  /** Faces that were there already, turned the same way round: left out. */
  duplicates: number;
}

/** Where a vertex's words are; of an attribute that is not there, where it would be. */
export interface VertexPlaces {
  normal: number;
  colour: number;
  texcoord: number;
  material: number;
  stride: number;
}

export function vertexPlaces(layout: Layout): VertexPlaces {
  const colour = layout.normals ? 3 : 2;
  const texcoord = colour + (layout.colours ? 1 : 0);
  const material = texcoord + (layout.texcoords ? 2 : 0);
  return { normal: 2, colour, texcoord, material, stride: material + (layout.materials ? 1 : 0) };
}

/** Welds triangles again and again, in memory that it keeps: what it gives holds until the next call. */
export class Welder {
  readonly #layout: Layout;
  readonly #stride: number;
  #vertices = new Uint32Array(0);
  #indices = new Uint32Array(0);
  #table = new Int32Array(0);

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#stride = vertexPlaces(layout).stride;
  }

  /** Of a bucket's records those with these numbers. */
  weld(records: Uint32Array, numbers: Uint32Array): Welded {
    const corners = numbers.length * 3;
    if (this.#indices.length < corners) this.#indices = new Uint32Array(corners);
    if (this.#vertices.length < corners * this.#stride) this.#vertices = new Uint32Array(corners * this.#stride);
    const vertexCount = this.#stride === 2 ? this.#weldPlaces(records, numbers) : this.#weldCorners(records, numbers);
    const kept = this.#dropDuplicates(numbers.length);
    return {
      vertices: this.#vertices.subarray(0, vertexCount * this.#stride),
      vertexCount,
      indices: this.#indices.subarray(0, kept * 3),
      duplicates: numbers.length - kept,
    };
  }

  /** As `#weldCorners`, for vertices that are positions only, as those of most scans: without loops over words. */
  #weldPlaces(records: Uint32Array, numbers: Uint32Array): number {
    const vertices = this.#vertices;
    const indices = this.#indices;
    const { words } = placesOf(this.#layout, BUCKET_HEAD);
    let table = this.#emptyTable(tableSize(numbers.length));
    let mask = table.length - 1;
    let limit = table.length * 0.75;
    let count = 0;
    for (let triangle = 0, to = 0; triangle < numbers.length; triangle++) {
      const record = numbers[triangle]! * words;
      for (let from = record; from < record + BUCKET_HEAD; from += 2) {
        const low = records[from]!;
        const high = records[from + 1]!;
        let slot = hashKey(low, high) & mask;
        let found = table[slot]!;
        while (found !== 0 && !(vertices[found * 2 - 2] === low && vertices[found * 2 - 1] === high)) {
          slot = (slot + 1) & mask;
          found = table[slot]!;
        }
        if (found === 0) {
          vertices[count * 2] = low;
          vertices[count * 2 + 1] = high;
          table[slot] = found = ++count;
          if (count > limit) {
            table = this.#emptyTable(table.length * 2);
            mask = table.length - 1;
            limit = table.length * 0.75;
            insertAll(table, vertices, count, 2);
          }
        }
        indices[to++] = found - 1;
      }
    }
    return count;
  }

  #weldCorners(records: Uint32Array, numbers: Uint32Array): number {
    const vertices = this.#vertices;
    const indices = this.#indices;
    const stride = this.#stride;
    const { words } = placesOf(this.#layout, BUCKET_HEAD);
    const sources = cornerSources(this.#layout);
    // A closed surface has half as many vertices as triangles; the table grows where there are more.
    let table = this.#emptyTable(tableSize(numbers.length));
    let mask = table.length - 1;
    let limit = table.length * 0.75;
    let count = 0;
    for (let triangle = 0, to = 0; triangle < numbers.length; triangle++) {
      const record = numbers[triangle]! * words;
      for (let corner = 0; corner < 3; corner++, to++) {
        const vertex = count * stride;
        for (let word = 0, from = corner * stride; word < stride; word++) {
          vertices[vertex + word] = records[record + sources[from + word]!]!;
        }
        let slot = hashWords(vertices, vertex, stride) & mask;
        let found = table[slot]!;
        while (found !== 0 && !equalWords(vertices, (found - 1) * stride, vertex, stride)) {
          slot = (slot + 1) & mask;
          found = table[slot]!;
        }
        if (found === 0) {
          table[slot] = ++count;
          found = count;
          if (count > limit) {
            table = this.#emptyTable(table.length * 2);
            mask = table.length - 1;
            limit = table.length * 0.75;
            insertAll(table, vertices, count, stride);
          }
        }
        indices[to] = found - 1;
      }
    }
    return count;
  }

  /** Moves the first of equal faces together at the start of the indices, in their order. */
  #dropDuplicates(triangles: number): number {
    const indices = this.#indices;
    const table = this.#emptyTable(tableSize(triangles));
    const mask = table.length - 1;
    let kept = 0;
    for (let from = 0; from < triangles * 3; from += 3) {
      let a = indices[from]!;
      let b = indices[from + 1]!;
      let c = indices[from + 2]!;
      // Turned so that the least number is first: equal faces may begin at different corners.
      if (b < a && b < c) [a, b, c] = [b, c, a];
      else if (c < a && c < b) [a, b, c] = [c, a, b];
      let slot = hashFace(a, b, c) & mask;
      let found = table[slot]!;
      while (found !== 0 && !(indices[found - 1] === a && indices[found] === b && indices[found + 1] === c)) {
        slot = (slot + 1) & mask;
        found = table[slot]!;
      }
      if (found !== 0) continue;
      const to = kept * 3;
      table[slot] = to + 1;
      indices[to] = a;
      indices[to + 1] = b;
      indices[to + 2] = c;
      kept++;
    }
    return kept;
  }

  #emptyTable(size: number): Int32Array {
    if (this.#table.length < size) this.#table = new Int32Array(size);
    else this.#table.fill(0, 0, size);
    return this.#table.subarray(0, size);
  }
}

/** For each corner, where in a bucket's record the words of its vertex are. */
function cornerSources(layout: Layout): Uint8Array {
  const places = placesOf(layout, BUCKET_HEAD);
  return Uint8Array.from(
    [0, 1, 2].flatMap((corner) => [
      corner * 2,
      corner * 2 + 1,
      ...(layout.normals ? [places.normals + corner] : []),
      ...(layout.colours ? [places.colours + corner] : []),
      ...(layout.texcoords ? [places.texcoords + corner * 2, places.texcoords + corner * 2 + 1] : []),
      ...(layout.materials ? [places.material] : []),
    ]),
  );
}

function insertAll(table: Int32Array, vertices: Uint32Array, count: number, stride: number): void {
  const mask = table.length - 1;
  for (let number = 0; number < count; number++) {
    let slot = hashWords(vertices, number * stride, stride) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = number + 1;
  }
}

function hashWords(words: Uint32Array, at: number, count: number): number {
  let hash = hashKey(words[at]!, words[at + 1]!);
  for (let word = 2; word < count; word++) {
    hash = Math.imul(hash ^ words[at + word]!, 0x27d4_eb2f);
    hash ^= hash >>> 15;
  }
  return hash;
}

function hashFace(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77) ^ Math.imul(c, 0xc2b2_ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return hash ^ (hash >>> 13);
}

function equalWords(words: Uint32Array, one: number, other: number, count: number): boolean {
  for (let word = 0; word < count; word++) if (words[one + word] !== words[other + word]) return false;
  return true;
}
