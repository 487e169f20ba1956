/** What hangs together, in steps of the grid. */
export interface Piece {
  triangles: number;
  area: number;
  min: [number, number, number];
  max: [number, number, number];
  /** One of its corners. */
  place: [number, number, number];
}

/** Numbers of a piece in files. */
export const PIECE_NUMBERS = 11;

/** Sets of numbers that are the same, each known by its least (Galler and Fischer, with paths halved). */
export class Sets {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, number) => number);
  }

  find(number: number): number {
    const parents = this.#parents;
    let at = number;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at]!]!;
      at = parents[at]!;
    }
    return at;
  }

  unite(one: number, other: number): void {
    const [a, b] = [this.find(one), this.find(other)];
    if (a < b) this.#parents[b] = a;
    else this.#parents[a] = b;
  }
}

/**
 * The pieces of a leaf's mesh: which one each place belongs to, and each as `PIECE_NUMBERS` numbers, in the order of their
 * first places.
 */
export function piecesOf(
  positions: Int32Array,
  indices: Uint32Array,
  places: Uint32Array,
  placeCount: number,
): { pieceOf: Int32Array; pieces: Float64Array } {
  const sets = new Sets(placeCount);
  for (let at = 0; at < indices.length; at += 3) {
    const a = places[indices[at]!]!;
    sets.unite(a, places[indices[at + 1]!]!);
    sets.unite(a, places[indices[at + 2]!]!);
  }
  const pieceOf = new Int32Array(placeCount);
  let count = 0;
  // The least of a set comes before all others of it.
  for (let place = 0; place < placeCount; place++) {
    const least = sets.find(place);
    pieceOf[place] = least === place ? count++ : pieceOf[least]!;
  }
  const pieces = new Float64Array(count * PIECE_NUMBERS);
  for (let at = 0; at < pieces.length; at += PIECE_NUMBERS) clear(pieces, at);
  for (let vertex = 0; vertex < positions.length / 3; vertex++)
    stretch(pieces, pieceOf[places[vertex]!]! * PIECE_NUMBERS, positions, vertex * 3);
  for (let at = 0; at < indices.length; at += 3) {
    const piece = pieceOf[places[indices[at]!]!]! * PIECE_NUMBERS;
    pieces[piece]!++;
    pieces[piece + 1]! += areaOf(positions, indices[at]! * 3, indices[at + 1]! * 3, indices[at + 2]! * 3);
  }
  return { pieceOf, pieces };
}

function areaOf(p: Int32Array, a: number, b: number, c: number): number {
  const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
  const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
  const [x, y, z] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
  return Math.sqrt(x * x + y * y + z * z) / 2;
}

function clear(pieces: Float64Array, at: number): void {
  pieces.fill(Infinity, at + 2, at + 5).fill(-Infinity, at + 5, at + 8);
}

function stretch(pieces: Float64Array, at: number, positions: Int32Array, from: number): void {
  const first = pieces[at + 2] === Infinity;
  for (let axis = 0; axis < 3; axis++) {
    const value = positions[from + axis]!;
    if (value < pieces[at + 2 + axis]!) pieces[at + 2 + axis] = value;
    if (value > pieces[at + 5 + axis]!) pieces[at + 5 + axis] = value;
    if (first) pieces[at + 8 + axis] = value;
  }
}

/** Adds a piece to another, whose corner stays. */
export function addPiece(pieces: Float64Array, to: number, from: number): void {
  pieces[to]! += pieces[from]!;
  pieces[to + 1]! += pieces[from + 1]!;
  for (let axis = 2; axis < 5; axis++) pieces[to + axis] = Math.min(pieces[to + axis]!, pieces[from + axis]!);
  for (let axis = 5; axis < 8; axis++) pieces[to + axis] = Math.max(pieces[to + axis]!, pieces[from + axis]!);
}

export function pieceAt(pieces: Float64Array, at: number): Piece {
  const [triangles, area, ...places] = pieces.subarray(at, at + PIECE_NUMBERS);
  const three = (from: number): [number, number, number] => [places[from]!, places[from + 1]!, places[from + 2]!];
  return { triangles: triangles!, area: area!, min: three(0), max: three(3), place: three(6) };
}
