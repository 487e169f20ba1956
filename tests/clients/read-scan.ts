import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import draco3d from 'draco3d';
import sharp from 'sharp';

/** Linear red, green and blue, 0…1. */
export type Linear = readonly [number, number, number];

/** One picture of a material, linear. */
interface Picture {
  width: number;
  height: number;
  pixels: Float32Array;
}

/** Triangles of one colour, or of one picture, or coloured at their corners. */
export interface Part {
  /** Nine numbers a triangle, in metres with y up. */
  places: Float64Array;
  colour: Linear;
  /** Nine numbers a triangle. */
  colours?: Float32Array;
  picture?: Picture;
  /** Six numbers a triangle; v goes down, as in glTF. */
  coordinates?: Float64Array;
}

/** How a file's numbers become metres with y up. */
export interface Frame {
  unit: number;
  up: 'y' | 'z';
}

const UNSIGNED_SHORT = 5123;
const FLOAT = 5126;
const WHITE: Linear = [1, 1, 1];

export const linearOf = (value: number): number =>
  value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** By sRGB's 256 values. */
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => linearOf(value / 255));

/**
 * Reads a scan in as few lines as will do, and with nothing of what the product reads it with: what both have in common, they
 * have from the file.
 */
export async function readScan(path: string, frame: Frame): Promise<Part[]> {
  const parts = await partsOf(path);
  for (const { places } of parts)
    for (let at = 0; at < places.length; at += 3) {
      const [x, y, z] = [places[at]!, places[at + 1]!, places[at + 2]!];
      places[at] = x * frame.unit;
      places[at + 1] = (frame.up === 'y' ? y : z) * frame.unit;
      places[at + 2] = (frame.up === 'y' ? z : -y) * frame.unit;
    }
  return parts;
}

async function partsOf(path: string): Promise<Part[]> {
  const bytes = await readFile(path);
  if (path.endsWith('.stl')) return [readStl(bytes)];
  if (path.endsWith('.ply')) return [readPly(bytes)];
  if (path.endsWith('.obj')) return readObj(bytes.toString('latin1'), dirname(path));
  return readGltf(bytes, dirname(path));
}

/** Binary. */
function readStl(bytes: Buffer): Part {
  const triangles = bytes.readUInt32LE(80);
  const places = Float64Array.from({ length: triangles * 9 }, (_, at) =>
    bytes.readFloatLE(84 + Math.floor(at / 9) * 50 + 12 + (at % 9) * 4),
  );
  return { places, colour: WHITE };
}

/** Binary, little-endian: three floats and four bytes a vertex, triangles of 32-bit numbers. */
function readPly(bytes: Buffer): Part {
  const end = bytes.indexOf('end_header\n') + 'end_header\n'.length;
  const head = bytes.toString('latin1', 0, end);
  const count = (element: string): number => Number(new RegExp(`element ${element} (\\d+)`).exec(head)?.[1]);
  const vertex = 16;
  const faces = end + count('vertex') * vertex;
  const corners = Array.from({ length: count('face') * 3 }, (_, at) =>
    bytes.readUInt32LE(faces + Math.floor(at / 3) * 13 + 1 + (at % 3) * 4),
  );
  const three = (read: (at: number, axis: number) => number): number[] =>
    corners.flatMap((corner) => [0, 1, 2].map((axis) => read(end + corner * vertex, axis)));
  return {
    places: Float64Array.from(three((at, axis) => bytes.readFloatLE(at + axis * 4))),
    colour: WHITE,
    colours: Float32Array.from(three((at, axis) => linearOf(bytes.readUInt8(at + 12 + axis) / 255))),
  };
}

