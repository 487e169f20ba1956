import { hashKey, NO_KEY, tableSize } from '../key.ts';
import { commonLevel } from '../tree.ts';

const HEADER_WORDS = 4;
const SUM_WORDS = 6;
const NO_LEAF = 0;
/** A sum's lower half has this many bits: leaves add halves without carrying, 2^11 of them at least. */
const HALF = 2 ** 20;

/**
 * All strays, while it is found out which of them several leaves use, from all threads at the same time: per slot a key,
 * the first leaf that met it (plus 1), the level common to all that did, and, where normals are computed, the sum of their
 * faces' normals as whole numbers in two halves. Whoever comes first, the result is the same.
 */
export class Candidates {
  readonly size: number;
  readonly #keys: Uint32Array;
  readonly #first: Int32Array;
  readonly #levels: Int32Array;
  readonly #sums: Int32Array;
  readonly #depth: number;

  constructor(buffer: SharedArrayBuffer) {
    const [size, depth, withSums] = new Uint32Array(buffer, 0, 3) as unknown as [number, number, number];
    const start = HEADER_WORDS * 4;
    this.size = size;
    this.#depth = depth;
    this.#keys = new Uint32Array(buffer, start, size * 2);
    this.#first = new Int32Array(buffer, start + size * 8, size);
    this.#levels = new Int32Array(buffer, start + size * 12, size);
    this.#sums = new Int32Array(buffer, start + size * 16, withSums * size * SUM_WORDS);
  }

  static bufferFor(count: number, depth: number, withSums: boolean): SharedArrayBuffer {
    const size = tableSize(count);
    const buffer = new SharedArrayBuffer(HEADER_WORDS * 4 + size * (16 + (withSums ? SUM_WORDS * 4 : 0)));
    const words = new Uint32Array(buffer);
    words.set([size, depth, withSums ? 1 : 0]);
    words.fill(NO_KEY, HEADER_WORDS, HEADER_WORDS + size * 2);
    words.fill(depth, HEADER_WORDS + size * 3, HEADER_WORDS + size * 4);
    return buffer;
  }

  /** Not by several threads at once. */
  insert(low: number, high: number): void {
    const slot = this.#placeOf(low, high);
    this.#keys[slot * 2] = low;
    this.#keys[slot * 2 + 1] = high;
  }

  /** −1 for a place that is no candidate. */
  slotOf(low: number, high: number): number {
    const slot = this.#placeOf(low, high);
    return this.#keys[slot * 2 + 1] === NO_KEY ? -1 : slot;
  }

  /** A leaf uses the place. */
  meet(slot: number, leaf: number): void {
    const first = Atomics.compareExchange(this.#first, slot, NO_LEAF, leaf + 1) - 1;
    if (first < 0 || first === leaf) return;
    // All common ancestors of several leaves lie on the way from the first one to the root.
    const level = commonLevel(this.#depth, first, leaf);
    let known = Atomics.load(this.#levels, slot);
    while (level < known) {
      const before = Atomics.compareExchange(this.#levels, slot, known, level);
      if (before === known) break;
      known = before;
    }
  }

  /** Below the leaves' own where several use the place. */
  levelOf(slot: number): number {
    return this.#levels[slot]!;
  }

  keyOf(slot: number): [low: number, high: number] | undefined {
    const high = this.#keys[slot * 2 + 1]!;
    return high === NO_KEY ? undefined : [this.#keys[slot * 2]!, high];
  }

  /** Three whole numbers of a leaf's faces. */
  addNormal(slot: number, sums: Float64Array, at: number): void {
    for (let axis = 0; axis < 3; axis++) {
      const upper = Math.floor(sums[at + axis]! / HALF);
      const word = slot * SUM_WORDS + axis * 2;
      Atomics.add(this.#sums, word, upper);
      Atomics.add(this.#sums, word + 1, sums[at + axis]! - upper * HALF);
    }
  }

  /** Of all leaves that have added theirs. */
  readNormal(slot: number, normal: Float64Array): void {
    for (let axis = 0; axis < 3; axis++) {
      const word = slot * SUM_WORDS + axis * 2;
      normal[axis] = this.#sums[word]! * HALF + this.#sums[word + 1]!;
    }
  }

  #placeOf(low: number, high: number): number {
    const mask = this.size - 1;
    let slot = hashKey(low, high) & mask;
    while (
      this.#keys[slot * 2 + 1] !== NO_KEY &&
      !(this.#keys[slot * 2] === low && this.#keys[slot * 2 + 1] === high)
    ) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
