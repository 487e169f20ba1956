import draco3d from 'draco3d';
import { MeshoptDecoder } from 'meshoptimizer';
import { IDENTITY, multiply } from './tileset.ts';

/** One primitive of a decoded tile. */
export interface Primitive {
  /** x, y, z in metres, z up, before the root's transform: products and sums of what the file holds, in 64 bits. */
  positions: Float64Array;
  normals?: Float32Array;
  texcoords?: Float32Array;
  colours?: Float32Array;
  indices: Uint32Array;
  /** Linear. */
  baseColour: readonly number[];
  /** Bytes of a picture. */
  picture?: Uint8Array;
}

interface Gltf {
  scene?: number;
  scenes?: { nodes?: number[] }[];
  nodes?: {
    mesh?: number;
    children?: number[];
    matrix?: number[];
    scale?: number[];
    translation?: number[];
    rotation?: number[];
  }[];
  meshes?: { primitives: GltfPrimitive[] }[];
  accessors?: GltfAccessor[];
  bufferViews?: GltfView[];
  materials?: {
    pbrMetallicRoughness?: { baseColorFactor?: number[]; baseColorTexture?: { index: number } };
  }[];
  textures?: { source?: number; extensions?: { EXT_texture_webp?: { source: number } } }[];
  images?: { bufferView: number }[];
}
interface GltfPrimitive {
  attributes: Record<string, number>;
  indices?: number;
  material?: number;
  extensions?: { KHR_draco_mesh_compression?: { bufferView: number; attributes: Record<string, number> } };
}
interface GltfAccessor {
  bufferView?: number;
  byteOffset?: number;
  componentType: number;
  normalized?: boolean;
  count: number;
  type: string;
}
interface GltfView {
  buffer: number;
  byteOffset?: number;
  byteLength: number;
  byteStride?: number;
  extensions?: {
    EXT_meshopt_compression?: {
      byteOffset?: number;
      byteLength: number;
      byteStride: number;
      count: number;
      mode: 'ATTRIBUTES' | 'TRIANGLES' | 'INDICES';
      filter?: 'NONE' | 'OCTAHEDRAL' | 'QUATERNION' | 'EXPONENTIAL';
    };
  };
}

/** glTF is y-up, 3D Tiles is z-up (3D Tiles 1.1, "glTF transforms"). */
const Z_UP: readonly number[] = [1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1];
const SIZES: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };
const COMPONENTS: Record<number, { bytes: number; read: (view: DataView, at: number) => number; max: number }> = {
  5120: { bytes: 1, read: (view, at) => view.getInt8(at), max: 127 },
  5121: { bytes: 1, read: (view, at) => view.getUint8(at), max: 255 },
  5122: { bytes: 2, read: (view, at) => view.getInt16(at, true), max: 32_767 },
  5123: { bytes: 2, read: (view, at) => view.getUint16(at, true), max: 65_535 },
  5125: { bytes: 4, read: (view, at) => view.getUint32(at, true), max: 1 },
  5126: { bytes: 4, read: (view, at) => view.getFloat32(at, true), max: 1 },
};

const draco = draco3d.createDecoderModule({});

/** Decodes a GLB: plain, Draco or meshopt. `transform` is the tile's. */
export async function decodeTile(glb: Uint8Array, transform: readonly number[] = IDENTITY): Promise<Primitive[]> {
  await MeshoptDecoder.ready;
  const bytes = Buffer.from(glb.buffer, glb.byteOffset, glb.byteLength);
  const jsonLength = bytes.readUInt32LE(12);
  const gltf = JSON.parse(bytes.toString('utf8', 20, 20 + jsonLength)) as Gltf;
  const bin = bytes.subarray(28 + jsonLength);
  const primitives: Primitive[] = [];
  const visit = async (number: number, above: readonly number[]): Promise<void> => {
    const node = gltf.nodes![number]!;
    const matrix = multiply(above, localMatrix(node));
    for (const primitive of node.mesh === undefined ? [] : gltf.meshes![node.mesh]!.primitives)
      primitives.push(await decodePrimitive(gltf, bin, primitive, matrix));
    for (const child of node.children ?? []) await visit(child, matrix);
  };
  for (const root of gltf.scenes?.[gltf.scene ?? 0]?.nodes ?? []) await visit(root, multiply(transform, Z_UP));
  return primitives;
}

/** Draco gives whole numbers as they are; the accessor says whether they stand for 0…1. */
function normalise(gltf: Gltf, primitive: GltfPrimitive, attributes: Record<string, Float32Array>): void {
  for (const [name, values] of Object.entries(attributes)) {
    const accessor = gltf.accessors![primitive.attributes[name]!]!;
    const { max } = COMPONENTS[accessor.componentType]!;
    if (accessor.normalized) attributes[name] = values.map((value) => value / max);
  }
}

function localMatrix({
  matrix,
  scale = [1, 1, 1],
  translation = [0, 0, 0],
  rotation,
}: NonNullable<Gltf['nodes']>[number]) {
  if (matrix) return matrix;
  if (rotation) throw new Error('Rotated nodes are not expected in a tile');
  const [x, y, z] = scale as [number, number, number];
  return [x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0, ...translation, 1];
}