async function readObj(text: string, folder: string): Promise<Part[]> {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const numbers = (keyword: string): number[][] =>
    lines.filter(([first]) => first === keyword).map((words) => words.slice(1).map(Number));
  const [places, coordinates] = [numbers('v'), numbers('vt')];
  const faces = new Map<string, number[][]>();
  let material = '';
  for (const [keyword, ...words] of lines) {
    if (keyword === 'usemtl') material = words[0] ?? '';
    if (keyword !== 'f') continue;
    const corners = words.map((word) => word.split('/').map(Number));
    const triangles = corners.slice(2).flatMap((last, at) => [corners[0]!, corners[at + 1]!, last]);
    faces.set(material, [...(faces.get(material) ?? []), ...triangles]);
  }
  const library = lines.find(([first]) => first === 'mtllib')?.[1] ?? '';
  const pictures = await readMtl(join(folder, library));
  return [...faces].map(([name, corners]) => ({
    places: Float64Array.from(corners.flatMap(([place = 0]) => places[place - 1]!)),
    coordinates: Float64Array.from(
      corners.flatMap(([, coordinate = 0]) => {
        const [u = 0, v = 0] = coordinates[coordinate - 1] ?? [];
        return [u, 1 - v];
      }),
    ),
    ...pictures.get(name)!,
  }));
}

async function readMtl(path: string): Promise<Map<string, { colour: Linear; picture: Picture }>> {
  const materials = (await readFile(path, 'latin1')).split('newmtl').slice(1);
  return new Map(
    await Promise.all(
      materials.map(async (material) => {
        const picture = /map_Kd \.\\(\S+)/.exec(material)?.[1] ?? '';
        const read = await readPicture(join(dirname(path), picture));
        const [r = 0, g = 0, b = 0] = (/Kd (.*)/.exec(material)?.[1] ?? '').split(' ').map(Number);
        return [
          /\S+/.exec(material)?.[0] ?? '',
          { colour: [linearOf(r), linearOf(g), linearOf(b)], picture: read },
        ] as const;
      }),
    ),
  );
}

