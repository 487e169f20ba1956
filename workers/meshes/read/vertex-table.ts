import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { LimitError } from '../../../manifests/errors.ts';

/** Stands for a corner that has no such row; its words are 0. */
export const NO_ROW = 0xffffffff;
const PAGE_BITS = 16;
const PAGE_ROWS = 1 << PAGE_BITS;
/** Of the first page, which grows: most parts of most meshes need little. */
const FIRST_ROWS = 256;
/** NO_ROW is in none of them. */
const MAX_PAGES = 0xffff;
const PAGE_MASK = PAGE_ROWS - 1;

/** What the tables of one file may hold in memory together. */
export class MemoryBudget {
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }
}

/** 600 MB: 50 million positions, enough that nearly all scans never touch the disk. */
export const TABLE_BYTES = 600e6;

/**
 * Rows of one to three 32-bit words, written in order and read by number: what the faces of a mesh refer to. Pages of
 * 65,536 rows stay in memory while the budget lasts; later ones go to a file. Those are read by `gather` only, each at most once per
 * call and in order, so that a shuffled mesh costs sequential reads: the larger the batch, the fewer.
 */
export class VertexTable {
  readonly words: number;
  /** Where rows are written: the page that is not yet full, in two views of the same bytes. */
  floats: Float32Array;
  integers: Int32Array;
  readonly #path: string;
  readonly #budget: MemoryBudget;
  /** Undefined where a page is in the file. */
  readonly #pages: (Int32Array | undefined)[] = [];
  #full = 0;
  #inPage = 0;
  #room = FIRST_ROWS;
  #file: number | undefined;

  constructor(words: 1 | 2 | 3, path: string, budget: MemoryBudget) {
    this.words = words;
    this.#path = path;
    this.#budget = budget;
    this.integers = new Int32Array(FIRST_ROWS * words);
    this.floats = new Float32Array(this.integers.buffer);
    this.#pages.push(this.integers);
  }

  get count(): number {
    return this.#full * PAGE_ROWS + this.#inPage;
  }

  get spilled(): boolean {
    return this.#file !== undefined;
  }

  /** Makes a row and gives its first word's place in `floats` and `integers`, which may be others than before. */
  add(): number {
    if (this.#inPage === this.#room) this.#turn();
    return this.#inPage++ * this.words;
  }

  /** Writes the words of `count` rows, bit by bit, into `out`. Rows must be less than `count` of the table, or NO_ROW. */
  gather(rows: Uint32Array, count: number, out: Int32Array): void {
    const missing = this.#gatherFromMemory(rows, count, out);
    if (missing > 0) this.#gatherFromFile(rows, count, missing, out);
  }

  /** Every word of the pages in memory anew. */
  change(change: (word: number) => number): void {
    for (const page of this.#pages) {
      if (!page) continue;
      for (let i = 0; i < page.length; i++) page[i] = change(page[i]!);
    }
  }

  [Symbol.dispose](): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #turn(): void {
    if (this.#room < PAGE_ROWS) {
      this.#grow();
      return;
    }
    if (this.#full + 1 === MAX_PAGES) {
      throw new LimitError(`The mesh has more than ${MAX_PAGES * PAGE_ROWS} vertices. Divide it into several.`);
    }
    const bytes = this.integers.byteLength;
    if (this.#file === undefined && this.#budget.take(bytes)) {
      this.integers = new Int32Array(PAGE_ROWS * this.words);
      this.floats = new Float32Array(this.integers.buffer);
    } else {
      this.#file ??= openSync(this.#path, 'w+');
      writeAll(this.#file, new Uint8Array(this.integers.buffer), this.#full * bytes);
      this.#pages[this.#full] = undefined;
    }
    this.#full++;
    this.#inPage = 0;
    this.#pages.push(this.integers);
  }

  #grow(): void {
    this.#room *= 2;
    const integers = new Int32Array(this.#room * this.words);
    integers.set(this.integers);
    this.integers = integers;
    this.floats = new Float32Array(integers.buffer);
    this.#pages[0] = integers;
  }

  /** Gives how many rows are of pages that are in the file. */
  #gatherFromMemory(rows: Uint32Array, count: number, out: Int32Array): number {
    const { words } = this;
    const pages = this.#pages;
    let missing = 0;
    for (let i = 0, to = 0; i < count; i++, to += words) {
      const row = rows[i]!;
      const page = pages[row >>> PAGE_BITS];
      // No table has so many pages that NO_ROW were in one.
      if (page === undefined) {
        if (row === NO_ROW) for (let word = 0; word < words; word++) out[to + word] = 0;
        else missing++;
        continue;
      }
      const from = (row & PAGE_MASK) * words;
      out[to] = page[from]!;
      if (words > 1) out[to + 1] = page[from + 1]!;
      if (words > 2) out[to + 2] = page[from + 2]!;
    }
    return missing;
  }

  /** Sorts the rows by page (counting sort), then goes through the file. */
  #gatherFromFile(rows: Uint32Array, count: number, missing: number, out: Int32Array): void {
    const { words } = this;
    const pages = this.#pages;
    const starts = new Uint32Array(pages.length + 1);
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      if (row !== NO_ROW && !pages[row >>> PAGE_BITS]) starts[(row >>> PAGE_BITS) + 1]!++;
    }
    for (let page = 0; page < pages.length; page++) starts[page + 1]! += starts[page]!;
    const order = new Uint32Array(missing);
    const next = starts.slice();
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      if (row !== NO_ROW && !pages[row >>> PAGE_BITS]) order[next[row >>> PAGE_BITS]!++] = i;
    }
    const page = new Int32Array(PAGE_ROWS * words);
    for (let number = 0; number < pages.length; number++) {
      if (starts[number] === starts[number + 1]) continue;
      readAll(this.#file!, new Uint8Array(page.buffer), number * page.byteLength);
      for (let i = starts[number]!; i < starts[number + 1]!; i++) {
        const from = (rows[order[i]!]! & PAGE_MASK) * words;
        const to = order[i]! * words;
        for (let word = 0; word < words; word++) out[to + word] = page[from + word]!;
      }
    }
  }
}

function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

function readAll(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    const came = readSync(file, bytes, done, bytes.length - done, position + done);
    if (came === 0) throw new Error(`A scratch file of vertices ends at byte ${position + done}`);
    done += came;
  }
}
