/** Cells along the longest side, at most. */
const MOST = 128;

/** Which charts pass near a place: cubes of space, each with the charts that come within half a cube of it. */
export class ChartGrid {
  /** Side of a cube, in steps of the grid. */
  readonly cell: number;
  readonly #least: number[];
  readonly #sizes: number[];
  readonly #heads: Int32Array;
  #charts = new Int32Array(1024);
  #following = new Int32Array(1024);
  #count = 0;
  readonly #seen: Int32Array;
  #turn = 0;
  /** What `find` found: its first `found` entries. */
  readonly near: Int32Array;
  found = 0;

  constructor(positions: Int32Array, indices: Uint32Array, of: Int32Array, charts: number) {
    const [least, greatest] = [
      [Infinity, Infinity, Infinity],
      [-Infinity, -Infinity, -Infinity],
    ];
    let edges = 0;
    for (let i = 0; i < indices.length; i++) {
      const [p, q] = [indices[i]! * 3, indices[i % 3 === 2 ? i - 2 : i + 1]! * 3];
      let length = 0;
      for (let k = 0; k < 3; k++) {
        const at = positions[p + k]!;
        least[k] = Math.min(least[k]!, at);
        greatest[k] = Math.max(greatest[k]!, at);
        length += (positions[q + k]! - at) ** 2;
      }
      edges += Math.sqrt(length);
    }
    const extent = Math.max(...greatest.map((value, k) => value - least[k]!));
    this.cell = Math.max(1, (1.5 * edges) / indices.length, extent / (MOST - 2));
    this.#least = least.map((value) => value - this.cell);
    this.#sizes = greatest.map((value, k) => Math.floor((value - this.#least[k]!) / this.cell) + 2);
    this.#heads = new Int32Array(this.#sizes.reduce((product, size) => product * size, 1)).fill(-1);
    this.near = new Int32Array(charts);
    this.#seen = new Int32Array(charts);
    for (let i = 0; i < indices.length; i += 3)
      this.#add(positions, indices[i]! * 3, indices[i + 1]! * 3, indices[i + 2]! * 3, of[i / 3]!);
  }

  /** Looks for the charts near the triangle whose corners' coordinates begin at p, q, r. */
  find(positions: Int32Array, p: number, q: number, r: number): void {
    this.found = 0;
    this.#turn++;
    const [width, height] = [this.#sizes[0]!, this.#sizes[1]!];
    const [x0, x1] = [this.#low(positions, p, q, r, 0, 0), this.#high(positions, p, q, r, 0, 0)];
    const [y0, y1] = [this.#low(positions, p, q, r, 1, 0), this.#high(positions, p, q, r, 1, 0)];
    const [z0, z1] = [this.#low(positions, p, q, r, 2, 0), this.#high(positions, p, q, r, 2, 0)];
    for (let z = z0; z <= z1; z++)
      for (let y = y0; y <= y1; y++)
        for (let x = x0; x <= x1; x++)
          for (let at = this.#heads[(z * height + y) * width + x]!; at !== -1; at = this.#following[at]!) {
            const chart = this.#charts[at]!;
            if (this.#seen[chart] === this.#turn) continue;
            this.#seen[chart] = this.#turn;
            this.near[this.found++] = chart;
          }
  }

  #add(positions: Int32Array, p: number, q: number, r: number, chart: number): void {
    const reach = this.cell / 2;
    const [width, height] = [this.#sizes[0]!, this.#sizes[1]!];
    const [x0, x1] = [this.#low(positions, p, q, r, 0, reach), this.#high(positions, p, q, r, 0, reach)];
    const [y0, y1] = [this.#low(positions, p, q, r, 1, reach), this.#high(positions, p, q, r, 1, reach)];
    const [z0, z1] = [this.#low(positions, p, q, r, 2, reach), this.#high(positions, p, q, r, 2, reach)];
    for (let z = z0; z <= z1; z++)
      for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) this.#note((z * height + y) * width + x, chart);
  }

  #note(cell: number, chart: number): void {
    for (let at = this.#heads[cell]!; at !== -1; at = this.#following[at]!) if (this.#charts[at] === chart) return;
    if (this.#count === this.#charts.length) {
      this.#charts = doubled(this.#charts);
      this.#following = doubled(this.#following);
    }
    this.#charts[this.#count] = chart;
    this.#following[this.#count] = this.#heads[cell]!;
    this.#heads[cell] = this.#count++;
  }

  #low(positions: Int32Array, p: number, q: number, r: number, axis: number, reach: number): number {
    const least = Math.min(positions[p + axis]!, positions[q + axis]!, positions[r + axis]!);
    return Math.max(0, Math.floor((least - reach - this.#least[axis]!) / this.cell));
  }

  #high(positions: Int32Array, p: number, q: number, r: number, axis: number, reach: number): number {
    const greatest = Math.max(positions[p + axis]!, positions[q + axis]!, positions[r + axis]!);
    return Math.min(this.#sizes[axis]! - 1, Math.floor((greatest + reach - this.#least[axis]!) / this.cell));
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
