import type { Picture, TileMaterial, TileSurface } from '../../../../workers/meshes/surface.ts';

export const PLAIN: TileMaterial = {
  baseColour: [1, 1, 1, 1],
  metallic: 0,
  roughness: 0.9,
  emissive: [0, 0, 0],
  alphaMode: 'OPAQUE',
  alphaCutoff: 0.5,
  doubleSided: false,
  unlit: false,
};

/** A patch of waves, `side` × `side` squares of 100 steps, of two triangles each; its upper half has the second material. */
export function waves(side: number, materials: TileMaterial[] = [PLAIN], pictures: Picture[] = []): TileSurface {
  const row = side + 1;
  const positions = new Int32Array(row * row * 3);
  const normals = new Float32Array(row * row * 3);
  const colours = new Uint8Array(row * row * 4);
  const texcoords = new Float32Array(row * row * 2);
  for (let j = 0; j < row; j++)
    for (let i = 0; i < row; i++) {
      const vertex = j * row + i;
      const slope = 0.5 * Math.cos(i / 3);
      positions.set([1_000_000 + i * 100, 500 + j * 100, Math.round(150 * (1 + Math.sin(i / 3)))], vertex * 3);
      normals.set(
        [-slope, 0, 1].map((value) => value / Math.hypot(slope, 1)),
        vertex * 3,
      );
      colours.set([(i * 7) % 256, (j * 11) % 256, 40, 255], vertex * 4);
      texcoords.set([i / side, j / side], vertex * 2);
    }
  const indices: number[] = [];
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) {
      const a = j * row + i;
      indices.push(a, a + 1, a + row + 1, a, a + row + 1, a + row);
    }
  const half = materials.length > 1 ? Math.floor(side / 2) * side * 6 : indices.length;
  const groups = [
    { material: 0, start: 0, count: half },
    ...(half < indices.length ? [{ material: 1, start: half, count: indices.length - half }] : []),
  ];
  const mesh = { positions, normals, indices: Uint32Array.from(indices), groups };
  return {
    mesh: { ...mesh, ...(pictures.length > 0 ? { texcoords } : {}), colours },
    materials,
    pictures,
  };
}

/** Every triangle of a mesh as nine coordinates, sorted: what stays the same whatever the order. */
export function trianglesOf(positions: ArrayLike<number>, indices: Uint32Array): string[] {
  const triangles: string[] = [];
  for (let at = 0; at < indices.length; at += 3) {
    const corners = [0, 1, 2].map((k) => {
      const vertex = indices[at + k]! * 3;
      return `${positions[vertex]} ${positions[vertex + 1]} ${positions[vertex + 2]}`;
    });
    const first = corners.indexOf(corners.toSorted()[0]!);
    triangles.push([...corners.slice(first), ...corners.slice(0, first)].join(', '));
  }
  return triangles.toSorted();
}
