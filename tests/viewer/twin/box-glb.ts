import draco3d from 'draco3d';
import { MeshoptEncoder } from 'meshoptimizer/encoder';
import sharp from 'sharp';

type Triple = readonly [number, number, number];

export interface BoxOptions {
  /** Metres. */
  min: Triple;
  max: Triple;
  /** Linear, of all vertices. */
  colour?: Triple;
  /** sRGB, of a WebP texture on all sides. */
  texture?: Triple;
  codec?: 'draco' | 'meshopt';
}

/** A closed box with a normal per side, rough and not metallic, as a GLB. */
export async function boxGlb({ min, max, colour, texture, codec }: BoxOptions): Promise<Buffer> {
  const { positions, normals, uvs, index } = box(min, max);
  const count = positions.length / 3;
  const colours = Float32Array.from({ length: count * 3 }, (_, at) => colour?.[at % 3] ?? 1);
  const attributes: [name: string, size: number, values: Float32Array][] = [
    ['POSITION', 3, positions],
    ['NORMAL', 3, normals],
    ...(colour === undefined ? [] : [['COLOR_0', 3, colours] as [string, number, Float32Array]]),
    ...(texture === undefined ? [] : [['TEXCOORD_0', 2, uvs] as [string, number, Float32Array]]),
  ];
  const bin = new Bin();
  const accessors: object[] = attributes.map(([name, size]) => ({
    componentType: 5126,
    count,
    type: size === 2 ? 'VEC2' : 'VEC3',
    ...(name === 'POSITION' ? { min, max } : {}),
  }));
  accessors.push({ componentType: 5123, count: index.length, type: 'SCALAR' });
  const primitive: Record<string, unknown> = {
    attributes: Object.fromEntries(attributes.map(([name], at) => [name, at])),
    indices: attributes.length,
    material: 0,
  };
  const used: string[] = [];
  if (codec === 'draco') {
    const { bytes, ids } = await encodeDraco(attributes, index);
    primitive['extensions'] = { KHR_draco_mesh_compression: { bufferView: bin.add(bytes), attributes: ids } };
    used.push('KHR_draco_mesh_compression');
  } else if (codec === 'meshopt') {
    await MeshoptEncoder.ready;
    for (const [at, [, size, values]] of attributes.entries()) {
      Object.assign(accessors[at] ?? {}, { bufferView: bin.addMeshopt(values, count, size * 4, 'ATTRIBUTES') });
    }
    Object.assign(accessors.at(-1) ?? {}, { bufferView: bin.addMeshopt(index, index.length, 2, 'TRIANGLES') });
    used.push('EXT_meshopt_compression');
  } else {
    for (const [at, [, , values]] of attributes.entries()) {
      Object.assign(accessors[at] ?? {}, { bufferView: bin.add(new Uint8Array(values.buffer)) });
    }
    Object.assign(accessors.at(-1) ?? {}, { bufferView: bin.add(new Uint8Array(index.buffer)) });
  }
  let textured = {};
  if (texture !== undefined) {
    const [r, g, b] = texture;
    const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: { r, g, b } } });
    const view = bin.add(await picture.webp({ lossless: true }).toBuffer());
    used.push('EXT_texture_webp');
    textured = {
      images: [{ bufferView: view, mimeType: 'image/webp' }],
      textures: [{ extensions: { EXT_texture_webp: { source: 0 } } }],
    };
  }
  return bin.glb({
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0 }],
    meshes: [{ primitives: [primitive] }],
    materials: [
      {
        pbrMetallicRoughness: {
          metallicFactor: 0,
          roughnessFactor: 1,
          ...(texture === undefined ? {} : { baseColorTexture: { index: 0 } }),
        },
      },
    ],
    accessors,
    ...textured,
    ...(used.length === 0 ? {} : { extensionsUsed: used, extensionsRequired: used }),
  });
}

