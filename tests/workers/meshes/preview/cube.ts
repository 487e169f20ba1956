import type { TileMaterial, TileSurface } from '../../../../workers/meshes/surface.ts';
import { PLAIN } from '../encode/surfaces.ts';

/** A cube of so many steps at the grid's origin, each side with its own vertices and the whole of the texture. */
export function cube(
  side: number,
  material: Partial<TileMaterial> = {},
  pictures: TileSurface['pictures'] = [],
): TileSurface {
  const positions: number[] = [];
  const normals: number[] = [];
  const texcoords: number[] = [];
  const indices: number[] = [];
  for (const axis of [0, 1, 2])
    for (const end of [0, 1]) {
      const first = positions.length / 3;
      for (const [u, v] of [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ] as const) {
        const corner = [0, 0, 0];
        corner[axis] = end * side;
        corner[(axis + 1) % 3] = u * side;
        corner[(axis + 2) % 3] = v * side;
        positions.push(...corner);
        normals.push(...[0, 1, 2].map((k) => (k === axis ? end * 2 - 1 : 0)));
        texcoords.push(u, v);
      }
      const turned = end === 1 ? [0, 1, 2, 0, 2, 3] : [0, 2, 1, 0, 3, 2];
      indices.push(...turned.map((corner) => first + corner));
    }
  const mesh = {
    positions: Int32Array.from(positions),
    normals: Float32Array.from(normals),
    indices: Uint32Array.from(indices),
    groups: [{ material: 0, start: 0, count: indices.length }],
    ...(pictures.length > 0 && { texcoords: Float32Array.from(texcoords) }),
  };
  return { mesh, materials: [{ ...PLAIN, ...material }], pictures };
}
