import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTilesetArchive } from '../../../manifests/derivatives/tileset-archive.ts';
import { makeMesh } from '../../../workers/meshes/make.ts';
import type { MeshReport, MeshSettings, MeshTask } from '../../../workers/meshes/task.ts';
import type { Read } from '../../twins/verify/tileset.ts';

/** As small as tests want their tiles. */
export const SETTINGS: MeshSettings = { leafTriangles: 2000, profile: 'small', textureQuality: 85, stepsPerEdge: 32 };

export type Making = Partial<Omit<MeshTask, 'settings'>> & { settings?: Partial<MeshSettings> };

/** What is told to make a twin of a scan, which is written to a file of that name, in a folder of its own below `folder`. */
export function taskOf(
  folder: string,
  name: string,
  scan: Buffer | string,
  { settings, ...more }: Making = {},
): MeshTask {
  const place = mkdtempSync(join(folder, 'task-'));
  const source = join(place, 'source');
  writeFileSync(source, scan);
  const task = { source, name, folder: mkdtempSync(join(place, 'work-')), threads: 2 };
  return { ...task, ...more, settings: { ...SETTINGS, ...settings } };
}

export const makeTwin = (task: MeshTask): Promise<MeshReport> => makeMesh(task, () => undefined);

/** Reads the files of a 3TZ from memory. */
export async function readerOf(task: MeshTask, { tileset }: MeshReport): Promise<Read> {
  const bytes = readFileSync(join(task.folder, tileset));
  const files = await openTilesetArchive(
    async (offset, length) => bytes.subarray(offset, offset + length),
    bytes.length,
  );
  return async (uri) => {
    const file = files.get(uri);
    if (!file) throw new Error(`The archive has no ${uri}`);
    return bytes.subarray(file.offset, file.offset + file.length);
  };
}

/** A binary STL of triangles of nine numbers. */
export function stlOf(triangles: readonly (readonly number[])[]): Buffer {
  const bytes = Buffer.alloc(84 + triangles.length * 50);
  bytes.writeUInt32LE(triangles.length, 80);
  for (const [number, triangle] of triangles.entries())
    for (const [at, value] of triangle.entries()) bytes.writeFloatLE(value, 84 + number * 50 + 12 + at * 4);
  return bytes;
}

/** A binary PLY of triangles of nine numbers, each corner with the colour that its place gives it: red, green, blue. */
export function plyOf(
  triangles: readonly (readonly number[])[],
  colourAt: (x: number, y: number, z: number) => readonly [number, number, number],
): Buffer {
  const header = Buffer.from(
    `ply\nformat binary_little_endian 1.0\nelement vertex ${triangles.length * 3}\n` +
      'property float x\nproperty float y\nproperty float z\nproperty uchar red\nproperty uchar green\nproperty uchar blue\n' +
      `element face ${triangles.length}\nproperty list uchar int vertex_indices\nend_header\n`,
  );
  const vertices = Buffer.alloc(triangles.length * 45);
  const faces = Buffer.alloc(triangles.length * 13);
  for (const [number, triangle] of triangles.entries()) {
    faces.writeUInt8(3, number * 13);
    for (let corner = 0; corner < 3; corner++) {
      const place = triangle.slice(corner * 3, corner * 3 + 3) as [number, number, number];
      const at = (number * 3 + corner) * 15;
      for (const [axis, value] of place.entries()) vertices.writeFloatLE(value, at + axis * 4);
      vertices.set(colourAt(...place), at + 12);
      faces.writeInt32LE(number * 3 + corner, number * 13 + 1 + corner * 4);
    }
  }
  return Buffer.concat([header, vertices, faces]);
}
