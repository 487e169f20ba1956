import { closeSync, openSync, writeSync } from 'node:fs';
import { fractal } from './noise.ts';

/*
 * A closed, rough surface of any number of triangles, as a file and without memory: the octahedron unfolded to a square
 * of `side` × `side` cells of two triangles, whose border is folded upon itself.
 */

const RADIUS = 1;
const ROUGHNESS = 0.25;
const FIRST_SCALE = 2;
const BLOCK_BYTES = 4 << 20;

export interface Generated {
  triangles: number;
  vertices: number;
}

/** Writes about so many triangles as binary PLY. */
export function generatePly(path: string, triangles: number, seed = 1): Generated {
  const shape = shapeOf(triangles, seed);
  writePly(path, shape);
  return { triangles: shape.triangles, vertices: shape.vertices };
}

/** A mesh that tells its vertices and faces one after the other, and need not be in memory. */
export interface Told extends Generated {
  eachVertex(take: (x: number, y: number, z: number) => void): void;
  eachFace(take: (a: number, b: number, c: number) => void): void;
}

export function writePly(path: string, shape: Told): void {
  const out = new BlockWriter(path);
  out.text(
    `ply\nformat binary_little_endian 1.0\nelement vertex ${shape.vertices}\nproperty float x\nproperty float y\nproperty float z\n` +
      `element face ${shape.triangles}\nproperty list uchar int vertex_indices\nend_header\n`,
  );
  shape.eachVertex((x, y, z) => {
    const at = out.room(12);
    out.view.setFloat32(at, x, true);
    out.view.setFloat32(at + 4, y, true);
    out.view.setFloat32(at + 8, z, true);
  });
  shape.eachFace((a, b, c) => {
    const at = out.room(13);
    out.view.setUint8(at, 3);
    out.view.setInt32(at + 1, a, true);
    out.view.setInt32(at + 5, b, true);
    out.view.setInt32(at + 9, c, true);
  });
  out.close();
}

/** The same surface as triangles in batches: nine numbers each, for what begins behind the reader. */
export function generateTriangles(
  triangles: number,
  take: (positions: Float64Array, count: number) => void,
  seed = 1,
): void {
  const { side, point } = shapeOf(triangles, seed);
  const rows = [new Float64Array((side + 1) * 3), new Float64Array((side + 1) * 3)];
  const batch = new Float64Array(side * 2 * 9);
  const fill = (row: Float64Array, j: number): void => {
    for (let i = 0; i <= side; i++) row.set(point(i, j), i * 3);
  };
  fill(rows[0]!, 0);
  for (let j = 0; j < side; j++) {
    const [upper, lower] = j % 2 === 0 ? [rows[0]!, rows[1]!] : [rows[1]!, rows[0]!];
    fill(lower, j + 1);
    let to = 0;
    for (let i = 0; i < side; i++) {
      for (const [column, below] of cornersOf(i, j, side)) {
        const row = below === 0 ? upper : lower;
        for (let axis = 0; axis < 3; axis++) batch[to++] = row[(i + column) * 3 + axis]!;
      }
    }
    take(batch, side * 2);
  }
}

export interface Shape extends Generated {
  side: number;
  point: (i: number, j: number) => [number, number, number];
  eachVertex(take: (x: number, y: number, z: number) => void): void;
  eachFace(take: (a: number, b: number, c: number) => void): void;
}

