/** Turns that are tried for each chart, within a quarter. */
const TURNS = 12;

/**
 * The planes onto which charts are laid: for each, axes of length 1 (u and v along the sides of the smallest rectangle,
 * normal towards the viewer), and the rectangle's corner and sides, in steps of the grid.
 */
export class Frames {
  readonly count: number;
  readonly us: Float64Array;
  readonly vs: Float64Array;
  readonly normals: Float64Array;
  /** Least u and least v. */
  readonly corners: Float64Array;
  readonly sizes: Float64Array;

  /** `of`: the chart of each triangle. A chart of which nothing is left has no size. */
  constructor(positions: Int32Array, indices: Uint32Array, of: Int32Array, count: number) {
    this.count = count;
    this.us = new Float64Array(count * 3);
    this.vs = new Float64Array(count * 3);
    this.normals = sumNormals(positions, indices, of, count);
    this.corners = new Float64Array(count * 2);
    this.sizes = new Float64Array(count * 2);
    for (let chart = 0; chart < count; chart++) this.#axes(chart);
    const turns = this.#bestTurns(positions, indices, of);
    for (let chart = 0; chart < count; chart++) this.#turn(chart, turns.angles[chart]!);
    this.corners.set(turns.corners);
    this.sizes.set(turns.sizes);
  }

  #axes(chart: number): void {
    const at = chart * 3;
    const { us, vs, normals } = this;
    const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!);
    if (length > 0) for (let k = 0; k < 3; k++) normals[at + k]! /= length;
    else normals[at + 2] = 1;
    const [x, y, z] = [normals[at]!, normals[at + 1]!, normals[at + 2]!];
    // Across the axis that the normal has least of.
    const [ux, uy, uz] = Math.abs(x) < 0.6 ? [0, z, -y] : [-z, 0, x];
    const side = Math.hypot(ux, uy, uz);
    us.set([ux / side, uy / side, uz / side], at);
    vs.set([(y * uz - z * uy) / side, (z * ux - x * uz) / side, (x * uy - y * ux) / side], at);
  }

  /** Of each chart the angle with the smallest rectangle, with that rectangle. */
  #bestTurns(
    positions: Int32Array,
    indices: Uint32Array,
    of: Int32Array,
  ): { angles: Float64Array; corners: Float64Array; sizes: Float64Array } {
    const bounds = new Float64Array(this.count * TURNS * 4);
    for (let i = 0; i < bounds.length; i += 4) bounds.fill(Infinity, i, i + 2).fill(-Infinity, i + 2, i + 4);
    const [cos, sin] = [new Float64Array(TURNS), new Float64Array(TURNS)];
    for (let turn = 0; turn < TURNS; turn++) {
      cos[turn] = Math.cos((turn / TURNS) * (Math.PI / 2));
      sin[turn] = Math.sin((turn / TURNS) * (Math.PI / 2));
    }
    const { us, vs } = this;
    // A vertex has been met by the chart that came to it last, mostly the only one.
    const met = new Int32Array(positions.length / 3).fill(-1);
    for (let i = 0; i < indices.length; i++) {
      const chart = of[Math.floor(i / 3)]!;
      if (chart < 0 || met[indices[i]!] === chart) continue;
      met[indices[i]!] = chart;
      const [p, a] = [indices[i]! * 3, chart * 3];
      const [x, y, z] = [positions[p]!, positions[p + 1]!, positions[p + 2]!];
      const u = us[a]! * x + us[a + 1]! * y + us[a + 2]! * z;
      const v = vs[a]! * x + vs[a + 1]! * y + vs[a + 2]! * z;
      for (let turn = 0, b = chart * TURNS * 4; turn < TURNS; turn++, b += 4) {
        const s = cos[turn]! * u + sin[turn]! * v;
        const t = cos[turn]! * v - sin[turn]! * u;
        if (s < bounds[b]!) bounds[b] = s;
        if (t < bounds[b + 1]!) bounds[b + 1] = t;
        if (s > bounds[b + 2]!) bounds[b + 2] = s;
        if (t > bounds[b + 3]!) bounds[b + 3] = t;
      }
    }
    const found = {
      angles: new Float64Array(this.count),
      corners: new Float64Array(this.count * 2),
      sizes: new Float64Array(this.count * 2),
    };
    for (let chart = 0; chart < this.count; chart++) {
      let least = Infinity;
      for (let turn = 0, b = chart * TURNS * 4; turn < TURNS; turn++, b += 4) {
        const [width, height] = [bounds[b + 2]! - bounds[b]!, bounds[b + 3]! - bounds[b + 1]!];
        if (!(width >= 0) || width * height >= least) continue;
        least = width * height;
        found.angles[chart] = (turn / TURNS) * (Math.PI / 2);
        found.corners.set([bounds[b]!, bounds[b + 1]!], chart * 2);
        found.sizes.set([width, height], chart * 2);
      }
    }
    return found;
  }

  #turn(chart: number, angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let at = chart * 3; at < chart * 3 + 3; at++) {
      const [u, v] = [this.us[at]!, this.vs[at]!];
      this.us[at] = cos * u + sin * v;
      this.vs[at] = cos * v - sin * u;
    }
  }
}

/** Sums of the normals of each chart's triangles, by area. */
function sumNormals(positions: Int32Array, indices: Uint32Array, of: Int32Array, count: number): Float64Array {
  const sums = new Float64Array(count * 3);
  for (let i = 0; i < indices.length; i += 3) {
    const at = of[i / 3]! * 3;
    if (at < 0) continue;
    const [a, b, c] = [indices[i]! * 3, indices[i + 1]! * 3, indices[i + 2]! * 3];
    const ux = positions[b]! - positions[a]!;
    const uy = positions[b + 1]! - positions[a + 1]!;
    const uz = positions[b + 2]! - positions[a + 2]!;
    const vx = positions[c]! - positions[a]!;
    const vy = positions[c + 1]! - positions[a + 1]!;
    const vz = positions[c + 2]! - positions[a + 2]!;
    sums[at]! += uy * vz - uz * vy;
    sums[at + 1]! += uz * vx - ux * vz;
    sums[at + 2]! += ux * vy - uy * vx;
  }
  return sums;
}
