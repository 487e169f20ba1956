import type { MeshSink, Triangles } from '../source.ts';
import { PLAIN_MATERIAL } from './plain-material.ts';

const BATCH = 32_768;

/** Hands the triangles of an STL to the sink in batches, with colours from the first facet on that has one. */
export class StlBatch {
  readonly positions: Float64Array;
  /** That were handed out or are about to be. */
  triangles = 0;
  readonly #sink: MeshSink;
  readonly #capacity: number;
  #colours: Int32Array | undefined;
  #count = 0;
  #material: number | undefined;

  constructor(sink: MeshSink, fileBytes: number) {
    this.#sink = sink;
    this.#capacity = Math.max(64, Math.min(BATCH, Math.ceil(fileBytes / 25)));
    this.positions = new Float64Array(this.#capacity * 9);
  }

  /** Where the next triangle's nine numbers go; it is in once `add` was called. */
  get at(): number {
    return this.#count * 9;
  }

  /** Takes the triangle at `at`; false, and it is left out, where a number of it is not finite. */
  add(colour?: number): boolean {
    const at = this.#count * 9;
    for (let i = at; i < at + 9; i++) if (!Number.isFinite(this.positions[i]!)) return false;
    if (colour !== undefined) this.#colours ??= new Int32Array(this.#capacity * 3).fill(-1);
    this.#colours?.fill(colour ?? -1, this.#count * 3, this.#count * 3 + 3);
    this.triangles++;
    if (++this.#count === this.#capacity) this.flush();
    return true;
  }

  flush(): void {
    if (this.#count === 0) return;
    this.#material ??= this.#sink.material(PLAIN_MATERIAL);
    const batch: Triangles = { count: this.#count, positions: this.positions, material: this.#material };
    if (this.#colours) batch.colours = new Uint8Array(this.#colours.buffer as ArrayBuffer, 0, this.#count * 12);
    this.#sink.triangles(batch);
    this.#count = 0;
  }
}

export interface StlResult {
  parts: number;
  triangles: number;
}
