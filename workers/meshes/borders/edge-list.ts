import { keyX, keyY, keyZ } from '../key.ts';
import { NO_NORMAL, unpackNormal } from '../octahedral.ts';

/** In steps of the grid. */
export type Place = [x: number, y: number, z: number];

/** Words of an edge: the keys of its two ends, as its face runs from one to the other, and which way the surface looks there. */
export const PLACED_WORDS = 5;

/** Edges with their places, of which no more are kept than `most`. */
export class EdgeList {
  readonly #most: number;
  #words = new Uint32Array(PLACED_WORDS * 256);
  #count = 0;
  /** Some were left out. */
  overflown = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** `normal` as of `packNormal`. */
  push(fromLow: number, fromHigh: number, toLow: number, toHigh: number, normal: number): void {
    const words = this.#room();
    if (words === undefined) return;
    const at = this.#count++ * PLACED_WORDS;
    words[at] = fromLow;
    words[at + 1] = fromHigh;
    words[at + 2] = toLow;
    words[at + 3] = toHigh;
    words[at + 4] = normal;
  }

  /** Edges of another list. */
  append(edges: Uint32Array): void {
    for (let at = 0; at < edges.length; at += PLACED_WORDS)
      this.push(edges[at]!, edges[at + 1]!, edges[at + 2]!, edges[at + 3]!, edges[at + 4]!);
  }

  words(): Uint32Array {
    return this.#words.subarray(0, this.#count * PLACED_WORDS);
  }

  #room(): Uint32Array | undefined {
    if (this.#count === this.#most) {
      this.overflown = true;
      return undefined;
    }
    if (this.#count * PLACED_WORDS === this.#words.length) {
      const words = new Uint32Array(this.#words.length * 2);
      words.set(this.#words);
      this.#words = words;
    }
    return this.#words;
  }
}

/** The keys of both ends of each. */
export function endsOf(edges: Uint32Array): Uint32Array {
  const count = edges.length / PLACED_WORDS;
  const ends = new Uint32Array(count * 4);
  for (let edge = 0; edge < count; edge++)
    for (let word = 0; word < 4; word++) ends[edge * 4 + word] = edges[edge * PLACED_WORDS + word]!;
  return ends;
}

export function edgeLength(edges: Uint32Array, edge: number): number {
  const at = edge * PLACED_WORDS;
  const [low, high, toLow, toHigh] = [edges[at]!, edges[at + 1]!, edges[at + 2]!, edges[at + 3]!];
  const x = keyX(low) - keyX(toLow);
  const y = keyY(low, high) - keyY(toLow, toHigh);
  const z = keyZ(high) - keyZ(toHigh);
  return Math.sqrt(x * x + y * y + z * z);
}

export const startOf = (edges: Uint32Array, edge: number): Place => placeAt(edges, edge * PLACED_WORDS);
export const endOf = (edges: Uint32Array, edge: number): Place => placeAt(edges, edge * PLACED_WORDS + 2);

function placeAt(edges: Uint32Array, at: number): Place {
  const [low, high] = [edges[at]!, edges[at + 1]!];
  return [keyX(low), keyY(low, high), keyZ(high)];
}

const one = new Float32Array(3);

/** Which way the surface looks at an edge, where that is known. */
export function addNormal(edges: Uint32Array, edge: number, sum: Place): void {
  const packed = edges[edge * PLACED_WORDS + 4]!;
  if (packed === NO_NORMAL) return;
  unpackNormal(packed, one, 0);
  for (let axis = 0; axis < 3; axis++) sum[axis]! += one[axis]!;
}
