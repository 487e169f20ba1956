import { numberPlaces } from '../partition/places.ts';
import type { Candidates } from './candidates.ts';
import { PLACED_WORDS, addNormal, edgeLength, endsOf, startOf } from './edge-list.ts';
import type { Place } from './edge-list.ts';
import { loopsOf } from './loops.ts';
import type { Loop } from './loops.ts';
import { PIECE_NUMBERS, Sets, addPiece, pieceAt } from './pieces.ts';
import type { Piece } from './pieces.ts';
import { readPieces } from './traces.ts';
import type { AllTraces } from './traces.ts';

/** Of each kind at most so many are told with their places: the largest. */
const MOST_LOOPS = 200;
const MOST_CROWDS = 50;
const MOST_PIECES = 100;

/** Edges of more than two faces that hang together, in steps of the grid. */
export interface Crowd {
  edges: number;
  length: number;
  place: Place;
  normal: Place;
}

/** Where the defects of a scan are, in steps of its grid. */
export interface Defects {
  /** Borders of the surface; absent where its triangles hang together too little to follow any. */
  loops?: { count: number; longest: Loop[] };
  crowds: Crowd[];
  /** What hangs together, the largest first; absent where there are too many to tell apart. */
  pieces?: { count: number; largest: Piece[] };
}

export function defectsOf(
  folder: string,
  surveys: number,
  candidates: Candidates,
  { traces, complete }: { traces: AllTraces; complete: { open: boolean; pieces: boolean } },
): Defects {
  const open = complete.open ? traces.open() : undefined;
  const loops = open && loopsOf(open, MOST_LOOPS);
  const pieces = complete.pieces ? joinPieces(folder, surveys, candidates.size) : undefined;
  return {
    ...(loops && { loops: { count: loops.count, longest: loops.loops } }),
    crowds: crowdsOf(traces.crowded()),
    ...(pieces && { pieces }),
  };
}

/** Those whose places touch, the longest first. */
function crowdsOf(edges: Uint32Array): Crowd[] {
  const count = edges.length / PLACED_WORDS;
  const { numbers, count: places } = numberPlaces(endsOf(edges), 2, count * 2);
  const sets = new Sets(places);
  for (let edge = 0; edge < count; edge++) sets.unite(numbers[edge * 2]!, numbers[edge * 2 + 1]!);
  const crowds = new Map<number, Crowd>();
  for (let edge = 0; edge < count; edge++) {
    const set = sets.find(numbers[edge * 2]!);
    const crowd = crowds.get(set) ?? { edges: 0, length: 0, place: startOf(edges, edge), normal: [0, 0, 0] };
    crowds.set(set, crowd);
    crowd.edges++;
    crowd.length += edgeLength(edges, edge);
    addNormal(edges, edge, crowd.normal);
  }
  return [...crowds.values()].toSorted((one, other) => other.length - one.length).slice(0, MOST_CROWDS);
}

function joinPieces(folder: string, surveys: number, slots: number): Defects['pieces'] {
  const read = readPieces(folder, surveys);
  if (!read) return undefined;
  const { pieces, links } = read;
  const sets = new Sets(pieces.length / PIECE_NUMBERS);
  const firsts = new Int32Array(slots).fill(-1);
  links((piece, slot) => {
    if (firsts[slot]! < 0) firsts[slot] = piece;
    else sets.unite(firsts[slot]!, piece);
  });
  const wholes: number[] = [];
  for (let piece = 0, at = 0; at < pieces.length; piece++, at += PIECE_NUMBERS) {
    const whole = sets.find(piece) * PIECE_NUMBERS;
    if (whole === at) wholes.push(at);
    else addPiece(pieces, whole, at);
  }
  const largest = wholes.toSorted((one, other) => pieces[other + 1]! - pieces[one + 1]!).slice(0, MOST_PIECES);
  return { count: wholes.length, largest: largest.map((at) => pieceAt(pieces, at)) };
}
