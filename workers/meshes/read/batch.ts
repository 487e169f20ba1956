import { cutConcave, MAX_CLIPPED } from './polygon.ts';
import { NO_ROW } from './vertex-table.ts';

/**
 * Triangles on their way from row numbers to what these stand for. Arrays of what a mesh has not are made when it turns
 * out to have it.
 */
export class Batch {
  readonly capacity: number;
  count = 0;
  readonly materials: Uint32Array;
  /** Triangles of the polygon that begins with this one; 0 for the others of a polygon. */
  readonly pieces: Uint32Array;
  /** Rows of three corners. */
  readonly rows: Uint32Array;
  readonly points: Float32Array;
  texcoordRows: Uint32Array | undefined;
  normalRows: Uint32Array | undefined;
  texcoords: Float32Array | undefined;
  normals: Float32Array | undefined;
  /** One word per corner. */
  colours: Int32Array | undefined;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.materials = new Uint32Array(capacity);
    this.pieces = new Uint32Array(capacity);
    this.rows = new Uint32Array(capacity * 3);
    this.points = new Float32Array(capacity * 9);
  }

  /** Makes the arrays of row numbers, in which the triangles that are there have none. */
  withTexcoordRows(): Uint32Array {
    return (this.texcoordRows ??= new Uint32Array(this.capacity * 3).fill(NO_ROW));
  }

  withNormalRows(): Uint32Array {
    return (this.normalRows ??= new Uint32Array(this.capacity * 3).fill(NO_ROW));
  }

  withTexcoords(): Float32Array {
    return (this.texcoords ??= new Float32Array(this.capacity * 6));
  }

  withNormals(): Float32Array {
    return (this.normals ??= new Float32Array(this.capacity * 9));
  }

  withColours(): Int32Array {
    return (this.colours ??= new Int32Array(this.capacity * 3));
  }

  /** Cuts polygons anew, which were taken as fans, where a fan is wrong. */
  cutPolygons(): void {
    for (let first = 0; first < this.count; first++) {
      const pieces = this.pieces[first]!;
      if (pieces < 2) continue;
      const corners = pieces + 2;
      copyFan(wordsOf(this.points), 3, first, corners, OUTLINE_WORDS);
      if (!cutConcave(OUTLINE, corners, CUT)) continue;
      spread(wordsOf(this.points), 3, first, corners);
      if (this.texcoords) spread(wordsOf(this.texcoords), 2, first, corners);
      if (this.normals) spread(wordsOf(this.normals), 3, first, corners);
      if (this.colours) spread(this.colours, 1, first, corners);
    }
  }
}

export const wordsOf = (array: Float32Array): Int32Array =>
  new Int32Array(array.buffer as ArrayBuffer, array.byteOffset, array.length);

const OUTLINE = new Float32Array(MAX_CLIPPED * 3);
const OUTLINE_WORDS = wordsOf(OUTLINE);
const VALUES = new Int32Array(MAX_CLIPPED * 3);
const CUT = new Uint32Array(MAX_CLIPPED * 3);

/** The corners' values in order, out of a fan of triangles: those of the first, then the last corner of each other. */
function copyFan(words: Int32Array, width: number, first: number, corners: number, out: Int32Array): void {
  for (let corner = 0, to = 0; corner < Math.min(corners, MAX_CLIPPED); corner++) {
    const from = (corner < 2 ? first * 3 + corner : (first + corner - 2) * 3 + 2) * width;
    for (let word = 0; word < width; word++) out[to++] = words[from + word]!;
  }
}

/** Puts the corners' values where `CUT` wants them. */
function spread(words: Int32Array, width: number, first: number, corners: number): void {
  copyFan(words, width, first, corners, VALUES);
  for (let i = 0, to = first * 3 * width; i < (corners - 2) * 3; i++) {
    const from = CUT[i]! * width;
    for (let word = 0; word < width; word++) words[to++] = VALUES[from + word]!;
  }
}
