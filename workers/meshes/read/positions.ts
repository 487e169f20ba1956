import type { VertexTable } from './vertex-table.ts';

const STEP = 16;
/** Of an origin, about: further out there is no place on Earth, even in tenths of a millimetre. */
const FARTHEST = 1e12;
const FLOAT_MAX = 3.4028234663852886e38;

/**
 * A table of positions as 32-bit floats relative to an origin: the first vertex, rounded to multiples of 16 so that small
 * models keep their numbers. The error is at most 2^-24 of 8 and the distance from that vertex: of a building in a
 * national grid (500000.123) less than a hundredth of a millimetre, where plain floats would have 30.
 */
export class Positions {
  readonly table: VertexTable;
  readonly origin = new Float64Array(3);
  /** Row of the first whose coordinates are no finite numbers. */
  odd: number | undefined;
  /** Where that vertex is in the file, set by the reader. */
  oddPlace = '';
  #settled: boolean;

  /** `exact`: the numbers are 32-bit floats as they come, and need no origin. */
  constructor(table: VertexTable, exact: boolean) {
    this.table = table;
    this.#settled = exact;
  }

  /** False where a coordinate is no finite number. */
  add(x: number, y: number, z: number): boolean {
    const { table, origin } = this;
    if (!this.#settled) this.#settle(x, y, z);
    const at = table.add();
    const { floats } = table;
    const dx = x - origin[0]!;
    const dy = y - origin[1]!;
    const dz = z - origin[2]!;
    floats[at] = dx;
    floats[at + 1] = dy;
    floats[at + 2] = dz;
    if (Math.abs(dx) <= FLOAT_MAX && Math.abs(dy) <= FLOAT_MAX && Math.abs(dz) <= FLOAT_MAX) return true;
    this.odd ??= table.count - 1;
    return false;
  }

  #settle(x: number, y: number, z: number): void {
    if (!(Math.abs(x) + Math.abs(y) + Math.abs(z) < FARTHEST)) return;
    this.origin.set([x, y, z].map((value) => Math.round(value / STEP) * STEP));
    this.#settled = true;
  }
}
