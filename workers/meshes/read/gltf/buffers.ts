import { join } from 'node:path';
import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Bytes, MeshFiles } from '../../source.ts';
import type { Findings } from '../findings.ts';
import { needRoom } from '../room.ts';
import { unpackData } from './data-uri.ts';
import type { Document, JsonObject } from './document.ts';
import type { DataPayload } from './json.ts';
import { unpackMeshopt } from './meshopt.ts';

const EMBEDDED = /^data:/i;
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/|\\)/i;

interface View {
  bytes: Bytes;
  /** Bytes from one element to the next; undefined where they follow one another. */
  stride: number | undefined;
}

/** Where a document's buffers lie: in the file, in files beside it, or unpacked in the folder. Each is looked for once. */
export class Buffers {
  readonly #document: Document;
  readonly #files: MeshFiles;
  readonly #binary: Bytes | undefined;
  readonly #payloads: readonly DataPayload[];
  readonly #findings: Findings;
  readonly #buffers = new Map<number, Bytes>();
  readonly #unpacked = new Map<string, Bytes>();

  constructor(
    document: Document,
    files: MeshFiles,
    { binary, payloads }: { binary: Bytes | undefined; payloads: readonly DataPayload[] },
    findings: Findings,
  ) {
    this.#document = document;
    this.#files = files;
    this.#binary = binary;
    this.#payloads = payloads;
    this.#findings = findings;
  }

  /** Throws UnreadableError where it is not within its buffer. */
  async view(index: number, from: string): Promise<View> {
    const view = this.#document.get('bufferViews', index, from);
    const packed = view.extension('EXT_meshopt_compression') ?? view.extension('KHR_meshopt_compression');
    if (packed) return this.#unpackView(index, view, packed);
    return { bytes: await this.#slice(view), stride: view.integer('byteStride', { min: 4, max: 252 }) };
  }

  /** What a reference leads to: undefined, where it is not within what was uploaded. */
  async refer(uri: string, pointer: string): Promise<{ name: string; bytes: Bytes } | undefined> {
    if (EMBEDDED.test(uri)) return { name: pointer, bytes: await this.#unpackData(uri, pointer) };
    return ELSEWHERE.test(uri) ? undefined : this.#files.find(uri);
  }

  async #slice(part: JsonObject): Promise<Bytes> {
    const buffer = await this.#buffer(part.needInteger('buffer'), part.at('buffer'));
    const offset = part.integer('byteOffset') ?? 0;
    const length = part.needInteger('byteLength', { min: 1 });
    if (offset + length > buffer.length) {
      throw new UnreadableError(
        `${part.at('byteLength')}: bytes ${offset} to ${offset + length} are wanted of a buffer that has ${buffer.length}.`,
      );
    }
    return { path: buffer.path, start: buffer.start + offset, length };
  }

  async #buffer(index: number, from: string): Promise<Bytes> {
    const known = this.#buffers.get(index);
    if (known) return known;
    const buffer = this.#document.get('buffers', index, from);
    const bytes = await this.#locate(index, buffer);
    const declared = buffer.needInteger('byteLength', { min: 1 });
    if (bytes.length < declared) {
      this.#findings.add(
        'short-buffer',
        () =>
          `${buffer.at('byteLength')}: a buffer should have ${declared} bytes and has ${bytes.length}; what is there is read.`,
      );
    }
    this.#buffers.set(index, bytes);
    return bytes;
  }

  async #locate(index: number, buffer: JsonObject): Promise<Bytes> {
    const uri = buffer.string('uri');
    if (uri === undefined) {
      if (index === 0 && this.#binary) return this.#binary;
      throw new UnreadableError(`${buffer.pointer}: the buffer has neither a URI nor a binary chunk in the file.`);
    }
    const found = await this.refer(uri, buffer.at('uri'));
    if (found) return found.bytes;
    const where = ELSEWHERE.test(uri) ? 'is not followed, as it leads out of the upload' : 'was not uploaded with it';
    throw new UnreadableError(
      `${buffer.at('uri')}: ${JSON.stringify(uri.slice(0, 200))} ${where}. Upload the glTF and its files in one ZIP.`,
    );
  }

  async #unpackData(uri: string, pointer: string): Promise<Bytes> {
    const payload = this.#payloads[Number(/^data:[^,]*,(\d+)$/i.exec(uri)?.[1] ?? -1)];
    if (!payload) throw new UnreadableError(`${pointer}: this is no data: URI that can be read.`);
    return this.#once(`data-${this.#payloads.indexOf(payload)}`, async (target) => {
      await needRoom(payload.bytes.length, this.#files.folder, `Unpacking ${pointer}`);
      return unpackData(payload, target, pointer);
    });
  }

  async #unpackView(index: number, view: JsonObject, packed: JsonObject): Promise<View> {
    const stride = packed.needInteger('byteStride', { min: 1, max: 256 });
    const bytes = await this.#once(`view-${index}`, async (target) =>
      unpackMeshopt(packed, stride, await this.#slice(packed), target),
    );
    // Indices are packed tightly, and their stride is that of an element.
    return { bytes, stride: packed.string('mode') === 'ATTRIBUTES' ? stride : view.integer('byteStride') };
  }

  async #once(name: string, unpack: (target: string) => Promise<Bytes>): Promise<Bytes> {
    const known = this.#unpacked.get(name);
    if (known) return known;
    const bytes = await unpack(join(this.#files.folder, `gltf-${name}`));
    this.#unpacked.set(name, bytes);
    return bytes;
  }
}
