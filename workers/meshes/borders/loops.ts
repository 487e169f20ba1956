import { numberPlaces } from '../partition/places.ts';
import { PLACED_WORDS, addNormal, edgeLength, endOf, endsOf, startOf } from './edge-list.ts';
import type { Place } from './edge-list.ts';

/** A line along edges, in steps of the grid. */
export interface Loop {
  /** It comes back to where it began. */
  closed: boolean;
  edges: number;
  length: number;
  /** Some of its places, in their order; the first is not said again at the end. */
  places: Place[];
  /** Which way the surface looks there, of any length. */
  normal: Place;
}

/** Places that a loop is told with, however many it has. */
const MOST_PLACES = 64;

/**
 * Follows edges from end to end. Where a line meets itself, what lies between is a loop of its own, so that two holes that
 * touch are two. Of all loops the longest are given, and how many there are. Linear, and always the same for the same edges in
 * the same order.
 *
 * `edges`: of an `EdgeList`.
 */
export function loopsOf(edges: Uint32Array, most: number): { loops: Loop[]; count: number } {
  const count = edges.length / PLACED_WORDS;
  const ends = endsOf(edges);
  const { numbers, count: vertices } = numberPlaces(ends, 2, count * 2);
  const { starts, out } = outgoing(numbers, count, vertices);
  const next = starts.slice(0, vertices);
  const onPath = new Int32Array(vertices).fill(-1);
  const path = new Uint32Array(count);
  const longest = new Longest(edges, most);

  const walk = (from: number): void => {
    let here = from;
    let length = 0;
    onPath[here] = 0;
    for (;;) {
      if (next[here] === starts[here + 1]) {
        // Nothing goes on from here: what is left of the way is no loop.
        if (length > 0) longest.take(path, 0, length, false);
        break;
      }
      const edge = out[next[here]!++]!;
      path[length++] = edge;
      here = numbers[edge * 2 + 1]!;
      const since = onPath[here]!;
      if (since < 0) onPath[here] = length;
      else {
        longest.take(path, since, length, true);
        for (let at = since; at < length; at++) onPath[numbers[path[at]! * 2 + 1]!] = -1;
        onPath[here] = since;
        length = since;
      }
    }
    onPath[from] = -1;
    for (let at = 0; at < length; at++) onPath[numbers[path[at]! * 2 + 1]!] = -1;
  };

  const incoming = new Uint32Array(vertices);
  for (let edge = 0; edge < count; edge++) incoming[numbers[edge * 2 + 1]!]!++;
  // Lines that have an end first, from where they begin.
  for (let vertex = 0; vertex < vertices; vertex++) {
    const begin = starts[vertex + 1]! - starts[vertex]! - incoming[vertex]!;
    for (let times = 0; times < begin; times++) walk(vertex);
  }
  for (let vertex = 0; vertex < vertices; vertex++) while (next[vertex]! < starts[vertex + 1]!) walk(vertex);
  return { loops: longest.loops(), count: longest.count };
}

/** Edges by the place that they run from. */
function outgoing(numbers: Uint32Array, count: number, vertices: number): { starts: Uint32Array; out: Uint32Array } {
  const starts = new Uint32Array(vertices + 1);
  for (let edge = 0; edge < count; edge++) starts[numbers[edge * 2]! + 1]!++;
  for (let vertex = 0; vertex < vertices; vertex++) starts[vertex + 1]! += starts[vertex]!;
  const next = starts.slice();
  const out = new Uint32Array(count);
  for (let edge = 0; edge < count; edge++) out[next[numbers[edge * 2]!]!++] = edge;
  return { starts, out };
}

/** The longest of the loops that come by: the first of those that are equally long. */
class Longest {
  readonly #edges: Uint32Array;
  readonly #most: number;
  readonly #loops: Loop[] = [];
  count = 0;

  constructor(edges: Uint32Array, most: number) {
    this.#edges = edges;
    this.#most = most;
  }

  take(path: Uint32Array, from: number, to: number, closed: boolean): void {
    this.count++;
    let length = 0;
    for (let at = from; at < to; at++) length += edgeLength(this.#edges, path[at]!);
    if (this.#loops.length === this.#most && length <= this.#loops.at(-1)!.length) return;
    const after = this.#loops.findIndex((loop) => loop.length < length);
    this.#loops.splice(
      after < 0 ? this.#loops.length : after,
      0,
      this.#loopOf(path.subarray(from, to), length, closed),
    );
    if (this.#loops.length > this.#most) this.#loops.pop();
  }

  loops(): Loop[] {
    return this.#loops;
  }

  #loopOf(path: Uint32Array, length: number, closed: boolean): Loop {
    const normal: Place = [0, 0, 0];
    for (const edge of path) addNormal(this.#edges, edge, normal);
    const all = closed ? path.length : path.length + 1;
    const shown = Math.min(all, MOST_PLACES);
    const places = Array.from({ length: shown }, (_, number) => {
      const at = closed ? Math.floor((number * all) / shown) : Math.round((number * (all - 1)) / (shown - 1));
      return at < path.length ? startOf(this.#edges, path[at]!) : endOf(this.#edges, path.at(-1)!);
    });
    return { closed, edges: path.length, length, places, normal };
  }
}
