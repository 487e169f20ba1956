import type { PlyFaces } from './ply-faces.ts';

/** Triangles out of a strip: each corner makes one with the two before it, every other turned over; -1 begins anew. */
export class StripReader {
  readonly #faces: PlyFaces;
  #corners = 0;
  #before = 0;
  #last = 0;

  constructor(faces: PlyFaces) {
    this.#faces = faces;
  }

  add(index: number): void {
    if (index === -1 || index === 0xffffffff) {
      this.#corners = 0;
      return;
    }
    if (this.#corners >= 2) {
      if (this.#corners % 2 === 0) this.#faces.triangle(this.#before, this.#last, index);
      else this.#faces.triangle(this.#last, this.#before, index);
    }
    this.#before = this.#last;
    this.#last = index;
    this.#corners++;
  }
}
