import { readColumn, readValue } from './ply-columns.ts';
import type { PlyFaceRoles, PlyFaces } from './ply-faces.ts';
import { TYPE_BYTES } from './ply-header.ts';
import type { PlyElement, PlyProperty } from './ply-header.ts';
import type { PlyRows, PlyTask } from './ply-task.ts';
import type { PlyVertices } from './ply-vertices.ts';
import { StripReader } from './strip-reader.ts';
import type { Window } from './window.ts';

/** Of vertices that are read at once, column by column. */
const BLOCK = 1024;

/** The rows of a binary PLY. */
export class PlyBinary implements PlyRows {
  readonly #window: Window;
  readonly #little: boolean;
  readonly #onProgress: (fraction: number) => void;

  constructor(window: Window, little: boolean, onProgress: (fraction: number) => void) {
    this.#window = window;
    this.#little = little;
    this.#onProgress = onProgress;
  }

  async read(element: PlyElement, task: PlyTask): Promise<string | undefined> {
    if (element.properties.length === 0) return undefined;
    if (task.kind === 'vertices') return this.#vertices(element, task.vertices);
    if (task.kind === 'faces') return this.#faces(element, task.faces, task.roles);
    if (task.kind === 'strips') return this.#strips(element, task.faces, task.roles);
    return this.#skip(element);
  }

  async left(): Promise<string | undefined> {
    let bytes = 0;
    do {
      bytes += this.#window.end - this.#window.at;
      this.#window.at = this.#window.end;
    } while (await this.#more());
    // A line end behind the last row harms nobody.
    return bytes > 2 ? `${bytes} bytes` : undefined;
  }

  async #more(): Promise<boolean> {
    const came = await this.#window.more();
    this.#onProgress(this.#window.fraction);
    return came;
  }

