import type { MeshSink, Triangles } from '../source.ts';
import { Batch, wordsOf } from './batch.ts';
import type { Findings } from './findings.ts';
import { MAX_CLIPPED } from './polygon.ts';
import type { Positions } from './positions.ts';
import type { VertexTable } from './vertex-table.ts';

/** Where a material's pictures lie: texture coordinates become scale × coordinate + offset, with v upwards. */
export interface Placement {
  scale: readonly [number, number];
  offset: readonly [number, number];
}

/** Triangles that a sink gets at once: 2.4 MB of positions. */
const BATCH = 32_768;
/** Once tables lie on the disk, more is gathered at once, as each batch reads each page that it needs. */
const SPILLED_BATCH_BYTES = 192e6;

/** What faces refer to. */
export interface Tables {
  positions: Positions;
  normals?: VertexTable | undefined;
  texcoords?: VertexTable | undefined;
  /** Red, green, blue, alpha in one word, little-endian; a row per position. */
  colours?: VertexTable | undefined;
}

export interface CornerKinds {
  /** Normals and texture coordinates have row numbers of their own (OBJ) instead of those of the positions (PLY). */
  ownRows: boolean;
  /** Texture coordinates come with the corners instead of out of a table. */
  wedges: boolean;
  /** A colour comes with the face. */
  faceColours: boolean;
}

export interface CornerParts {
  sink: MeshSink;
  tables: Tables;
  kinds: CornerKinds;
  findings: Findings;
  /** Of the whole file. */
  fileBytes: number;
  /** Of materials. */
  placements?: ReadonlyMap<number, Placement>;
}

/**
 * Takes faces by the row numbers of their corners, gathers in batches what these stand for, cuts polygons, leaves out
 * triangles with coordinates that are no numbers, and hands the rest to the sink.
 */
export class Corners {
  /** Of the face that is read; they grow by `room`. NO_ROW where a corner has no normal or texture coordinates. */
  rows = new Uint32Array(64);
  texcoordRows = new Uint32Array(64);
  normalRows = new Uint32Array(64);
  /** u, v per corner. */
  wedges = new Float32Array(128);
  /** As in `Tables.colours`. */
  colour = 0;
  readonly #sink: MeshSink;
  readonly #tables: Tables;
  readonly #kinds: CornerKinds;
  readonly #findings: Findings;
  readonly #placements: ReadonlyMap<number, Placement>;
  /** That the sink got. */
  triangles = 0;
  readonly #capacity: number;
  readonly #positions: Float64Array;
  #batch: Batch;
  /** Some corner has. Set by readers whose corners have rows of their own, before the face is added. */
  hasTexcoords: boolean;
  hasNormals: boolean;

  constructor({ sink, tables, kinds, findings, fileBytes, placements = new Map() }: CornerParts) {
    this.#sink = sink;
    this.#tables = tables;
    this.#kinds = kinds;
    this.#findings = findings;
    this.#placements = placements;
    // A triangle takes more than a byte, so that a small file needs small arrays.
    this.#capacity = Math.min(BATCH, Math.max(MAX_CLIPPED, fileBytes));
    this.#positions = new Float64Array(this.#capacity * 9);
    this.#batch = new Batch(this.#capacity);
    this.hasTexcoords = kinds.wedges || (!kinds.ownRows && tables.texcoords !== undefined);
    this.hasNormals = !kinds.ownRows && tables.normals !== undefined;
  }

  /** Makes room for a corner of that number in the face. */
  room(corner: number): void {
    while (corner >= this.rows.length) {
      this.rows = grown(this.rows);
      this.texcoordRows = grown(this.texcoordRows);
      this.normalRows = grown(this.normalRows);
      const wedges = new Float32Array(this.wedges.length * 2);
      wedges.set(this.wedges);
      this.wedges = wedges;
    }
  }

  /** Three 32-bit numbers from `at` as the face's corners. */
  putTriangle(view: DataView, at: number, little: boolean): void {
    this.rows[0] = view.getUint32(at, little);
    this.rows[1] = view.getUint32(at + 4, little);
    this.rows[2] = view.getUint32(at + 8, little);
  }

  /** Takes the face's first `corners` corners: three or more, of rows that are there. */
  add(corners: number, material: number): void {
    const triangles = corners - 2;
    const whole = corners <= MAX_CLIPPED;
    if (whole && this.#batch.count + triangles > this.#batch.capacity) this.#flush();
    for (let i = 1; i <= triangles; i++) {
      if (this.#batch.count === this.#batch.capacity) this.#flush();
      this.#put(i, material, whole && i === 1 ? triangles : 0);
    }
    if (!whole) this.#tellLarge(corners);
  }

  // Apart from `add`, whose number of corners would otherwise live on the heap, once per face.
  #tellLarge(corners: number): void {
    this.#findings.add(
      'large-polygons',
      () =>
        `A face has more than ${MAX_CLIPPED} corners, the first of them ${corners}: it is cut into triangles as a fan, which is right where it is convex.`,
    );
  }

  /** Hands out what is left. */
  end(): void {
    this.#flush();
  }

