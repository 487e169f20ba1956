import draco3d from 'draco3d';
import type { DecoderModule } from 'draco3d';
import { MeshoptDecoder } from 'meshoptimizer';

interface Gltf {
  accessors: { count: number }[];
  bufferViews: {
    byteOffset?: number;
    byteLength: number;
    extensions?: { EXT_meshopt_compression?: Packed };
  }[];
  meshes: { primitives: Primitive[] }[];
}
interface Packed {
  byteOffset?: number;
  byteLength: number;
  byteStride: number;
  count: number;
  mode: 'ATTRIBUTES' | 'TRIANGLES' | 'INDICES';
  filter?: 'NONE' | 'OCTAHEDRAL' | 'QUATERNION' | 'EXPONENTIAL';
}
interface Primitive {
  indices: number;
  extensions?: { KHR_draco_mesh_compression?: { bufferView: number; attributes: Record<string, number> } };
}

const draco = draco3d.createDecoderModule({});

/** Decodes a tile's geometry as a viewer has to before it is drawn, and nothing else. Returns its triangles. */
export async function decodeOnly(glb: Uint8Array): Promise<number> {
  const bytes = Buffer.from(glb.buffer, glb.byteOffset, glb.byteLength);
  const jsonLength = bytes.readUInt32LE(12);
  const gltf = JSON.parse(bytes.toString('utf8', 20, 20 + jsonLength)) as Gltf;
  const bin = bytes.subarray(28 + jsonLength);
  await MeshoptDecoder.ready;
  for (const { extensions } of gltf.bufferViews) {
    const packed = extensions?.EXT_meshopt_compression;
    if (!packed) continue;
    const { byteOffset = 0, byteLength, byteStride, count, mode, filter } = packed;
    const target = new Uint8Array(count * byteStride);
    const source = bin.subarray(byteOffset, byteOffset + byteLength);
    MeshoptDecoder.decodeGltfBuffer(target, count, byteStride, source, mode, filter);
  }
  let triangles = 0;
  for (const { indices, extensions } of gltf.meshes.flatMap(({ primitives }) => primitives)) {
    const compressed = extensions?.KHR_draco_mesh_compression;
    const view = compressed && gltf.bufferViews[compressed.bufferView]!;
    if (compressed && view) {
      const start = view.byteOffset ?? 0;
      const attributes = Object.values(compressed.attributes);
      triangles += decodeDraco(await draco, bin.subarray(start, start + view.byteLength), attributes);
    } else triangles += gltf.accessors[indices]!.count / 3;
  }
  return triangles;
}

function decodeDraco(module: DecoderModule, bytes: Uint8Array, attributes: readonly number[]): number {
  const decoder = new module.Decoder();
  const mesh = new module.Mesh();
  const buffer = new module.DecoderBuffer();
  try {
    buffer.Init(new Int8Array(bytes), bytes.length);
    const status = decoder.DecodeBufferToMesh(buffer, mesh);
    if (!status.ok()) throw new Error(status.error_msg());
    const faces = mesh.num_faces();
    copied(module, faces * 12, (pointer, length) => decoder.GetTrianglesUInt32Array(mesh, length, pointer));
    for (const id of attributes) {
      const attribute = decoder.GetAttributeByUniqueId(mesh, id);
      const length = mesh.num_points() * attribute.num_components() * 4;
      copied(module, length, (pointer) =>
        decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, module.DT_FLOAT32, length, pointer),
      );
    }
    return faces;
  } finally {
    for (const made of [buffer, mesh, decoder]) module.destroy(made);
  }
}

function copied(module: DecoderModule, length: number, read: (pointer: number, length: number) => unknown): Uint8Array {
  const pointer = module._malloc(length);
  try {
    read(pointer, length);
    return module.HEAPU8.slice(pointer, pointer + length);
  } finally {
    module._free(pointer);
  }
}
