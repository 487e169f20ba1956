import { open, readFile, rename } from 'node:fs/promises';
import type { Picture, TileMaterial, TileSurface } from './surface.ts';
import { readTileMesh, writeTileMesh } from './tilemesh-file.ts';

/** What stands before the pixels. */
interface Header {
  materials: TileMaterial[];
  pictures: Omit<Picture, 'pixels'>[];
}

const meshPath = (path: string): string => `${path}.mesh`;
const picturesPath = (path: string): string => `${path}.pictures`;

/** The files of a surface that is kept for the level above: its mesh, and its pictures as they are, without loss. */
export const surfaceFiles = (path: string): string[] => [meshPath(path), picturesPath(path)];

/** Writes both files, each by rename. */
export async function writeSurface(path: string, { mesh, materials, pictures }: TileSurface): Promise<void> {
  writeTileMesh(meshPath(path), mesh);
  const header: Header = {
    materials,
    pictures: pictures.map(({ width, height, channels }) => ({ width, height, channels })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const part = `${picturesPath(path)}.part`;
  {
    await using file = await open(part, 'w');
    await file.writev([length, json, ...pictures.map(({ pixels }) => pixels)]);
  }
  await rename(part, picturesPath(path));
}

export async function readSurface(path: string): Promise<TileSurface> {
  const bytes = await readFile(picturesPath(path));
  const start = 4 + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, start)) as Header;
  let at = start;
  const pictures = header.pictures.map(({ width, height, channels }) => {
    const pixels = bytes.subarray(at, at + width * height * channels);
    at += pixels.length;
    return { width, height, channels, pixels };
  });
  return { mesh: readTileMesh(meshPath(path)), materials: header.materials, pictures };
}
