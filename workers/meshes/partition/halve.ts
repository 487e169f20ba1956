/** Three times the centroids of triangles, with what they are numbers of. Kept in order, and moved together. */
export class Centroids {
  readonly axes: readonly [Int32Array, Int32Array, Int32Array];
  readonly numbers: Uint32Array;
  /** The numbers as the axes are, so that what moves them all is compiled for one kind of array. */
  readonly #moved: Int32Array;
  readonly #spare: Int32Array;

  constructor(count: number) {
    this.axes = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    this.numbers = new Uint32Array(count);
    for (let number = 0; number < count; number++) this.numbers[number] = number;
    this.#moved = new Int32Array(this.numbers.buffer);
    this.#spare = new Int32Array(count);
  }

  /**
   * Divides a run where its extent is greatest, as near to its median as a plane can, or, where so many centroids lie in
   * the plane that this would be far from half, by order. Both parts keep their order.
   */
  halve(from: number, to: number): Half {
    const axis = this.#widest(from, to);
    const keys = this.axes[axis];
    const { plane, below } = medianPlane(keys, from, to);
    const count = to - from;
    if (Math.min(below, count - below) * 4 < count) return { middle: from + (count >>> 1), axis: undefined, plane: 0 };
    // The keys come last: they say where the others go.
    for (const other of [0, 1, 2].filter((number) => number !== axis))
      this.#part(this.axes[other]!, keys, plane, from, to);
    this.#part(this.#moved, keys, plane, from, to);
    this.#part(keys, keys, plane, from, to);
    return { middle: from + below, axis, plane };
  }

  #widest(from: number, to: number): 0 | 1 | 2 {
    let widest: 0 | 1 | 2 = 0;
    let greatest = -1;
    for (const axis of [0, 1, 2] as const) {
      const extent = extentOf(this.axes[axis], from, to);
      if (extent > greatest) {
        greatest = extent;
        widest = axis;
      }
    }
    return widest;
  }

  /**
   * Moves what is below the plane before what is not. Each value is written to both sides, and one of them goes on: no
   * processor foresees on which side of its median a key is.
   */
  #part(values: Int32Array, keys: Int32Array, plane: number, from: number, to: number): void {
    const spare = this.#spare;
    let left = from;
    let right = 0;
    for (let at = from; at < to; at++) {
      const below = Number(keys[at]! < plane);
      const value = values[at]!;
      values[left] = value;
      spare[right] = value;
      left += below;
      right += 1 - below;
    }
    values.set(spare.subarray(0, right), left);
  }
}

export interface Half {
  /** Where the second part begins. */
  middle: number;
  /** Which axis the plane cuts; undefined: divided by order. */
  axis: 0 | 1 | 2 | undefined;
  /** What has at least this coordinate is in the second part. */
  plane: number;
}

function extentOf(keys: Int32Array, from: number, to: number): number {
  let min = Infinity;
  let max = -Infinity;
  for (let at = from; at < to; at++) {
    const key = keys[at]!;
    if (key < min) min = key;
    if (key > max) max = key;
  }
  return max - min;
}

const BINS = 2048;
const bins = new Uint32Array(BINS);

/** The plane with as near to half of the keys below it as there is, and how many those are. */
function medianPlane(keys: Int32Array, from: number, to: number): { plane: number; below: number } {
  const half = (to - from) >>> 1;
  let min = Infinity;
  let max = -Infinity;
  for (let at = from; at < to; at++) {
    const key = keys[at]!;
    if (key < min) min = key;
    if (key > max) max = key;
  }
  if (!(max > min)) return { plane: 0, below: 0 };
  // Ever finer bins around the key number `half`, until a bin is one key.
  let low = min;
  let high = max;
  let below = 0;
  for (;;) {
    let shift = 0;
    while ((high - low) >>> shift >= BINS) shift++;
    bins.fill(0);
    for (let at = from; at < to; at++) {
      const key = keys[at]!;
      if (key >= low && key <= high) bins[(key - low) >>> shift]!++;
    }
    let bin = 0;
    while (below + bins[bin]! <= half) below += bins[bin++]!;
    low += bin << shift;
    if (shift === 0) {
      const withMedian = below + bins[bin]!;
      return half - below <= withMedian - half ? { plane: low, below } : { plane: low + 1, below: withMedian };
    }
    high = Math.min(high, low + (1 << shift) - 1);
  }
}