function box(min: Triple, max: Triple) {
  const positions: number[] = [];
  const normals: number[] = [];
  const index: number[] = [];
  for (const axis of [0, 1, 2]) {
    for (const sign of [-1, 1]) {
      const first = positions.length / 3;
      for (const [u, v] of [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const) {
        const corner = [0, 0, 0];
        corner[axis] = (sign < 0 ? min : max)[axis] ?? 0;
        corner[(axis + 1) % 3] = (u === 0 ? min : max)[(axis + 1) % 3] ?? 0;
        corner[(axis + 2) % 3] = (v === 0 ? min : max)[(axis + 2) % 3] ?? 0;
        positions.push(...corner);
        normals.push(...[0, 1, 2].map((at) => (at === axis ? sign : 0)));
      }
      const [b, c] = sign > 0 ? [1, 2] : [2, 1];
      const [d, e] = sign > 0 ? [2, 3] : [3, 2];
      index.push(first, first + b, first + c, first, first + d, first + e);
    }
  }
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    uvs: new Float32Array((positions.length / 3) * 2).fill(0.5),
    index: Uint16Array.from(index),
  };
}

/** The binary part of a GLB, and the views into it. */
class Bin {
  readonly #parts: Uint8Array[] = [];
  readonly #views: object[] = [];
  #length = 0;
  /** How long the buffer would be that meshopt makes unnecessary. */
  #unpacked = 0;

  add(bytes: Uint8Array): number {
    return this.#views.push({ buffer: 0, ...this.#append(bytes) }) - 1;
  }

  addMeshopt(
    values: Float32Array | Uint16Array,
    count: number,
    stride: number,
    mode: 'ATTRIBUTES' | 'TRIANGLES',
  ): number {
    const source = new Uint8Array(values.buffer);
    const packed = MeshoptEncoder.encodeGltfBuffer(source, count, stride, mode);
    const byteStride = mode === 'ATTRIBUTES' ? { byteStride: stride } : {};
    const extension = { buffer: 0, ...this.#append(packed), byteStride: stride, mode, count };
    const view = { buffer: 1, byteOffset: this.#unpacked, byteLength: source.length, ...byteStride };
    this.#unpacked += Math.ceil(source.length / 4) * 4;
    return this.#views.push({ ...view, extensions: { EXT_meshopt_compression: extension } }) - 1;
  }

  glb(json: object): Buffer {
    const unpacked = { byteLength: this.#unpacked, extensions: { EXT_meshopt_compression: { fallback: true } } };
    const buffers = [{ byteLength: this.#length }, ...(this.#unpacked === 0 ? [] : [unpacked])];
    const text = Buffer.from(JSON.stringify({ ...json, bufferViews: this.#views, buffers }));
    const words = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
    const header = Buffer.alloc(12);
    header.write('glTF');
    header.writeUInt32LE(2, 4);
    header.writeUInt32LE(12 + 8 + words.length + 8 + this.#length, 8);
    return Buffer.concat([header, chunk(words, 'JSON'), chunk(Buffer.concat(this.#parts), 'BIN\0')]);
  }

  #append(bytes: Uint8Array): { byteOffset: number; byteLength: number } {
    const byteOffset = this.#length;
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    this.#parts.push(padded);
    this.#length += padded.length;
    return { byteOffset, byteLength: bytes.length };
  }
}

function chunk(bytes: Buffer, type: string): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32LE(bytes.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, bytes]);
}

async function encodeDraco(
  attributes: readonly [name: string, size: number, values: Float32Array][],
  index: Uint16Array,
): Promise<{ bytes: Uint8Array; ids: Record<string, number> }> {
  const draco = await draco3d.createEncoderModule({});
  const encoder = new draco.Encoder();
  const builder = new draco.MeshBuilder();
  const mesh = new draco.Mesh();
  const kinds: Record<string, number> = {
    POSITION: draco.POSITION,
    NORMAL: draco.NORMAL,
    COLOR_0: draco.COLOR,
    TEXCOORD_0: draco.TEX_COORD,
  };
  builder.AddFacesToMesh(mesh, index.length / 3, Uint32Array.from(index));
  const ids: Record<string, number> = {};
  for (const [name, size, values] of attributes) {
    ids[name] = builder.AddFloatAttribute(mesh, kinds[name] ?? 0, values.length / size, size, values);
  }
  const out = new draco.DracoInt8Array();
  const length = encoder.EncodeMeshToDracoBuffer(mesh, out);
  return { bytes: Uint8Array.from({ length }, (_, at) => out.GetValue(at)), ids };
}
