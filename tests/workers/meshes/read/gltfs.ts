import type { TestFolder } from '../../../folder.ts';
import { gltfReader } from '../../../../workers/meshes/read/gltf.ts';
import { collect, upload } from './reading.ts';
import type { Collected } from './reading.ts';

type Values = Float32Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Uint32Array;
type Json = Record<string, unknown>;

/** Three corners and a fourth, in a plane. */
export const SQUARE = Float32Array.of(0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0);
export const SQUARE_INDICES = Uint16Array.of(0, 1, 2, 0, 2, 3);

/** Makes small glTF documents, part by part. */
export class Build {
  readonly json: {
    accessors: Json[];
    bufferViews: Json[];
    meshes: Json[];
    nodes: Json[];
    scenes: Json[];
    [name: string]: unknown;
  } = {
    asset: { version: '2.0' },
    accessors: [],
    bufferViews: [],
    meshes: [],
    nodes: [],
    scenes: [],
  };
  #data = Buffer.alloc(0);

  view(data: Uint8Array, more: Json = {}): number {
    const byteOffset = this.#data.length;
    const padding = Buffer.alloc(-data.length & 3);
    this.#data = Buffer.concat([this.#data, data, padding]);
    return this.json.bufferViews.push({ buffer: 0, byteOffset, byteLength: data.length, ...more }) - 1;
  }

  accessor(values: Values, type: 'SCALAR' | 'VEC2' | 'VEC3' | 'VEC4' | 'MAT4', more: Json = {}): number {
    const components = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 }[type];
    return (
      this.json.accessors.push({
        bufferView: this.view(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
        componentType: componentTypeOf(values),
        count: values.length / components,
        type,
        ...more,
      }) - 1
    );
  }

  /** A mesh of primitives, and its number. */
  mesh(...primitives: Json[]): number {
    return this.json.meshes.push({ primitives }) - 1;
  }

  /** A node, at the root of the scene unless said otherwise. */
  node(node: Json, where: 'root' | 'below' = 'root'): number {
    const index = this.json.nodes.push(node) - 1;
    const scene = (this.json.scenes[0] ??= { nodes: [] });
    if (where === 'root') (scene['nodes'] as number[]).push(index);
    return index;
  }

  /** A square in the plane of x and y. */
  square(more: Json = {}): number {
    const attributes = { POSITION: this.accessor(SQUARE, 'VEC3'), ...(more['attributes'] as Json | undefined) };
    return this.mesh({ indices: this.accessor(SQUARE_INDICES, 'SCALAR'), ...more, attributes });
  }

  /** The document with its buffer as a data: URI. */
  gltf(): Buffer {
    const uri = `data:application/octet-stream;base64,${this.#data.toString('base64')}`;
    return Buffer.from(JSON.stringify({ ...this.json, buffers: [{ byteLength: this.#data.length, uri }] }));
  }

  glb(): Buffer {
    return glb(JSON.stringify({ ...this.json, buffers: [{ byteLength: this.#data.length }] }), this.#data);
  }
}

export function glb(json: string, binary: Buffer): Buffer {
  const text = Buffer.from(json.padEnd(Math.ceil(json.length / 4) * 4));
  const header = Buffer.alloc(20);
  header.write('glTF');
  header.writeUInt32LE(2, 4);
  header.writeUInt32LE(28 + text.length + binary.length, 8);
  header.writeUInt32LE(text.length, 12);
  header.write('JSON', 16);
  const chunk = Buffer.alloc(8);
  chunk.writeUInt32LE(binary.length, 0);
  chunk.write('BIN\0', 4);
  return Buffer.concat([header, text, chunk, binary]);
}

/** What the reader makes of a file, and of others that it may refer to. */
export async function readGltf(
  folder: TestFolder,
  main: Buffer | string,
  beside: Record<string, Buffer | string> = {},
): Promise<Collected> {
  return collect(gltfReader, await upload(folder.path, { 'mesh.gltf': main, ...beside }));
}

function componentTypeOf(values: Values): number {
  if (values instanceof Float32Array) return 5126;
  if (values instanceof Uint32Array) return 5125;
  if (values instanceof Uint16Array) return 5123;
  if (values instanceof Int16Array) return 5122;
  return values instanceof Int8Array ? 5120 : 5121;
}
