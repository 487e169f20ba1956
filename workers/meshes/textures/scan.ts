/**
 * Goes over the texels whose centres lie in a triangle, row by row. One object serves any number of triangles: this is
 * the innermost part of baking.
 */
export class TriangleScan {
  /** Rows that the triangle may touch. */
  top = 0;
  bottom = -1;
  /** Texels of the row that was asked for last. */
  from = 0;
  to = -1;
  /** Twice its area; negative where it runs clockwise (with y upwards), and then nothing is found. */
  area = 0;
  // Of each edge: a·x + b·y + c ≥ 0 inside.
  readonly #edges = new Float64Array(9);
  #width = 0;
  #left = 0;
  #right = 0;

  /**
   * `at`: x, y and a third number, which is not looked at, of each corner; in an array, because a number that is passed by
   * itself is an object for the collector of garbage. `wider`: texels around the triangle that count as inside.
   */
  set(at: Float64Array, wider: number, width: number, height: number): boolean {
    const x0 = at[0]!;
    const y0 = at[1]!;
    const x1 = at[3]!;
    const y1 = at[4]!;
    const x2 = at[6]!;
    const y2 = at[7]!;
    this.area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (!(this.area > 0)) return false;
    this.#edge(at, 0, 3, wider);
    this.#edge(at, 3, 6, wider);
    this.#edge(at, 6, 0, wider);
    this.#width = width;
    this.#left = Math.min(x0, x1, x2) - wider;
    this.#right = Math.max(x0, x1, x2) + wider;
    this.top = Math.max(0, Math.ceil(Math.min(y0, y1, y2) - wider - 0.5));
    this.bottom = Math.min(height - 1, Math.floor(Math.max(y0, y1, y2) + wider - 0.5));
    return this.top <= this.bottom;
  }

  row(y: number): boolean {
    const edges = this.#edges;
    let left = this.#left;
    let right = this.#right;
    for (let e = 0; e < 9; e += 3) {
      const a = edges[e]!;
      const rest = edges[e + 1]! * (y + 0.5) + edges[e + 2]!;
      if (a > 0) left = Math.max(left, -rest / a);
      else if (a < 0) right = Math.min(right, -rest / a);
      else if (rest < 0) return false;
    }
    this.from = Math.max(0, Math.ceil(left - 0.5));
    this.to = Math.min(this.#width - 1, Math.floor(right - 0.5));
    return this.from <= this.to;
  }

  /** From the corner that begins at `e` to the one that begins at `f`. */
  #edge(at: Float64Array, e: number, f: number, wider: number): void {
    const x0 = at[e]!;
    const y0 = at[e + 1]!;
    const a = y0 - at[f + 1]!;
    const b = at[f]! - x0;
    this.#edges[e] = a;
    this.#edges[e + 1] = b;
    this.#edges[e + 2] = -a * x0 - b * y0 + (wider > 0 ? wider * Math.sqrt(a * a + b * b) : 0);
  }
}