async function readPicture(path: string): Promise<Picture> {
  const { data, info } = await sharp(path).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const pixels = new Float32Array(info.width * info.height * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = LINEAR[data[Math.floor(at / 3) * info.channels + (at % 3)]!]!;
  return { width: info.width, height: info.height, pixels };
}

interface Gltf {
  nodes: { mesh?: number; matrix?: number[]; children?: number[] }[];
  scenes: { nodes: number[] }[];
  meshes: { primitives: Primitive[] }[];
  materials: { pbrMetallicRoughness: { baseColorFactor?: number[]; baseColorTexture?: { index: number } } }[];
  textures: { source: number }[];
  images: { uri?: string }[];
  accessors: { bufferView: number; byteOffset?: number; componentType: number; count: number }[];
  bufferViews: { byteOffset?: number; byteLength: number; byteStride?: number }[];
  buffers: { uri?: string }[];
}

interface Primitive {
  attributes: { POSITION: number; TEXCOORD_0?: number };
  indices: number;
  material: number;
  extensions?: { KHR_draco_mesh_compression?: { bufferView: number; attributes: Record<string, number> } };
}

/** GLB with all in it, or glTF with one buffer and pictures beside it. */
async function readGltf(bytes: Buffer, folder: string): Promise<Part[]> {
  const binary = bytes.toString('latin1', 0, 4) === 'glTF';
  const length = binary ? bytes.readUInt32LE(12) : bytes.length;
  const gltf = JSON.parse(bytes.toString('utf8', binary ? 20 : 0, binary ? 20 + length : length)) as Gltf;
  const buffer = binary ? bytes.subarray(28 + length) : await readFile(join(folder, gltf.buffers[0]?.uri ?? ''));
  const parts: Part[] = [];
  const visit = async (number: number, above: readonly number[]): Promise<void> => {
    const { mesh, matrix, children = [] } = gltf.nodes[number]!;
    const place = matrix === undefined ? above : product(above, matrix);
    for (const primitive of mesh === undefined ? [] : gltf.meshes[mesh]!.primitives) {
      const { positions, coordinates } = await cornersOf(gltf, primitive, buffer);
      const { baseColorFactor = [1, 1, 1], baseColorTexture } =
        gltf.materials[primitive.material]!.pbrMetallicRoughness;
      const uri = baseColorTexture && gltf.images[gltf.textures[baseColorTexture.index]!.source]?.uri;
      parts.push({
        places: moved(positions, place),
        colour: baseColorFactor.slice(0, 3) as unknown as Linear,
        ...(uri !== undefined && coordinates && { coordinates, picture: await readPicture(join(folder, uri)) }),
      });
    }
    for (const child of children) await visit(child, place);
  };
  const itself = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  for (const node of gltf.scenes[0]!.nodes) await visit(node, itself);
  return parts;
}

interface Corners {
  positions: Float64Array;
  coordinates?: Float64Array;
}

async function cornersOf(gltf: Gltf, primitive: Primitive, buffer: Buffer): Promise<Corners> {
  const compressed = primitive.extensions?.KHR_draco_mesh_compression;
  if (compressed) {
    const { byteOffset = 0, byteLength } = gltf.bufferViews[compressed.bufferView]!;
    return unpacked(buffer.subarray(byteOffset, byteOffset + byteLength), compressed.attributes);
  }
  const values = (accessor: number, size: number): ((index: number, axis: number) => number) => {
    const { bufferView, byteOffset = 0, componentType } = gltf.accessors[accessor]!;
    const view = gltf.bufferViews[bufferView]!;
    const width = componentType === UNSIGNED_SHORT ? 2 : 4;
    const [start, stride] = [(view.byteOffset ?? 0) + byteOffset, view.byteStride ?? width * size];
    return (index, axis) => {
      const at = start + index * stride + axis * width;
      if (componentType === UNSIGNED_SHORT) return buffer.readUInt16LE(at);
      return componentType === FLOAT ? buffer.readFloatLE(at) : buffer.readUInt32LE(at);
    };
  };
  const index = values(primitive.indices, 1);
  const position = values(primitive.attributes.POSITION, 3);
  const { count } = gltf.accessors[primitive.indices]!;
  return {
    positions: Float64Array.from({ length: count * 3 }, (_, at) => position(index(Math.floor(at / 3), 0), at % 3)),
  };
}

async function unpacked(bytes: Buffer, attributes: Record<string, number>): Promise<Corners> {
  const draco = await draco3d.createDecoderModule({});
  const decoder = new draco.Decoder();
  const mesh = new draco.Mesh();
  const packed = new draco.DecoderBuffer();
  packed.Init(new Int8Array(bytes), bytes.length);
  decoder.DecodeBufferToMesh(packed, mesh);
  const bytesOfFaces = mesh.num_faces() * 12;
  const at = draco._malloc(bytesOfFaces);
  decoder.GetTrianglesUInt32Array(mesh, bytesOfFaces, at);
  const corners = new Uint32Array(draco.HEAPU32.slice(at / 4, (at + bytesOfFaces) / 4));
  const values = (id: number, size: number): Float64Array => {
    const array = new draco.DracoFloat32Array();
    decoder.GetAttributeFloatForAllPoints(mesh, decoder.GetAttributeByUniqueId(mesh, id), array);
    const points = new Float64Array(mesh.num_points() * size);
    for (let value = 0; value < points.length; value++) points[value] = array.GetValue(value);
    const found = new Float64Array(corners.length * size);
    for (let value = 0; value < found.length; value++)
      found[value] = points[corners[Math.floor(value / size)]! * size + (value % size)]!;
    return found;
  };
  const { POSITION = 0, TEXCOORD_0 } = attributes;
  return { positions: values(POSITION, 3), ...(TEXCOORD_0 !== undefined && { coordinates: values(TEXCOORD_0, 2) }) };
}

/** Both column by column, as glTF writes them. */
function product(a: readonly number[], b: readonly number[]): number[] {
  return b.map((_, at) =>
    [0, 1, 2, 3].reduce((sum, k) => sum + a[k * 4 + (at % 4)]! * b[Math.floor(at / 4) * 4 + k]!, 0),
  );
}

function moved(positions: Float64Array, m: readonly number[]): Float64Array {
  const places = new Float64Array(positions.length);
  for (let at = 0; at < places.length; at++) {
    const [first, axis] = [at - (at % 3), at % 3];
    places[at] =
      m[axis]! * positions[first]! +
      m[4 + axis]! * positions[first + 1]! +
      m[8 + axis]! * positions[first + 2]! +
      m[12 + axis]!;
  }
  return places;
}
