const MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;

/** Bytes that a glTF's buffer views are made of, and where each begins: at multiples of four (glTF 2.0, 3.6.2.4). */
export class BinaryChunk {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Where the bytes begin. */
  add(bytes: Uint8Array): number {
    const start = this.#length;
    const padding = -bytes.length & 3;
    this.#parts.push(bytes, new Uint8Array(padding));
    this.#length += bytes.length + padding;
    return start;
  }

  get parts(): readonly Uint8Array[] {
    return this.#parts;
  }
}

/** A GLB of one buffer (glTF 2.0, chapter 4). */
export function glb(json: object, binary: BinaryChunk): Uint8Array {
  const text = Buffer.from(JSON.stringify(json));
  const padded = (text.length + 3) & ~3;
  const head = Buffer.alloc(20 + padded + 8, ' ');
  const all = Buffer.concat([head, ...binary.parts]);
  all.writeUInt32LE(MAGIC, 0);
  all.writeUInt32LE(2, 4);
  all.writeUInt32LE(all.length, 8);
  all.writeUInt32LE(padded, 12);
  all.writeUInt32LE(JSON_CHUNK, 16);
  text.copy(all, 20);
  all.writeUInt32LE(binary.length, 20 + padded);
  all.writeUInt32LE(BIN_CHUNK, 24 + padded);
  return all;
}
