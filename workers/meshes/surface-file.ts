import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { DamagedError } from '../../manifests/errors.ts';
import { writeWhole } from './stage.ts';
import type { Picture, TileMaterial, TileSurface } from './surface.ts';
import { readTileMesh, writeTileMesh } from './tilemesh-file.ts';

/** What stands before the pixels. */
interface Header {
  materials: TileMaterial[];
  pictures: Omit<Picture, 'pixels'>[];
}

/** The length of the JSON, and the checksum of all that follows. */
const HEAD_BYTES = 8;

const meshPath = (path: string): string => `${path}.mesh`;
const picturesPath = (path: string): string => `${path}.pictures`;

/** The files of a surface that is kept for the level above: its mesh, and its pictures as they are, without loss. */
export const surfaceFiles = (path: string): string[] => [meshPath(path), picturesPath(path)];

/** Writes both files, each of which is there whole or not at all. */
export function writeSurface(path: string, { mesh, materials, pictures }: TileSurface): void {
  writeTileMesh(meshPath(path), mesh);
  const header: Header = {
    materials,
    pictures: pictures.map(({ width, height, channels }) => ({ width, height, channels })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(HEAD_BYTES);
  const body = Buffer.concat([head, json, ...pictures.map(({ pixels }) => pixels)]);
  body.writeUInt32LE(json.length, 0);
  body.writeUInt32LE(crc32(body.subarray(HEAD_BYTES)), 4);
  writeWhole(picturesPath(path), body);
}

/** Throws DamagedError for what is not as it was written. */
export function readSurface(path: string): TileSurface {
  const bytes = readFileSync(picturesPath(path));
  if (bytes.length < HEAD_BYTES || crc32(bytes.subarray(HEAD_BYTES)) !== bytes.readUInt32LE(4))
    throw new DamagedError(
      `${picturesPath(path)} is not what was written. Delete the task's folder and make the twin anew`,
    );
  let at = HEAD_BYTES + bytes.readUInt32LE(0);
  const { materials, pictures } = JSON.parse(bytes.toString('utf8', HEAD_BYTES, at)) as Header;
  return {
    mesh: readTileMesh(meshPath(path)),
    materials,
    pictures: pictures.map(({ width, height, channels }) => {
      const pixels = bytes.subarray(at, (at += width * height * channels));
      return { width, height, channels, pixels };
    }),
  };
}
