import { closeSync, openSync, writeSync } from 'node:fs';

const BLOCK_BYTES = 4 << 20;

/** Collects what is written to a file in large blocks. */
export class BlockWriter {
  readonly #file: number;
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  #filled = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  room(bytes: number): DataView {
    if (this.#filled + bytes > BLOCK_BYTES) this.#flush();
    this.#filled += bytes;
    return new DataView(this.#block.buffer, this.#block.byteOffset + this.#filled - bytes, bytes);
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