  /** The triangle of the face's corners 0, second, second + 1. */
  #put(second: number, material: number, pieces: number): void {
    const batch = this.#batch;
    const at = batch.count++;
    batch.materials[at] = material;
    batch.pieces[at] = pieces;
    putThree(batch.rows, at * 3, this.rows, second);
    const { ownRows, wedges, faceColours } = this.#kinds;
    if (ownRows) {
      if (this.hasTexcoords)
        putThree(batch.texcoordRows ?? batch.withTexcoordRows(), at * 3, this.texcoordRows, second);
      if (this.hasNormals) putThree(batch.normalRows ?? batch.withNormalRows(), at * 3, this.normalRows, second);
    }
    if (wedges) {
      const to = batch.texcoords ?? batch.withTexcoords();
      to[at * 6] = this.wedges[0]!;
      to[at * 6 + 1] = this.wedges[1]!;
      for (let i = 0; i < 4; i++) to[at * 6 + 2 + i] = this.wedges[second * 2 + i]!;
    }
    if (faceColours) batch.withColours().fill(this.colour, at * 3, at * 3 + 3);
  }

  #flush(): void {
    const batch = this.#batch;
    if (batch.count === 0) return;
    this.#gather(batch);
    batch.cutPolygons();
    this.#handOut(batch);
    batch.count = 0;
    const { positions, texcoords, normals } = this.#tables;
    const spilled = [positions.table, texcoords, normals].some((table) => table?.spilled);
    if (spilled && batch.capacity === this.#capacity)
      this.#batch = new Batch(Math.floor(SPILLED_BATCH_BYTES / this.#bytes()));
  }

  #gather(batch: Batch): void {
    const { positions, texcoords, normals, colours } = this.#tables;
    const { ownRows, wedges } = this.#kinds;
    const corners = batch.count * 3;
    positions.table.gather(batch.rows, corners, wordsOf(batch.points));
    if (texcoords && this.hasTexcoords && !wedges) {
      const rows = ownRows ? batch.withTexcoordRows() : batch.rows;
      texcoords.gather(rows, corners, wordsOf(batch.withTexcoords()));
    }
    if (normals && this.hasNormals) {
      const rows = ownRows ? batch.withNormalRows() : batch.rows;
      normals.gather(rows, corners, wordsOf(batch.withNormals()));
    }
    if (colours) colours.gather(batch.rows, corners, batch.withColours());
  }

  /** Of a triangle in the batch, with what sorting its rows takes. */
  #bytes(): number {
    const { ownRows } = this.#kinds;
    return 8 + 12 + 12 + 36 + (ownRows ? 24 : 0) + (this.hasTexcoords ? 24 : 0) + (this.hasNormals ? 36 : 0) + 12;
  }

  /** In runs of one material without a break. */
  #handOut(batch: Batch): void {
    const { materials, count } = batch;
    for (let start = 0; start < count;) {
      const material = materials[start]!;
      const limit = Math.min(count, start + this.#capacity);
      let end = start + 1;
      while (end < limit && materials[end] === material) end++;
      const finite = this.#place(batch.points, start, end);
      if (finite > 0) this.#triangles(batch, start, start + finite, material);
      start += finite;
      if (start < end) {
        start++;
        this.#tellOdd();
      }
    }
  }

  #tellOdd(): void {
    this.#findings.add(
      'not-a-number',
      () =>
        `A triangle has a coordinate that is no finite number and is left out; the first such vertex is ${this.#tables.positions.oddPlace}.`,
    );
  }

  #triangles(batch: Batch, start: number, end: number, material: number): void {
    const triangles: Triangles = { count: end - start, positions: this.#positions, material };
    if (this.hasNormals) triangles.normals = batch.normals!.subarray(start * 9, end * 9);
    if (this.hasTexcoords) {
      triangles.texcoords = batch.texcoords!.subarray(start * 6, end * 6);
      const placement = this.#placements.get(material);
      if (placement) place(triangles.texcoords, placement);
    }
    if (this.#tables.colours || this.#kinds.faceColours) {
      triangles.colours = new Uint8Array(batch.colours!.buffer as ArrayBuffer, start * 12, (end - start) * 12);
    }
    this.triangles += triangles.count;
    this.#sink.triangles(triangles);
  }

  /** Moves triangles to the file's own origin, up to the first that is not finite; gives their number. */
  #place(points: Float32Array, start: number, end: number): number {
    const out = this.#positions;
    const { origin } = this.#tables.positions;
    const x = origin[0]!;
    const y = origin[1]!;
    const z = origin[2]!;
    let to = 0;
    for (let from = start * 9; from < end * 9; from += 9, to += 9) {
      let sum = 0;
      for (let i = 0; i < 9; i += 3) {
        const px = points[from + i]!;
        const py = points[from + i + 1]!;
        const pz = points[from + i + 2]!;
        // Of 32-bit floats: no sum of finite ones overflows.
        sum += px + py + pz;
        out[to + i] = px + x;
        out[to + i + 1] = py + y;
        out[to + i + 2] = pz + z;
      }
      if (sum - sum !== 0) break;
    }
    return to / 9;
  }
}

/** With v turned upwards and down again. */
function place(texcoords: Float32Array, { scale, offset }: Placement): void {
  for (let i = 0; i < texcoords.length; i += 2) {
    texcoords[i] = texcoords[i]! * scale[0] + offset[0];
    texcoords[i + 1] = 1 - ((1 - texcoords[i + 1]!) * scale[1] + offset[1]);
  }
}

function putThree(to: Uint32Array, at: number, from: Uint32Array, second: number): void {
  to[at] = from[0]!;
  to[at + 1] = from[second]!;
  to[at + 2] = from[second + 1]!;
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
