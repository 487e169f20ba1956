import { hashKey, highKey, lowKey, NO_KEY, tableSize } from '../key.ts';

const HEADER_WORDS = 2;

/**
 * The places that several leaves share, with the finest level on which all their leaves have one ancestor. A table in
 * shared memory: nine bytes a slot, for all threads together.
 */
export class SharedVertices {
  readonly #keys: Uint32Array;
  readonly #levels: Uint8Array;
  readonly #mask: number;

  private constructor(buffer: SharedArrayBuffer) {
    const size = new Uint32Array(buffer, 0, 1)[0]!;
    this.#keys = new Uint32Array(buffer, HEADER_WORDS * 4, size * 2);
    this.#levels = new Uint8Array(buffer, HEADER_WORDS * 4 + size * 8, size);
    this.#mask = size - 1;
  }

  /** An empty table for so many places. */
  static bufferFor(count: number): SharedArrayBuffer {
    const size = tableSize(count);
    const buffer = new SharedArrayBuffer(HEADER_WORDS * 4 + size * 9);
    new Uint32Array(buffer).fill(NO_KEY, HEADER_WORDS, HEADER_WORDS + size * 2).set([size]);
    return buffer;
  }

  /** What a table's first word says it to have. */
  static byteLength(buffer: SharedArrayBuffer): number {
    return HEADER_WORDS * 4 + (buffer.byteLength < 4 ? 0 : new Uint32Array(buffer, 0, 1)[0]!) * 9;
  }

  static over(buffer: SharedArrayBuffer): SharedVertices {
    return new SharedVertices(buffer);
  }

  /** The finest level on which all leaves of a place have one ancestor; undefined: it is an inner place of one leaf. */
  levelAt(x: number, y: number, z: number): number | undefined {
    const slot = this.#slotOf(lowKey(x, y), highKey(y, z));
    return this.#keys[slot * 2 + 1] === NO_KEY ? undefined : this.#levels[slot]!;
  }

  /** Not by several threads at once. */
  set(low: number, high: number, level: number): void {
    const slot = this.#slotOf(low, high);
    this.#keys[slot * 2] = low;
    this.#keys[slot * 2 + 1] = high;
    this.#levels[slot] = level;
  }

  #slotOf(low: number, high: number): number {
    let slot = hashKey(low, high) & this.#mask;
    while (
      this.#keys[slot * 2 + 1] !== NO_KEY &&
      !(this.#keys[slot * 2] === low && this.#keys[slot * 2 + 1] === high)
    ) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }
}
