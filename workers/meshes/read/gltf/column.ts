import { closeSync, openSync, readSync } from 'node:fs';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Bytes } from '../../source.ts';
import type { Elements } from './elements.ts';
import { BYTE, FLOAT, SHORT, UNSIGNED_BYTE, UNSIGNED_INT, UNSIGNED_SHORT, WIDTHS } from './elements.ts';

const PAGE_BITS = 10;
const PAGE_ROWS = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_ROWS - 1;
/** Of one column: 8 million positions. */
const CACHE_BYTES = 96e6;

/**
 * An accessor's elements as numbers, read by their row in any order: pages of 1,024 rows of which the latest stay in
 * memory, each at the one place that its number gives it.
 */
export class Column {
  readonly count: number;
  readonly components: number;
  /** What `seek` gives a place in. */
  readonly values: Float32Array;
  readonly #elements: Elements;
  readonly #asFractions: boolean;
  readonly #slots: number;
  /** Number of the page in each place, plus one. */
  readonly #pages: Uint32Array;
  readonly #raw: Buffer;
  readonly #file: number;

  /** `fractions`: whole numbers stand for 0…1 or −1…1 even where the accessor forgets to say so. */
  constructor(elements: Elements, as: 'as told' | 'fractions' = 'as told') {
    const { count, components, stride } = elements;
    this.count = count;
    this.components = components;
    this.#elements = elements;
    this.#asFractions = (as === 'fractions' || elements.normalized) && elements.componentType !== FLOAT;
    const pages = Math.ceil(count / PAGE_ROWS);
    this.#slots = Math.min(pages, Math.floor(CACHE_BYTES / (PAGE_ROWS * components * 4)));
    this.#pages = new Uint32Array(this.#slots);
    this.values = new Float32Array(Math.min(count, this.#slots * PAGE_ROWS) * components);
    this.#raw = Buffer.allocUnsafe(Math.min(count, PAGE_ROWS) * stride);
    this.#file = openSync(elements.bytes.path, 'r');
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  /** Where in `values` the numbers of a row are, until the next call. The row must be less than `count`. */
  seek(row: number): number {
    const page = row >>> PAGE_BITS;
    const slot = page % this.#slots;
    if (this.#pages[slot] !== page + 1) this.#load(page, slot);
    return ((slot << PAGE_BITS) + (row & PAGE_MASK)) * this.components;
  }

  #load(page: number, slot: number): void {
    const { bytes, stride, components, componentType } = this.#elements;
    const first = page * PAGE_ROWS;
    const rows = Math.min(PAGE_ROWS, this.count - first);
    readAt(this.#file, this.#raw, bytes, first * stride, Math.min(rows * stride, bytes.length - first * stride));
    convert(this.#raw, stride, rows, components, componentType, this.values, slot * PAGE_ROWS * components);
    if (this.#asFractions) toFractions(this.values, slot * PAGE_ROWS * components, rows * components, componentType);
    this.#pages[slot] = page + 1;
  }
}

/** Fills the start of a buffer. */
export function readAt(file: number, into: Buffer, run: Bytes, offset: number, length: number): void {
  for (let done = 0; done < length;) {
    const came = readSync(file, into, done, length - done, run.start + offset + done);
    if (came === 0) throw new UnreadableError(`The file ends at byte ${offset + done}, before its end is due.`);
    done += came;
  }
}

function convert(
  raw: Buffer,
  stride: number,
  rows: number,
  components: number,
  componentType: number,
  out: Float32Array,
  start: number,
): void {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  let to = start;
  for (let row = 0; row < rows; row++) {
    let at = row * stride;
    for (let i = 0; i < components; i++, to++) {
      if (componentType === FLOAT) out[to] = view.getFloat32(at, true);
      else if (componentType === UNSIGNED_SHORT) out[to] = view.getUint16(at, true);
      else if (componentType === SHORT) out[to] = view.getInt16(at, true);
      else if (componentType === UNSIGNED_BYTE) out[to] = view.getUint8(at);
      else if (componentType === BYTE) out[to] = view.getInt8(at);
      else out[to] = view.getUint32(at, true);
      at += WIDTHS[componentType]!;
    }
  }
}

/** glTF 2.0, 3.6.2.2. */
const WHOLE: Readonly<Record<number, number>> = {
  [BYTE]: 127,
  [UNSIGNED_BYTE]: 255,
  [SHORT]: 32767,
  [UNSIGNED_SHORT]: 65535,
  [UNSIGNED_INT]: 4294967295,
};

function toFractions(values: Float32Array, start: number, length: number, componentType: number): void {
  const whole = WHOLE[componentType]!;
  for (let i = start; i < start + length; i++) values[i] = Math.max(-1, values[i]! / whole);
}
