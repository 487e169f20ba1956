import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import draco3d from 'draco3d';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';

export interface Venus {
  mesh: TileMesh;
  picture: string;
}

/** The textured mesh of aton's Venus, on a grid of 2^18 steps, less the triangles that have no texels. */
export async function readVenus(data: string): Promise<Venus> {
  const folder = join(data, 'meshes/aton-venus');
  const bytes = readFileSync(join(folder, 'Venus_C.bin')).subarray(0, 1_478_840);
  const draco = await draco3d.createDecoderModule({});
  const decoder = new draco.Decoder();
  const buffer = new draco.DecoderBuffer();
  buffer.Init(new Int8Array(bytes), bytes.length);
  const source = new draco.Mesh();
  decoder.DecodeBufferToMesh(buffer, source);
  const floats = (id: number, size: number): Float32Array => {
    const values = new draco.DracoFloat32Array();
    decoder.GetAttributeFloatForAllPoints(source, decoder.GetAttributeByUniqueId(source, id), values);
    const array = new Float32Array(source.num_points() * size);
    for (let i = 0; i < array.length; i++) array[i] = values.GetValue(i);
    draco.destroy(values);
    return array;
  };
  const [points, normals, texcoords] = [floats(0, 3), floats(1, 3), floats(2, 2)];
  const indices: number[] = [];
  const corners = new draco.DracoInt32Array();
  for (let face = 0; face < source.num_faces(); face++) {
    decoder.GetFaceFromMesh(source, face, corners);
    const [a, b, c] = [corners.GetValue(0), corners.GetValue(1), corners.GetValue(2)];
    const [u, v] = [texcoords[a * 2]!, texcoords[a * 2 + 1]!];
    const [u1, v1, u2, v2] = [
      texcoords[b * 2]! - u,
      texcoords[b * 2 + 1]! - v,
      texcoords[c * 2]! - u,
      texcoords[c * 2 + 1]! - v,
    ];
    if (Math.abs(u1 * v2 - u2 * v1) > 1e-12) indices.push(a, b, c);
  }
  for (const object of [corners, source, buffer, decoder]) draco.destroy(object);
  const least = [0, 1, 2].map((k) =>
    points.reduce((min, value, i) => (i % 3 === k ? Math.min(min, value) : min), Infinity),
  );
  const positions = Int32Array.from(points, (value, i) => Math.round((value - least[i % 3]!) * 2 ** 13));
  return {
    mesh: {
      positions,
      normals,
      texcoords,
      indices: Uint32Array.from(indices),
      groups: [{ material: 0, start: 0, count: indices.length }],
    },
    picture: join(folder, 'Venus_C_Venus_O_Material_u1_v1.jpg'),
  };
}
