/** Of lengths, how many there are of each power of the square root of two. */
export class ShortEdges {
  readonly #counts = new Float64Array(2048);
  readonly #square = new Float64Array(1);
  readonly #words = new Uint32Array(this.#square.buffer);
  #total = 0;

  /** By its square, which is not negative. */
  add(square: number): void {
    this.#square[0] = square;
    // The exponent, which is in the second word as all processors that Node.js runs on begin with the lowest byte.
    this.#counts[this.#words[1]! >>> 20]!++;
    this.#total++;
  }

  /** The greatest power that this part of the lengths is not below; 0 where there are none. */
  exceeded(part: number): number {
    let left = this.#total;
    for (let exponent = 1; exponent < this.#counts.length; exponent++) {
      left -= this.#counts[exponent]!;
      if (left < this.#total * part) return 2 ** ((exponent - 1023) / 2);
    }
    return 0;
  }
}