async function decodePrimitive(
  gltf: Gltf,
  bin: Buffer,
  primitive: GltfPrimitive,
  m: readonly number[],
): Promise<Primitive> {
  const compressed = primitive.extensions?.KHR_draco_mesh_compression;
  const { indices, attributes } = compressed
    ? decodeDraco(await draco, viewBytes(gltf, bin, compressed.bufferView), compressed.attributes)
    : decodePlain(gltf, bin, primitive);
  if (compressed) normalise(gltf, primitive, attributes);
  const local = attributes['POSITION']!;
  const positions = new Float64Array(local.length);
  for (let i = 0; i < local.length; i += 3)
    for (let row = 0; row < 3; row++)
      positions[i + row] =
        m[row]! * local[i]! + m[4 + row]! * local[i + 1]! + m[8 + row]! * local[i + 2]! + m[12 + row]!;
  const material = primitive.material === undefined ? undefined : gltf.materials?.[primitive.material];
  const texture = material?.pbrMetallicRoughness?.baseColorTexture;
  const source = texture && gltf.textures?.[texture.index];
  const image = source && gltf.images?.[source.extensions?.EXT_texture_webp?.source ?? source.source ?? -1];
  const { NORMAL: normals, TEXCOORD_0: texcoords, COLOR_0: colours } = attributes;
  return {
    positions,
    indices,
    baseColour: material?.pbrMetallicRoughness?.baseColorFactor ?? [1, 1, 1, 1],
    ...(normals && { normals }),
    ...(texcoords && { texcoords }),
    ...(colours && { colours }),
    ...(image && { picture: viewBytes(gltf, bin, image.bufferView) }),
  };
}

function viewBytes(gltf: Gltf, bin: Buffer, number: number): Uint8Array {
  const view = gltf.bufferViews![number]!;
  const packed = view.extensions?.EXT_meshopt_compression;
  if (!packed) return bin.subarray(view.byteOffset ?? 0, (view.byteOffset ?? 0) + view.byteLength);
  const source = bin.subarray(packed.byteOffset ?? 0, (packed.byteOffset ?? 0) + packed.byteLength);
  const target = new Uint8Array(packed.count * packed.byteStride);
  MeshoptDecoder.decodeGltfBuffer(target, packed.count, packed.byteStride, source, packed.mode, packed.filter);
  return target;
}

function accessorValues(gltf: Gltf, bin: Buffer, number: number): Float32Array | Uint32Array {
  const accessor = gltf.accessors![number]!;
  const bytes = viewBytes(gltf, bin, accessor.bufferView!);
  const size = SIZES[accessor.type]!;
  const component = COMPONENTS[accessor.componentType]!;
  const stride = gltf.bufferViews![accessor.bufferView!]!.byteStride ?? size * component.bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values =
    accessor.componentType === 5125 ? new Uint32Array(accessor.count) : new Float32Array(accessor.count * size);
  for (let i = 0; i < accessor.count * size; i++) {
    const at = (accessor.byteOffset ?? 0) + Math.floor(i / size) * stride + (i % size) * component.bytes;
    const value = component.read(view, at);
    values[i] = accessor.normalized ? Math.max(value / component.max, -1) : value;
  }
  return values;
}

interface Decoded {
  indices: Uint32Array;
  attributes: Record<string, Float32Array>;
}

function decodePlain(gltf: Gltf, bin: Buffer, { indices, attributes }: GltfPrimitive): Decoded {
  const values = Object.entries(attributes).map(([name, number]) => [name, accessorValues(gltf, bin, number)] as const);
  const all = Object.fromEntries(values) as Record<string, Float32Array>;
  const list = indices === undefined ? undefined : accessorValues(gltf, bin, indices);
  return { attributes: all, indices: Uint32Array.from(list ?? all['POSITION']!.keys()) };
}

function decodeDraco(module: draco3d.DecoderModule, bytes: Uint8Array, names: Record<string, number>): Decoded {
  const decoder = new module.Decoder();
  const mesh = new module.Mesh();
  const buffer = new module.DecoderBuffer();
  try {
    buffer.Init(new Int8Array(bytes), bytes.length);
    const status = decoder.DecodeBufferToMesh(buffer, mesh);
    if (!status.ok()) throw new Error(status.error_msg());
    const points = mesh.num_points();
    const indices = copyOut(module, mesh.num_faces() * 12, (pointer, length) => {
      decoder.GetTrianglesUInt32Array(mesh, length, pointer);
      return new Uint32Array(module.HEAPU8.buffer, pointer, length / 4).slice();
    });
    const attributes: Record<string, Float32Array> = {};
    for (const [name, id] of Object.entries(names)) {
      const attribute = decoder.GetAttributeByUniqueId(mesh, id);
      const length = points * attribute.num_components() * 4;
      attributes[name] = copyOut(module, length, (pointer) => {
        decoder.GetAttributeDataArrayForAllPoints(mesh, attribute, module.DT_FLOAT32, length, pointer);
        return new Float32Array(module.HEAPU8.buffer, pointer, length / 4).slice();
      });
    }
    return { indices, attributes };
  } finally {
    module.destroy(buffer);
    module.destroy(mesh);
    module.destroy(decoder);
  }
}

function copyOut<T>(module: draco3d.DecoderModule, length: number, read: (pointer: number, length: number) => T): T {
  const pointer = module._malloc(length);
  try {
    return read(pointer, length);
  } finally {
    module._free(pointer);
  }
}
