import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Axis } from '../../../workers/meshes/source.ts';
import { openMesh } from '../../../workers/meshes/read/open.ts';
import { weld } from '../../twins/verify/surface.ts';
import type { Surface } from '../../twins/verify/surface.ts';

/** The triangles of a scan that memory has room for, in the file's own units and axes; equal places are one vertex. */
export async function loadMesh(path: string, folder: string): Promise<Surface> {
  await mkdir(folder, { recursive: true });
  const { reader, files } = await openMesh(path, basename(path), folder);
  const batches: Float64Array[] = [];
  await reader.read(
    files,
    {
      material: () => 0,
      triangles: ({ positions, count }) => void batches.push(positions.slice(0, count * 9)),
      finding: () => undefined,
    },
    () => undefined,
  );
  const positions = new Float64Array(batches.reduce((sum, batch) => sum + batch.length, 0));
  let at = 0;
  for (const batch of batches) {
    positions.set(batch, at);
    at += batch.length;
  }
  return welded(positions);
}

/** Triangles corner by corner as a list of vertices and one of corners, without those that have two corners at one place. */
export function welded(corners: Float64Array): Surface {
  const first = weld({ positions: corners, indices: new Uint32Array() });
  const numbers = new Uint32Array(first.length);
  const positions = new Float64Array(corners.length);
  let vertices = 0;
  first.forEach((same, corner) => {
    if (same !== corner) return;
    positions.set(corners.subarray(corner * 3, corner * 3 + 3), vertices * 3);
    numbers[corner] = vertices++;
  });
  const indices = new Uint32Array(first.length);
  let filled = 0;
  for (let corner = 0; corner < first.length; corner += 3) {
    const [a, b, c] = [first[corner]!, first[corner + 1]!, first[corner + 2]!];
    if (a === b || b === c || c === a) continue;
    for (const vertex of [a, b, c]) indices[filled++] = numbers[vertex]!;
  }
  return { positions: positions.slice(0, vertices * 3), indices: indices.slice(0, filled) };
}

/** In metres with z up, as tilesets are. */
export function inMetres({ positions, indices }: Surface, { unit, up }: { unit: number; up: Axis }): Surface {
  const turned = new Float64Array(positions.length);
  for (let at = 0; at < positions.length; at += 3) {
    const [x, y, z] = [positions[at]! * unit, positions[at + 1]! * unit, positions[at + 2]! * unit];
    turned.set(up === 'z' ? [x, y, z] : up === 'y' ? [x, -z, y] : [-y, -z, x], at);
  }
  return { positions: turned, indices };
}

/** Of every vertex, of length 1, the faces around it weighed by their areas. */
export function normalsOf({ positions, indices }: Surface): Float32Array {
  const normals = new Float32Array(positions.length);
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [indices[at]! * 3, indices[at + 1]! * 3, indices[at + 2]! * 3];
    const [ux, uy, uz] = [
      positions[b]! - positions[a]!,
      positions[b + 1]! - positions[a + 1]!,
      positions[b + 2]! - positions[a + 2]!,
    ];
    const [vx, vy, vz] = [
      positions[c]! - positions[a]!,
      positions[c + 1]! - positions[a + 1]!,
      positions[c + 2]! - positions[a + 2]!,
    ];
    for (const vertex of [a, b, c]) {
      normals[vertex]! += uy * vz - uz * vy;
      normals[vertex + 1]! += uz * vx - ux * vz;
      normals[vertex + 2]! += ux * vy - uy * vx;
    }
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!);
    // What has no direction gets one, as glTF demands.
    if (length === 0) normals[at + 2] = 1;
    else for (let axis = 0; axis < 3; axis++) normals[at + axis]! /= length;
  }
  return normals;
}
