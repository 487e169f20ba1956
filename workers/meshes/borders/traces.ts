import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_NORMAL, packNormal } from '../octahedral.ts';
import type { TileMesh } from '../tilemesh.ts';
import type { Candidates } from './candidates.ts';
import { EdgeList } from './edge-list.ts';
import { PIECE_NUMBERS, piecesOf } from './pieces.ts';

/**
 * Of one survey, and of all. Where there is more, triangles hang together so little that there are no holes to follow and no
 * pieces to tell apart; then the files stay small (200 million triangles: 2 GB at most) and nothing is told but the counts.
 */
const MOST_OPEN = 2 ** 18;
const MOST_OPEN_IN_ALL = 2 ** 21;
const MOST_PIECES = 2 ** 16;
const MOST_PIECES_IN_ALL = 2 ** 19;
/** Edges of more than two faces: a part of them says where to look. */
const MOST_CROWDED = 2 ** 12;
const MOST_CROWDED_IN_ALL = 2 ** 17;

export interface TracesSummary {
  /** All edges of one face are there, and all pieces. */
  open: boolean;
  pieces: boolean;
}

const KINDS = ['open', 'crowded', 'pieces', 'links'] as const;
const traceFile = (folder: string, number: number, kind: (typeof KINDS)[number]): string =>
  join(folder, `survey-${number}.${kind}`);

/** Where the defects of some leaves are: their edges that have not two faces, and the pieces that hang together. */
export class Traces {
  readonly #open = new EdgeList(MOST_OPEN);
  readonly #crowded = new EdgeList(MOST_CROWDED);
  readonly #pieces: Float64Array[] = [];
  #pieceCount = 0;
  readonly #links: Uint32Array[] = [];

  /** `ends` are places, of which `firsts` has a vertex each; `sums` their normals. */
  edge(
    keys: Uint32Array,
    firsts: Uint32Array,
    [low, high]: readonly [number, number],
    { faces, direction }: { faces: number; direction: number },
    sums: Float64Array,
  ): void {
    const [from, to] = direction < 0 ? [high, low] : [low, high];
    const [start, end] = [firsts[from]! * 2, firsts[to]! * 2];
    const normal = packNormal(
      sums[from * 3]! + sums[to * 3]!,
      sums[from * 3 + 1]! + sums[to * 3 + 1]!,
      sums[from * 3 + 2]! + sums[to * 3 + 2]!,
    );
    (faces === 1 ? this.#open : this.#crowded).push(keys[start]!, keys[start + 1]!, keys[end]!, keys[end + 1]!, normal);
  }

  pieces(
    { positions, indices }: Pick<TileMesh, 'positions' | 'indices'>,
    places: { numbers: Uint32Array; count: number },
    slots: Int32Array,
  ): void {
    const before = this.#pieceCount;
    if (before > MOST_PIECES) return;
    const { pieceOf, pieces } = piecesOf(positions, indices, places.numbers, places.count);
    this.#pieceCount += pieces.length / PIECE_NUMBERS;
    this.#pieces.push(pieces);
    const links = new Uint32Array(slots.reduce((count, slot) => count + (slot < 0 ? 0 : 2), 0));
    for (let place = 0, at = 0; place < slots.length; place++) {
      if (slots[place]! < 0) continue;
      links[at++] = before + pieceOf[place]!;
      links[at++] = slots[place]!;
    }
    this.#links.push(links);
  }

  write(folder: string, number: number): TracesSummary {
    const all = this.#pieceCount <= MOST_PIECES;
    writeFileSync(traceFile(folder, number, 'open'), this.#open.words());
    writeFileSync(traceFile(folder, number, 'crowded'), this.#crowded.words());
    writeFileSync(traceFile(folder, number, 'pieces'), all ? joined(this.#pieces) : Buffer.alloc(0));
    writeFileSync(traceFile(folder, number, 'links'), all ? joined(this.#links) : Buffer.alloc(0));
    return { open: !this.#open.overflown, pieces: all };
  }
}

const joined = (parts: readonly ArrayBufferView[]): Buffer =>
  Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)));

/** What all surveys have found, and what shows only when they are put together. */
export class AllTraces {
  readonly #candidates: Candidates;
  readonly #open = new EdgeList(MOST_OPEN_IN_ALL);
  readonly #crowded = new EdgeList(MOST_CROWDED_IN_ALL);

  constructor(candidates: Candidates) {
    this.#candidates = candidates;
  }

  readEdges(folder: string, number: number): void {
    this.#open.append(new Uint32Array(bufferOf(traceFile(folder, number, 'open'))));
    this.#crowded.append(new Uint32Array(bufferOf(traceFile(folder, number, 'crowded'))));
  }

  /** An edge between two candidates, whose leaves have been put together. */
  edge(one: number, other: number, faces: number, direction: number): void {
    if (faces === 2) return;
    const [from, to] = direction < 0 ? [other, one] : [one, other];
    const [start, end] = [this.#candidates.keyOf(from)!, this.#candidates.keyOf(to)!];
    (faces === 1 ? this.#open : this.#crowded).push(...start, ...end, NO_NORMAL);
  }

  /** Undefined where there are too many to follow. */
  open(): Uint32Array | undefined {
    return this.#open.overflown ? undefined : this.#open.words();
  }

  crowded(): Uint32Array {
    return this.#crowded.words();
  }
}

/** The pieces of all surveys as numbers, and what of them meets where; undefined where there are too many. */
export function readPieces(
  folder: string,
  surveys: number,
): { pieces: Float64Array; links: (take: (piece: number, slot: number) => void) => void } | undefined {
  const parts: Float64Array[] = [];
  let count = 0;
  for (let number = 0; number < surveys; number++) {
    const part = new Float64Array(bufferOf(traceFile(folder, number, 'pieces')));
    count += part.length / PIECE_NUMBERS;
    if (count > MOST_PIECES_IN_ALL) return undefined;
    parts.push(part);
  }
  const pieces = new Float64Array(count * PIECE_NUMBERS);
  let filled = 0;
  for (const part of parts) {
    pieces.set(part, filled);
    filled += part.length;
  }
  return {
    pieces,
    links(take) {
      for (let number = 0, before = 0; number < surveys; number++) {
        const links = new Uint32Array(bufferOf(traceFile(folder, number, 'links')));
        for (let at = 0; at < links.length; at += 2) take(before + links[at]!, links[at + 1]!);
        before += parts[number]!.length / PIECE_NUMBERS;
      }
    },
  };
}

export function removeTraces(folder: string, number: number): void {
  for (const kind of KINDS) rmSync(traceFile(folder, number, kind), { force: true });
}

/** Aligned, as a pooled one need not be. */
function bufferOf(path: string): ArrayBuffer {
  const { buffer, byteOffset, length } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + length);
}
