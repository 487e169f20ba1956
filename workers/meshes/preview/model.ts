import { GltfDocument } from '../encode/document.ts';
import { addMaterial } from '../encode/materials.ts';
import type { Image } from '../encode/materials.ts';
import { encodePlain } from '../encode/pictures.ts';
import { primitivesOf } from '../encode/primitive.ts';
import type { Primitive } from '../encode/primitive.ts';
import type { Grid } from '../grid.ts';
import type { TileSurface } from '../surface.ts';

const UNSIGNED_SHORT = 5123;
const UNSIGNED_INT = 5125;
const FLOAT = 5126;
const ARRAY_BUFFER = 34_962;
const ELEMENT_ARRAY_BUFFER = 34_963;
const LARGEST_SHORT = 65_535;
const TEXTURE_QUALITY = 85;

type Json = Record<string, unknown>;

/**
 * A scan as a GLB that every viewer shows: glTF 2.0 without extensions but KHR_materials_unlit, positions in metres, JPEG
 * and PNG. What it is given bounds its size.
 */
export async function modelGlb(
  { mesh, materials, pictures }: TileSurface,
  { step, origin }: Grid,
): Promise<Uint8Array> {
  const document = new GltfDocument();
  const images: Image[] = [];
  for (const picture of pictures) {
    const bufferView = document.view(await encodePlain(picture, TEXTURE_QUALITY));
    const mimeType = picture.channels === 4 ? 'image/png' : 'image/jpeg';
    images.push({ number: document.add('images', { bufferView, mimeType }), webp: false });
  }
  const primitives = primitivesOf(mesh, materials).map((primitive) =>
    addPrimitive(document, primitive, addMaterial(document, materials[primitive.material]!, images), step),
  );
  return document.toGlb({ primitives }, origin.every((value) => value === 0) ? {} : { translation: origin });
}

function addPrimitive(document: GltfDocument, primitive: Primitive, material: number, step: number): Json {
  const { vertices, positions, min, max, normals, colours, texcoords, tangents, indices } = primitive;
  const attribute = (values: Float32Array, type: string, more: Json = {}): number =>
    document.add('accessors', {
      bufferView: document.view(bytesOf(values), { target: ARRAY_BUFFER }),
      componentType: FLOAT,
      count: vertices,
      type,
      ...more,
    });
  const inMetres = (corner: readonly number[]): number[] => corner.map((value) => Math.fround(value * step));
  const bounds = { min: inMetres(min), max: inMetres(max) };
  const short = vertices <= LARGEST_SHORT;
  return {
    attributes: {
      POSITION: attribute(
        positions.map((value) => value * step),
        'VEC3',
        bounds,
      ),
      NORMAL: attribute(normals, 'VEC3'),
      ...(colours && { COLOR_0: attribute(colours.values, colours.size === 4 ? 'VEC4' : 'VEC3') }),
      ...(texcoords && { TEXCOORD_0: attribute(texcoords, 'VEC2') }),
      ...(tangents && { TANGENT: attribute(tangents, 'VEC4') }),
    },
    indices: document.add('accessors', {
      bufferView: document.view(bytesOf(short ? Uint16Array.from(indices) : indices), { target: ELEMENT_ARRAY_BUFFER }),
      componentType: short ? UNSIGNED_SHORT : UNSIGNED_INT,
      count: indices.length,
      type: 'SCALAR',
    }),
    material,
    mode: 4,
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
