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

  /** `wider`: texels around the triangle that count as inside. */
  set(
    x0: number,
    y0: number,
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    wider: number,
    width: number,
    height: number,
  ): boolean {
    this.area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (!(this.area > 0)) return false;
    this.#edge(0, x0, y0, x1, y1, wider);
    this.#edge(3, x1, y1, x2, y2, wider);
    this.#edge(6, x2, y2, x0, y0, wider);
    this.#width = width;
    this.#left = Math.min(x0, x1, x2) - wider;
    this.#right = Math.max(x0, x1, x2) + wider;
    this.top = Math.max(0, Math.ceil(Math.min(y0, y1, y2) - wider - 0.5));
    this.bottom = Math.min(height - 1, Math.floor(Math.max(y0, y1, y2) + wider - 0.5));
    return this.top <= this.bottom;
  }

  row(y: number): boolean {
    const edges = this.#edges;
    let [left, right] = [this.#left, this.#right];
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

  #edge(e: number, x0: number, y0: number, x1: number, y1: number, wider: number): void {
    const [a, b] = [y0 - y1, x1 - x0];
    this.#edges[e] = a;
    this.#edges[e + 1] = b;
    this.#edges[e + 2] = -a * x0 - b * y0 + (wider > 0 ? wider * Math.sqrt(a * a + b * b) : 0);
  }
}