export function shapeOf(triangles: number, seed: number): Shape {
  const side = Math.max(2, 2 * Math.round(Math.sqrt(triangles / 2) / 2));
  const half = side / 2;
  const octaves = Math.max(1, Math.ceil(Math.log2(side / FIRST_SCALE / 4)));
  const inner = side - 1;

  const point = (column: number, row: number): [number, number, number] => {
    const [i, j] = canonical(column, row, side);
    let u = i / half - 1;
    let v = j / half - 1;
    const z = 1 - Math.abs(u) - Math.abs(v);
    if (z < 0) [u, v] = [(1 - Math.abs(v)) * Math.sign(u), (1 - Math.abs(u)) * Math.sign(v)];
    const length = Math.hypot(u, v, z);
    const [x, y, w] = [u / length, v / length, z / length];
    const r = RADIUS + ROUGHNESS * fractal(x * FIRST_SCALE, y * FIRST_SCALE, w * FIRST_SCALE, octaves, seed);
    return [x * r, y * r, w * r];
  };
  /** The border's places come first: the corners, which are one, then half of each edge. */
  const numberOf = (column: number, row: number): number => {
    if (column > 0 && column < side && row > 0 && row < side) return 1 + 4 * half + (row - 1) * inner + column - 1;
    const [i, j] = canonical(column, row, side);
    if ((i === 0 || i === side) && (j === 0 || j === side)) return 0;
    if (j === 0) return i;
    if (j === side) return half + i;
    return (i === 0 ? 2 : 3) * half + j;
  };
  return {
    side,
    point,
    triangles: 2 * side * side,
    vertices: 1 + 4 * half + inner * inner,
    eachVertex(take) {
      take(...point(0, 0));
      for (let i = 1; i <= half; i++) take(...point(i, 0));
      for (let i = 1; i <= half; i++) take(...point(i, side));
      for (let j = 1; j <= half; j++) take(...point(0, j));
      for (let j = 1; j <= half; j++) take(...point(side, j));
      for (let j = 1; j < side; j++) for (let i = 1; i < side; i++) take(...point(i, j));
    },
    eachFace(take) {
      for (let j = 0; j < side; j++) {
        for (let i = 0; i < side; i++) {
          const corners = cornersOf(i, j, side);
          for (let first = 0; first < 6; first += 3) {
            const [a, b, c] = [corners[first]!, corners[first + 1]!, corners[first + 2]!];
            take(numberOf(i + a[0], j + a[1]), numberOf(i + b[0], j + b[1]), numberOf(i + c[0], j + c[1]));
          }
        }
      }
    },
  };
}

/** Each edge of the square is folded in its middle: its second half is its first. */
function canonical(i: number, j: number, side: number): [number, number] {
  const corner = (i === 0 || i === side) && (j === 0 || j === side);
  if (corner) return [0, 0];
  if (j === 0 || j === side) return [Math.min(i, side - i), j];
  if (i === 0 || i === side) return [i, Math.min(j, side - j)];
  return [i, j];
}

type Corner = readonly [column: number, row: number];
const RISING: readonly Corner[] = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 0],
  [1, 1],
  [0, 1],
];
const FALLING: readonly Corner[] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
  [1, 1],
  [0, 1],
];

/** Two triangles of a cell, divided so that the octahedron's edges are edges. */
export const cornersOf = (i: number, j: number, side: number): readonly Corner[] =>
  i < side / 2 === j < side / 2 ? RISING : FALLING;

/** Collects what is written to a file in large blocks. */
export class BlockWriter {
  readonly #file: number;
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  readonly view = new DataView(this.#block.buffer, this.#block.byteOffset, BLOCK_BYTES);
  #filled = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  bytes(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const part = bytes.subarray(at, at + BLOCK_BYTES);
      this.#block.set(part, this.room(part.length));
    }
  }

  /** Where in `view` so many bytes are to be written. */
  room(bytes: number): number {
    if (this.#filled + bytes > BLOCK_BYTES) this.#flush();
    this.#filled += bytes;
    return this.#filled - bytes;
  }

  text(text: string): void {
    if (this.#filled + text.length > BLOCK_BYTES) this.#flush();
    this.#filled += this.#block.write(text, this.#filled, 'latin1');
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    for (let done = 0; done < this.#filled;) done += writeSync(this.#file, this.#block, done, this.#filled - done);
    this.#filled = 0;
  }
}
