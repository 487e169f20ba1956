import { BinaryChunk, glb } from './glb.ts';

type Json = Record<string, unknown>;

/** A glTF while it is being written: what is added gets a number, by which others name it. */
export class GltfDocument {
  readonly binary = new BinaryChunk();
  readonly #lists: Record<string, Json[]> = {};
  readonly #used = new Set<string>();
  readonly #required = new Set<string>();
  #fallbackBytes = 0;

  /** Adds to `accessors`, `images`, … */
  add(list: string, value: Json): number {
    const values = (this.#lists[list] ??= []);
    return values.push(value) - 1;
  }

  /** The number of an equal value, or of this one. */
  addOnce(list: string, value: Json): number {
    const text = JSON.stringify(value);
    const known = this.#lists[list]?.findIndex((other) => JSON.stringify(other) === text) ?? -1;
    return known >= 0 ? known : this.add(list, value);
  }

  view(bytes: Uint8Array, more: Json = {}): number {
    return this.add('bufferViews', {
      buffer: 0,
      byteOffset: this.binary.add(bytes),
      byteLength: bytes.length,
      ...more,
    });
  }

  /** A view that is decoded first: its own bytes are those of a second buffer that nobody has. */
  compressedView(bytes: Uint8Array, length: number, extension: string, details: Json, more: Json = {}): number {
    const byteOffset = this.#fallbackBytes;
    this.#fallbackBytes += (length + 3) & ~3;
    const compressed = { buffer: 0, byteOffset: this.binary.add(bytes), byteLength: bytes.length, ...details };
    return this.add('bufferViews', {
      buffer: 1,
      byteOffset,
      byteLength: length,
      ...more,
      extensions: { [extension]: compressed },
    });
  }

  require(extension: string): void {
    this.#used.add(extension);
    this.#required.add(extension);
  }

  use(extension: string): void {
    this.#used.add(extension);
  }

  /** One scene of one node. */
  toGlb(mesh: Json, node: Json): Uint8Array {
    const fallback = {
      byteLength: this.#fallbackBytes,
      extensions: { EXT_meshopt_compression: { fallback: true } },
    };
    const buffers = [{ byteLength: this.binary.length }, ...(this.#fallbackBytes > 0 ? [fallback] : [])];
    return glb(
      {
        asset: { version: '2.0', generator: 'Vitrine' },
        ...(this.#used.size > 0 && { extensionsUsed: [...this.#used] }),
        ...(this.#required.size > 0 && { extensionsRequired: [...this.#required] }),
        scene: 0,
        scenes: [{ nodes: [0] }],
        nodes: [{ mesh: 0, ...node }],
        meshes: [mesh],
        ...this.#lists,
        buffers,
      },
      this.binary,
    );
  }
}
