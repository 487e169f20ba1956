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
    this.#put(colourWord(this.bytes ? 255 : 1, red, green, blue, alpha));
  }

  /** Of the next row, with what full intensity is. */
  addOf(full: number, red: number, green: number, blue: number, alpha: number | undefined): void {
    this.table ??= this.#make();
    this.#put(colourWord(full, red, green, blue, alpha));
  }

  #put(word: number): void {
    const at = this.table!.add();
    this.table!.integers[at] = word;
  }
}

/** Red, green, blue, alpha in one word, little-endian, of values from 0 to `full`. */
export function colourWord(full: number, red: number, green: number, blue: number, alpha: number | undefined): number {
  const scale = 255 / full;
  const opacity = alpha === undefined ? 255 : byte(alpha * scale);
  return byte(red * scale) | (byte(green * scale) << 8) | (byte(blue * scale) << 16) | (opacity << 24);
}

const asBytes = (word: number): number =>
  (word & ALPHA) |
  byte((word & 255) / 255) |
  (byte(((word >>> 8) & 255) / 255) << 8) |
  (byte(((word >>> 16) & 255) / 255) << 16);

/** 0 for what is no number. */
const byte = (value: number): number => (value > 0 ? Math.min(255, Math.round(value)) : 0);
