import { LINEAR } from '../../srgb.ts';
import type { TileMaterial } from '../surface.ts';
import { isTextured } from '../textures/tile-material.ts';
import type { MeshGroup, TileMesh } from '../tilemesh.ts';
import { tangentsOf } from './tangents.ts';

/** One group of a mesh on its own, as encoders want it. */
export interface Primitive {
  material: number;
  vertices: number;
  /** x, y, z in steps of the grid: whole numbers below 2^21, exact in 32 bits. */
  positions: Float32Array;
  min: [number, number, number];
  max: [number, number, number];
  normals: Float32Array;
  /** Linear red, green, blue and, where one is not opaque, alpha (glTF 2.0, 3.7.2.1: COLOR_0 is linear). */
  colours?: { size: 3 | 4; values: Float32Array };
  texcoords?: Float32Array;
  /** x, y, z and the side, where the material has a normal map. */
  tangents?: Float32Array;
  indices: Uint32Array;
}

/** The groups that have triangles, each with its own vertices in the order of their first use. */
export function primitivesOf(mesh: TileMesh, materials: readonly TileMaterial[]): Primitive[] {
  const numbers = new Int32Array(mesh.positions.length / 3).fill(-1);
  return mesh.groups
    .filter(({ count }) => count > 0)
    .map((group) => {
      const material = materials[group.material]!;
      const primitive = primitiveOf(mesh, group, numbers, isTextured(material));
      if (!material.normalTexture || !primitive.texcoords) return primitive;
      return { ...primitive, tangents: tangentsOf(primitive, primitive.texcoords) };
    });
}

function primitiveOf(
  mesh: TileMesh,
  { material, start, count }: MeshGroup,
  numbers: Int32Array,
  textured: boolean,
): Primitive {
  const indices = new Uint32Array(count);
  const used = new Uint32Array(count);
  let vertices = 0;
  for (let corner = 0; corner < count; corner++) {
    const vertex = mesh.indices[start + corner]!;
    if (numbers[vertex]! < 0) {
      numbers[vertex] = vertices;
      used[vertices++] = vertex;
    }
    indices[corner] = numbers[vertex]!;
  }
  const positions = new Float32Array(vertices * 3);
  const normals = new Float32Array(vertices * 3);
  const texcoords = textured && mesh.texcoords ? new Float32Array(vertices * 2) : undefined;
  const min: Primitive['min'] = [Infinity, Infinity, Infinity];
  const max: Primitive['max'] = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < vertices; i++) {
    const vertex = used[i]!;
    numbers[vertex] = -1;
    for (let axis = 0; axis < 3; axis++) {
      const value = mesh.positions[vertex * 3 + axis]!;
      positions[i * 3 + axis] = value;
      normals[i * 3 + axis] = mesh.normals[vertex * 3 + axis]!;
      if (value < min[axis]!) min[axis] = value;
      if (value > max[axis]!) max[axis] = value;
    }
    if (texcoords) {
      texcoords[i * 2] = mesh.texcoords![vertex * 2]!;
      texcoords[i * 2 + 1] = mesh.texcoords![vertex * 2 + 1]!;
    }
  }
  const colours = mesh.colours && linearColours(mesh.colours, used.subarray(0, vertices));
  return {
    material,
    vertices,
    positions,
    min,
    max,
    normals,
    indices,
    ...(colours && { colours }),
    ...(texcoords && { texcoords }),
  };
}

function linearColours(colours: Uint8Array, used: Uint32Array): NonNullable<Primitive['colours']> {
  const size = used.every((vertex) => colours[vertex * 4 + 3] === 255) ? 3 : 4;
  const values = new Float32Array(used.length * size);
  used.forEach((vertex, i) => {
    for (let k = 0; k < 3; k++) values[i * size + k] = LINEAR[colours[vertex * 4 + k]!]!;
    if (size === 4) values[i * 4 + 3] = colours[vertex * 4 + 3]! / 255;
  });
  return { size, values };
}
