import type { VertexTable } from './vertex-table.ts';

const WHITE = -1;
const ALPHA = 0xff000000;

/**
 * Colours of vertices as an OBJ has them behind the coordinates: 0 … 1 as agreed, 0 … 255 by some programs. They are taken
 * for 0 … 1 until one is larger; what came before, in which 1 then was next to black, is changed.
 */
export class VertexColours {
  /** Undefined until there is a colour; from then on with a row per position. */
  table: VertexTable | undefined;
  /** Whether 255 is full. */
  bytes = false;
  readonly #make: () => VertexTable;

  constructor(make: () => VertexTable) {
    this.#make = make;
  }

  /** To be called for vertices without a colour once there is a table. `row` is that of the position. */
  addWhite(row: number): void {
    while (this.table && this.table.count <= row) this.#put(WHITE);
  }

  add(row: number, red: number, green: number, blue: number, alpha: number | undefined): void {
    this.table ??= this.#make();
    if (row > 0) this.addWhite(row - 1);
    if (!this.bytes && Math.max(red, green, blue) > 1) {
      this.bytes = true;
      this.table.change((word) => (word === WHITE ? word : asBytes(word)));
    }
    const full = this.bytes ? 1 : 255;
    const opacity = alpha === undefined ? 255 : byte(alpha * full);
    this.#put(byte(red * full) | (byte(green * full) << 8) | (byte(blue * full) << 16) | (opacity << 24));
  }

  #put(word: number): void {
    const at = this.table!.add();
    this.table!.integers[at] = word;
  }
}

const asBytes = (word: number): number =>
  (word & ALPHA) |
  byte((word & 255) / 255) |
  (byte(((word >>> 8) & 255) / 255) << 8) |
  (byte(((word >>> 16) & 255) / 255) << 16);

/** 0 for what is no number. */
const byte = (value: number): number => (value > 0 ? Math.min(255, Math.round(value)) : 0);
