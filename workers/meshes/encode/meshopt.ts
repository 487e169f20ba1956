import { MeshoptEncoder } from 'meshoptimizer';
import type { GltfDocument } from './document.ts';
import type { Primitive } from './primitive.ts';

const EXTENSION = 'EXT_meshopt_compression';
const BYTE = 5120;

const UNSIGNED_SHORT = 5123;
const UNSIGNED_INT = 5125;
const FLOAT = 5126;
const ARRAY_BUFFER = 34_962;
const ELEMENT_ARRAY_BUFFER = 34_963;
const LARGEST_SHORT = 65_535;
const LARGEST_BYTE = 127;
/** For normals: the same as the eight bits that they are kept in. */
const NORMAL_BITS = 8;

type Json = Record<string, unknown>;

/** One primitive's JSON; positions are whole numbers less `origin`, which the node adds again. */
export async function addMeshoptPrimitive(
  document: GltfDocument,
  primitive: Primitive,
  material: number,
  origin: readonly [number, number, number],
): Promise<Json> {
  await MeshoptEncoder.ready;
  document.require('KHR_mesh_quantization');
  document.require(EXTENSION);
  const { colours, texcoords, tangents } = primitive;
  const indices = primitive.indices.slice();
  const [order, count] = MeshoptEncoder.reorderMesh(indices, true, true);

  const attribute = (bytes: Uint8Array, stride: number, accessor: Json, filter?: string): number => {
    const packed = MeshoptEncoder.encodeGltfBuffer(bytes, count, stride, 'ATTRIBUTES', 0);
    const details = { byteStride: stride, count, mode: 'ATTRIBUTES', ...(filter && { filter }) };
    const view = { byteStride: stride, target: ARRAY_BUFFER };
    const bufferView = document.compressedView(packed, bytes.length, EXTENSION, details, view);
    return document.add('accessors', { bufferView, count, ...accessor });
  };

  const [low, high] = [primitive.min, primitive.max].map((corner) =>
    corner.map((value, axis) => value - origin[axis]!),
  );
  const wide = high!.some((value) => value > LARGEST_SHORT);
  const positions = wide ? new Float32Array(count * 3) : new Uint16Array(count * 4);
  spread(primitive.positions, 3, order, positions, wide ? 3 : 4, (value, axis) => value - origin[axis]!);
  const attributes: Record<string, number> = {
    POSITION: attribute(bytesOf(positions), wide ? 12 : 8, {
      componentType: wide ? FLOAT : UNSIGNED_SHORT,
      type: 'VEC3',
      min: low,
      max: high,
    }),
  };
  const normals = new Float32Array(count * 4);
  spread(primitive.normals, 3, order, normals, 4);
  const folded = MeshoptEncoder.encodeFilterOct(normals, count, 4, NORMAL_BITS);
  attributes['NORMAL'] = attribute(folded, 4, { componentType: BYTE, normalized: true, type: 'VEC3' }, 'OCTAHEDRAL');
  if (colours) {
    const values = new Uint16Array(count * 4).fill(LARGEST_SHORT);
    spread(colours.values, colours.size, order, values, 4, (value) => Math.round(value * LARGEST_SHORT));
    attributes['COLOR_0'] = attribute(bytesOf(values), 8, {
      componentType: UNSIGNED_SHORT,
      normalized: true,
      type: 'VEC4',
    });
  }
  if (texcoords) {
    const inside = texcoords.every((value) => value >= 0 && value <= 1);
    const values = inside ? new Uint16Array(count * 2) : new Float32Array(count * 2);
    spread(texcoords, 2, order, values, 2, (value) => (inside ? Math.round(value * LARGEST_SHORT) : value));
    const accessor = inside ? { componentType: UNSIGNED_SHORT, normalized: true } : { componentType: FLOAT };
    attributes['TEXCOORD_0'] = attribute(bytesOf(values), inside ? 4 : 8, { ...accessor, type: 'VEC2' });
  }
  if (tangents) {
    const values = new Int8Array(count * 4);
    spread(tangents, 4, order, values, 4, (value) => Math.round(value * LARGEST_BYTE));
    attributes['TANGENT'] = attribute(bytesOf(values), 4, { componentType: BYTE, normalized: true, type: 'VEC4' });
  }
  return { attributes, indices: addIndices(document, indices, count), material, mode: 4 };
}

function addIndices(document: GltfDocument, indices: Uint32Array, vertices: number): number {
  const short = vertices <= LARGEST_SHORT;
  const stride = short ? 2 : 4;
  const bytes = bytesOf(short ? Uint16Array.from(indices) : indices);
  const packed = MeshoptEncoder.encodeGltfBuffer(bytes, indices.length, stride, 'TRIANGLES', 0);
  const details = { byteStride: stride, count: indices.length, mode: 'TRIANGLES' };
  const bufferView = document.compressedView(packed, bytes.length, EXTENSION, details, {
    target: ELEMENT_ARRAY_BUFFER,
  });
  const componentType = short ? UNSIGNED_SHORT : UNSIGNED_INT;
  return document.add('accessors', { bufferView, componentType, count: indices.length, type: 'SCALAR' });
}

/** Copies vertex after vertex to its place in the new order. */
function spread(
  from: Float32Array,
  size: number,
  order: Uint32Array,
  to: Float32Array | Uint16Array | Int8Array,
  stride: number,
  change: (value: number, k: number) => number = (value) => value,
): void {
  for (let vertex = 0; vertex * size < from.length; vertex++)
    for (let k = 0; k < size; k++) to[order[vertex]! * stride + k] = change(from[vertex * size + k]!, k);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
