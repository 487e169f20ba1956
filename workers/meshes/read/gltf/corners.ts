import { closeSync, openSync } from 'node:fs';
import { readAt } from './column.ts';
import type { Elements } from './elements.ts';
import { UNSIGNED_BYTE, UNSIGNED_SHORT } from './elements.ts';

export const TRIANGLES = 4;
const TRIANGLE_STRIP = 5;
export const TRIANGLE_FAN = 6;

/** Gives the vertices of triangles in their order, out of indices or of the vertices as they come. */
export class Corners {
  readonly triangles: number;
  readonly #indices: Elements | undefined;
  readonly #mode: number;
  readonly #file: number | undefined;
  #raw = Buffer.alloc(0);
  #run = new Uint32Array(0);

  constructor(mode: number, vertices: number, indices: Elements | undefined) {
    const count = indices?.count ?? vertices;
    this.triangles = mode === TRIANGLES ? Math.floor(count / 3) : Math.max(0, count - 2);
    this.#mode = mode;
    this.#indices = indices;
    if (indices) this.#file = openSync(indices.bytes.path, 'r');
  }

  [Symbol.dispose](): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  /** Writes three vertices of each triangle; they may be more than there are (glTF 2.0, 3.7.2.1 for strips and fans). */
  read(first: number, count: number, out: Uint32Array): void {
    if (this.#mode === TRIANGLES) {
      this.#indicesAt(first * 3, count * 3, out);
      return;
    }
    if (this.#run.length < count + 2) this.#run = new Uint32Array(count + 2);
    const run = this.#run;
    if (this.#mode === TRIANGLE_STRIP) {
      this.#indicesAt(first, count + 2, run);
      for (let i = 0; i < count; i++) {
        const odd = (first + i) & 1;
        out[i * 3] = run[i]!;
        out[i * 3 + 1] = run[i + 1 + odd]!;
        out[i * 3 + 2] = run[i + 2 - odd]!;
      }
      return;
    }
    this.#indicesAt(0, 1, run);
    const hub = run[0]!;
    this.#indicesAt(first + 1, count + 1, run);
    for (let i = 0; i < count; i++) {
      out[i * 3] = run[i]!;
      out[i * 3 + 1] = run[i + 1]!;
      out[i * 3 + 2] = hub;
    }
  }

  #indicesAt(first: number, count: number, out: Uint32Array): void {
    if (!this.#indices || this.#file === undefined) {
      for (let i = 0; i < count; i++) out[i] = first + i;
      return;
    }
    const { bytes, stride, componentType } = this.#indices;
    const length = Math.min(count * stride, bytes.length - first * stride);
    if (this.#raw.length < count * stride) this.#raw = Buffer.allocUnsafe(count * stride);
    const raw = this.#raw;
    readAt(this.#file, raw, bytes, first * stride, length);
    const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
    for (let i = 0, at = 0; i < count; i++, at += stride) {
      if (componentType === UNSIGNED_SHORT) out[i] = view.getUint16(at, true);
      else if (componentType === UNSIGNED_BYTE) out[i] = raw[at]!;
      else out[i] = view.getUint32(at, true);
    }
  }
}
