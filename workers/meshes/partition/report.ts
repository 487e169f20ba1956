import type { Grid } from '../grid.ts';
import type { TileMesh } from '../tilemesh.ts';
import { measureFaces } from './faces.ts';

/** What is told of a leaf. One without triangles has no file. */
export interface LeafReport {
  index: number;
  triangles: number;
  vertices: number;
  /** Least and greatest coordinates, in steps of the grid. */
  min: [number, number, number];
  max: [number, number, number];
  /** Square metres. */
  area: number;
  /** Cubic metres between its faces and the grid's origin, with sign: those of all leaves of a closed surface add up to its volume. */
  volume: number;
  /** Per group of the mesh, the area of its triangles in its texture's unit square. */
  textureAreas: number[];
  /** Equal faces that were left out. */
  duplicates: number;
  /** Faces without area whose corners are three places: they stay, for their neighbours meet across them. */
  flat: number;
}

export function reportOf(index: number, mesh: TileMesh, { step }: Pick<Grid, 'step'>, duplicates: number): LeafReport {
  const { area, volume, flat } = measureFaces(mesh.positions, mesh.indices);
  return {
    index,
    triangles: mesh.indices.length / 3,
    vertices: mesh.positions.length / 3,
    ...boxOf(mesh.positions),
    area: area * step ** 2,
    volume: volume * step ** 3,
    textureAreas: textureAreas(mesh),
    duplicates,
    flat,
  };
}

export const emptyReport = (index: number): LeafReport => ({
  index,
  triangles: 0,
  vertices: 0,
  min: [0, 0, 0],
  max: [0, 0, 0],
  area: 0,
  volume: 0,
  textureAreas: [],
  duplicates: 0,
  flat: 0,
});

/** Least and greatest coordinates of a mesh, in steps of the grid. */
export function boxOf(positions: Int32Array): Pick<LeafReport, 'min' | 'max'> {
  let [minX, minY, minZ] = [Infinity, Infinity, Infinity];
  let [maxX, maxY, maxZ] = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < positions.length; at += 3) {
    const x = positions[at]!;
    const y = positions[at + 1]!;
    const z = positions[at + 2]!;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
    if (z < minZ) minZ = z;
    if (z > maxZ) maxZ = z;
  }
  return { min: [minX, minY, minZ], max: [maxX, maxY, maxZ] };
}

function textureAreas({ texcoords, indices, groups }: TileMesh): number[] {
  if (texcoords === undefined) return groups.map(() => 0);
  return groups.map(({ start, count }) => {
    let area = 0;
    for (let at = start; at < start + count; at += 3) {
      const a = indices[at]! * 2;
      const b = indices[at + 1]! * 2;
      const c = indices[at + 2]! * 2;
      const u = texcoords[a]!;
      const v = texcoords[a + 1]!;
      area += Math.abs((texcoords[b]! - u) * (texcoords[c + 1]! - v) - (texcoords[c]! - u) * (texcoords[b + 1]! - v));
    }
    return area / 2;
  });
}
