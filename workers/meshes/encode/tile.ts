import type { Grid } from '../grid.ts';
import type { TileSurface } from '../surface.ts';
import type { MeshSettings } from '../task.ts';
import { GltfDocument } from './document.ts';
import { encodeDraco } from './draco.ts';
import { addMaterial } from './materials.ts';
import { addMeshoptPrimitive } from './meshopt.ts';
import { encodeWebp } from './pictures.ts';
import { primitivesOf } from './primitive.ts';
import type { Primitive } from './primitive.ts';

const DRACO = 'KHR_draco_mesh_compression';
const FLOAT = 5126;
const UNSIGNED_INT = 5125;

type Json = Record<string, unknown>;
export type TileFormat = Pick<MeshSettings, 'profile' | 'textureQuality'>;

/**
 * A tile as a GLB. Its positions are whole numbers, which its node scales by the grid's step, a power of two: what tiles
 * share is equal bit by bit after decoding. The grid's origin is not in it, but in the tileset's root transform.
 */
export async function encodeTile(surface: TileSurface, { step }: Grid, format: TileFormat): Promise<Uint8Array> {
  const { mesh, materials, pictures } = surface;
  const document = new GltfDocument();
  const images = [];
  for (const picture of pictures) {
    const bufferView = document.view(await encodeWebp(picture, format.textureQuality));
    images.push({ number: document.add('images', { bufferView, mimeType: 'image/webp' }), webp: true });
  }
  const primitives = primitivesOf(mesh, materials);
  const origin = lowest(primitives);
  const scale = [step, step, step];
  const bits = texcoordBits(surface);
  const written: Json[] = [];
  for (const primitive of primitives) {
    const material = addMaterial(document, materials[primitive.material]!, images);
    written.push(
      format.profile === 'fast'
        ? await addMeshoptPrimitive(document, primitive, material, origin)
        : await addDracoPrimitive(document, primitive, material, bits),
    );
  }
  const translation = origin.map((value) => value * step);
  return document.toGlb({ primitives: written }, { scale, ...(format.profile === 'fast' && { translation }) });
}

async function addDracoPrimitive(
  document: GltfDocument,
  primitive: Primitive,
  material: number,
  bits: number,
): Promise<Json> {
  document.require(DRACO);
  const { bytes, vertices, triangles, attributes: ids } = await encodeDraco(primitive, bits);
  const { min, max, colours } = primitive;
  const types: Record<string, Json> = {
    POSITION: { type: 'VEC3', min, max },
    NORMAL: { type: 'VEC3' },
    COLOR_0: { type: colours?.size === 4 ? 'VEC4' : 'VEC3' },
    TEXCOORD_0: { type: 'VEC2' },
    TANGENT: { type: 'VEC4' },
  };
  const accessor = (semantic: string): number =>
    document.add('accessors', { componentType: FLOAT, count: vertices, ...types[semantic] });
  const attributes = Object.fromEntries(Object.keys(ids).map((semantic) => [semantic, accessor(semantic)]));
  const indices = document.add('accessors', { componentType: UNSIGNED_INT, count: triangles * 3, type: 'SCALAR' });
  const extensions = { [DRACO]: { bufferView: document.view(bytes), attributes: ids } };
  return { attributes, indices, material, mode: 4, extensions };
}

function lowest(primitives: readonly Primitive[]): [number, number, number] {
  const least = (axis: 0 | 1 | 2): number => Math.min(...primitives.map(({ min }) => min[axis]));
  return [least(0), least(1), least(2)];
}

/** Fine enough for a quarter of a texel of the largest picture. */
function texcoordBits({ pictures }: TileSurface): number {
  const longest = Math.max(1, ...pictures.map(({ width, height }) => Math.max(width, height)));
  return Math.min(16, Math.max(10, Math.ceil(Math.log2(longest)) + 2));
}