  #place(row: number): string {
    return `row ${row} at byte ${this.#window.position}`;
  }

  async #vertices(element: PlyElement, vertices: PlyVertices): Promise<string | undefined> {
    const window = this.#window;
    const { columns } = vertices;
    const stride = strideOf(element);
    const values = new Float64Array(BLOCK * columns.length);
    const offsets = columns.map((column) => offsetOf(element, column));
    for (let row = 0; row < element.count;) {
      const rows = Math.min(BLOCK, element.count - row, Math.floor((window.end - window.at) / stride));
      if (rows === 0) {
        if (await this.#more()) continue;
        return this.#place(row);
      }
      for (const [i, { type }] of columns.entries()) {
        const at = window.at + offsets[i]!;
        readColumn(window.view, at, stride, rows, type, this.#little, values, i, columns.length);
      }
      for (let i = 0; i < rows; i++) {
        if (!vertices.take(values, i * columns.length)) {
          vertices.positions.oddPlace = `vertex ${row + i} at byte ${window.position + i * stride}`;
        }
      }
      window.at += rows * stride;
      row += rows;
    }
    return undefined;
  }

  async #faces(element: PlyElement, faces: PlyFaces, roles: PlyFaceRoles): Promise<string | undefined> {
    const reader = new FaceRows(element, faces, roles, this.#little);
    for (let row = 0; row < element.count;) {
      row += reader.read(this.#window, element.count - row);
      if (row === element.count) break;
      if (reader.isDamaged) return `${this.#place(row)}, where a list has a negative length`;
      if (await this.#more()) continue;
      if (!this.#window.full) return this.#place(row);
      faces.tellGiant();
      if (!(await this.#skipRow(element))) return this.#place(row);
      row++;
    }
    return undefined;
  }

  /** Lists of strips are as long as the mesh. */
  async #strips(element: PlyElement, faces: PlyFaces, roles: PlyFaceRoles): Promise<string | undefined> {
    const window = this.#window;
    for (let row = 0; row < element.count; row++) {
      for (const property of element.properties) {
        const size = TYPE_BYTES[property.type];
        const length = await this.#length(property);
        if (length === undefined) return this.#place(row);
        if (property !== roles.indices) {
          if (!(await this.#pass(length * size))) return this.#place(row);
          continue;
        }
        const strip = new StripReader(faces);
        for (let left = length; left > 0;) {
          const items = Math.min(left, Math.floor((window.end - window.at) / size));
          faces.place = window.position;
          for (let i = 0; i < items; i++) {
            strip.add(readValue(window.view, window.at + i * size, property.type, this.#little));
          }
          window.at += items * size;
          left -= items;
          if (left > 0 && !(await this.#more())) return this.#place(row);
        }
      }
    }
    return undefined;
  }

  async #skip(element: PlyElement): Promise<string | undefined> {
    if (element.properties.every(({ length }) => !length)) {
      const stride = strideOf(element);
      const start = this.#window.position;
      if (await this.#pass(element.count * stride)) return undefined;
      return this.#place(Math.floor((this.#window.position - start) / stride));
    }
    for (let row = 0; row < element.count; row++) {
      if (!(await this.#skipRow(element))) return this.#place(row);
    }
    return undefined;
  }

  async #skipRow(element: PlyElement): Promise<boolean> {
    for (const property of element.properties) {
      const length = await this.#length(property);
      if (length === undefined || !(await this.#pass(length * TYPE_BYTES[property.type]))) return false;
    }
    return true;
  }

  /** Goes on by so many bytes; only where they are not all in view is there anything to wait for. */
  async #pass(bytes: number): Promise<boolean> {
    const window = this.#window;
    if (window.end - window.at < bytes) {
      this.#onProgress(window.fraction);
      return window.skip(bytes);
    }
    window.at += bytes;
    return true;
  }

  /** Values of a property: of a list its length, which is read; undefined where the file ends or it is negative. */
  async #length({ length }: PlyProperty): Promise<number | undefined> {
    if (!length) return 1;
    const window = this.#window;
    const bytes = TYPE_BYTES[length];
    if (window.end - window.at < bytes && !(await window.need(bytes))) return undefined;
    const value = readValue(window.view, window.at, length, this.#little);
    if (!(value >= 0)) return undefined;
    window.at += bytes;
    return Math.floor(value);
  }
}

/** Reads faces as long as whole rows of them are in view. */
class FaceRows {
  /** The row that comes has a list of negative length. */
  isDamaged = false;
  readonly #properties: readonly PlyProperty[];
  readonly #faces: PlyFaces;
  readonly #roles: PlyFaceRoles;
  readonly #little: boolean;
  /** Of each property of the row: where its values begin, and how many there are. */
  readonly #starts: Uint32Array;
  readonly #counts: Uint32Array;
  readonly #indices: number;
  readonly #texcoords: number;
  /** Of single values: the picture's number, the colour. */
  readonly #singles: readonly number[];
  /** Of a row with three corners; 0 where rows are not plain. */
  readonly #plainBytes: number;

  constructor({ properties }: PlyElement, faces: PlyFaces, roles: PlyFaceRoles, little: boolean) {
    this.#properties = properties;
    this.#faces = faces;
    this.#roles = roles;
    this.#little = little;
    this.#starts = new Uint32Array(properties.length);
    this.#counts = new Uint32Array(properties.length);
    const numberOf = (property: PlyProperty | undefined): number => (property ? properties.indexOf(property) : -1);
    this.#indices = numberOf(roles.indices);
    this.#texcoords = numberOf(roles.texcoords);
    this.#singles = [roles.texture, ...roles.colour].map(numberOf);
    this.#plainBytes = plainBytes(properties, roles);
  }

  /** Gives the number of rows that it read. */
  read(window: Window, most: number): number {
    const { view, end, position } = window;
    const first = window.at;
    let { at } = window;
    let row = 0;
    const plain = this.#plainBytes;
    for (; row < most; row++) {
      if (plain > 0 && end - at >= plain && view.getUint8(at) === 3) {
        this.#faces.place = position + (at - first);
        this.#faces.corners.putTriangle(view, at + 1, this.#little);
        this.#faces.take(3, 0, this.#roles);
        at += plain;
        continue;
      }
      const next = this.#measure(view, at, end);
      if (next === 0) break;
      this.#faces.place = position + (at - first);
      this.#take(view);
      at = next;
    }
    window.at = at;
    return row;
  }

  /** Finds the row's values; 0 where it is not all in view. */
  #measure(view: DataView, start: number, end: number): number {
    let at = start;
    for (let i = 0; i < this.#properties.length; i++) {
      const { type, length } = this.#properties[i]!;
      let count = 1;
      if (length) {
        const bytes = TYPE_BYTES[length];
        if (at + bytes > end) return 0;
        count = readValue(view, at, length, this.#little);
        if (!(count >= 0)) {
          this.isDamaged = true;
          return 0;
        }
        at += bytes;
      }
      this.#starts[i] = at;
      this.#counts[i] = count;
      at += count * TYPE_BYTES[type];
      if (at > end) return 0;
    }
    return at;
  }

  #take(view: DataView): void {
    const faces = this.#faces;
    const { indices, texcoords } = this.#roles;
    const corners = this.#counts[this.#indices]!;
    const start = this.#starts[this.#indices]!;
    if (indices.type === 'int32' || indices.type === 'uint32') {
      // -1 becomes the largest number, which is out of range as well.
      faces.corners.room(corners);
      const { rows } = faces.corners;
      for (let i = 0; i < corners; i++) rows[i] = view.getUint32(start + i * 4, this.#little);
    } else {
      const size = TYPE_BYTES[indices.type];
      for (let i = 0; i < corners; i++) {
        faces.corner(i, readValue(view, start + i * size, indices.type, this.#little));
      }
    }
    let numbers = 0;
    if (texcoords) {
      const from = this.#starts[this.#texcoords]!;
      const size = TYPE_BYTES[texcoords.type];
      numbers = Math.min(this.#counts[this.#texcoords]!, corners * 2);
      for (let i = 0; i < numbers; i++) {
        faces.texcoord(i, readValue(view, from + i * size, texcoords.type, this.#little));
      }
    }
    for (let i = 0; i < this.#singles.length; i++) {
      const property = this.#singles[i]!;
      if (property < 0) continue;
      faces.values[i] = readValue(view, this.#starts[property]!, this.#properties[property]!.type, this.#little);
    }
    faces.take(corners, numbers, this.#roles);
  }
}

/**
 * Of a triangle where rows are what nearly all are: a list of 32-bit numbers with its length in a byte, then nothing that
 * matters. Those are read without being measured first.
 */
function plainBytes([first, ...others]: readonly PlyProperty[], roles: PlyFaceRoles): number {
  if (first !== roles.indices || first.length !== 'uint8' || TYPE_BYTES[first.type] !== 4) return 0;
  if (first.type === 'float32' || roles.texcoords || roles.texture || roles.colour.length > 0) return 0;
  if (others.some(({ length }) => length)) return 0;
  return 13 + others.reduce((bytes, { type }) => bytes + TYPE_BYTES[type], 0);
}

/** Of an element without lists. */
const strideOf = ({ properties }: PlyElement): number =>
  properties.reduce((bytes, { type }) => bytes + TYPE_BYTES[type], 0);

function offsetOf({ properties }: PlyElement, column: PlyProperty): number {
  const before = properties.slice(0, properties.indexOf(column));
  return before.reduce((bytes, { type }) => bytes + TYPE_BYTES[type], 0);
}
