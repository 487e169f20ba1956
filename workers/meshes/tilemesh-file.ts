import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { DamagedError } from '../../manifests/errors.ts';
import { highKey, keyX, keyY, keyZ, lowKey } from './key.ts';
import { packNormal, unpackNormal } from './octahedral.ts';
import type { TileMesh } from './tilemesh.ts';
import { writeWhole } from './stage.ts';

/*
 * A scratch file of one tile's mesh, in words of 32 bits, little-endian as all processors are that Node runs on:
 *
 *   header      MAGIC, vertices, indices, groups, flags, checksum of what is before the normals, checksum of the normals
 *   groups      material, start, count
 *   positions   two words of a key each
 *   texcoords   u, v
 *   colours     one word each
 *   indices     of 16 bits where they fit, filled up to whole words
 *   normals     octahedral, one word each
 *
 * 12 bytes a triangle instead of 24 as arrays. Nothing is flushed: a process that is killed leaves whole files, and what a
 * lost page cache has left unwritten the checksums tell.
 */
const MAGIC = 0x314d_5456; // VTM1
const HEADER_WORDS = 7;
const COLOURS = 1;
const TEXCOORDS = 2;
const SHORT_INDICES = 4;

interface Places {
  groups: number;
  positions: number;
  texcoords: number;
  colours: number;
  indices: number;
  normals: number;
  end: number;
}

/** Appears under its name whole. Positions must be on the grid; normals lose what is beyond 16 bits. */
export function writeTileMesh(path: string, mesh: TileMesh): void {
  const vertices = mesh.positions.length / 3;
  const flags =
    (mesh.colours === undefined ? 0 : COLOURS) |
    (mesh.texcoords === undefined ? 0 : TEXCOORDS) |
    (vertices <= 0x1_0000 ? SHORT_INDICES : 0);
  const places = placesOf(vertices, mesh.indices.length, mesh.groups.length, flags);
  const words = new Uint32Array(places.end);
  words.set([MAGIC, vertices, mesh.indices.length, mesh.groups.length, flags]);
  for (const [number, { material, start, count }] of mesh.groups.entries()) {
    words.set([material, start, count], places.groups + number * 3);
  }
  const { positions } = mesh;
  for (let vertex = 0, from = 0, to = places.positions; vertex < vertices; vertex++, from += 3, to += 2) {
    const y = positions[from + 1]!;
    words[to] = lowKey(positions[from]!, y);
    words[to + 1] = highKey(y, positions[from + 2]!);
  }
  if (mesh.texcoords !== undefined) new Float32Array(words.buffer, places.texcoords * 4).set(mesh.texcoords);
  if (mesh.colours !== undefined) new Uint8Array(words.buffer, places.colours * 4).set(mesh.colours);
  indicesIn(words, places, mesh.indices.length, flags).set(mesh.indices);
  packNormals(mesh.normals, words, places);
  words[5] = checksumBeforeNormals(words, places);
  words[6] = checksumOfNormals(words, places);
  writeWhole(path, words);
}

/** As it was written. Throws DamagedError where it is not. */
export function readTileMesh(path: string): TileMesh {
  const { words, places, flags } = readWords(path);
  if (words[6] !== checksumOfNormals(words, places)) throw damaged(path);
  const vertices = words[1]!;
  const positions = new Int32Array(vertices * 3);
  const normals = new Float32Array(vertices * 3);
  for (let vertex = 0, from = places.positions, to = 0; vertex < vertices; vertex++, from += 2, to += 3) {
    const low = words[from]!;
    const high = words[from + 1]!;
    positions[to] = keyX(low);
    positions[to + 1] = keyY(low, high);
    positions[to + 2] = keyZ(high);
    unpackNormal(words[places.normals + vertex]!, normals, to);
  }
  return {
    positions,
    normals,
    ...(flags & COLOURS ? { colours: new Uint8Array(bytesOf(words, places.colours, places.indices)) } : {}),
    ...(flags & TEXCOORDS
      ? { texcoords: new Float32Array(bytesOf(words, places.texcoords, places.colours).slice().buffer) }
      : {}),
    indices: Uint32Array.from(indicesIn(words, places, words[2]!, flags)),
    groups: Array.from({ length: words[3]! }, (_, group) => {
      const [material, start, count] = words.subarray(places.groups + group * 3) as unknown as [number, number, number];
      return { material, start, count };
    }),
  };
}

/**
 * Changes a file's normals: `change` is given the key words of all positions and the packed normals. Everything else
 * stays, so a change that was interrupted is made good by making it again; the normals' checksum is not asked before.
 */
export function changeNormals(path: string, change: (keys: Uint32Array, normals: Uint32Array) => void): void {
  const { words, places } = readWords(path);
  change(words.subarray(places.positions, places.positions + words[1]! * 2), words.subarray(places.normals));
  words[6] = checksumOfNormals(words, places);
  writeWhole(path, words);
}

function readWords(path: string): { words: Uint32Array; places: Places; flags: number } {
  const bytes = readFileSync(path);
  if (bytes.length < HEADER_WORDS * 4 || bytes.length % 4 !== 0) throw damaged(path);
  // What Node reads may lie in a pool, at a place that is no multiple of 4.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  const flags = words[4]!;
  const places = placesOf(words[1]!, words[2]!, words[3]!, flags);
  if (words[0] !== MAGIC || places.end !== words.length) throw damaged(path);
  if (words[5] !== checksumBeforeNormals(words, places)) throw damaged(path);
  return { words, places, flags };
}

function placesOf(vertices: number, indices: number, groupCount: number, flags: number): Places {
  const groups = HEADER_WORDS;
  const positions = groups + groupCount * 3;
  const texcoords = positions + vertices * 2;
  const colours = texcoords + (flags & TEXCOORDS ? vertices * 2 : 0);
  const start = colours + (flags & COLOURS ? vertices : 0);
  const normals = start + (flags & SHORT_INDICES ? Math.ceil(indices / 2) : indices);
  return { groups, positions, texcoords, colours, indices: start, normals, end: normals + vertices };
}

function indicesIn(words: Uint32Array, places: Places, count: number, flags: number): Uint16Array | Uint32Array {
  const start = words.byteOffset + places.indices * 4;
  return flags & SHORT_INDICES
    ? new Uint16Array(words.buffer, start, count)
    : new Uint32Array(words.buffer, start, count);
}

function packNormals(normals: Float32Array, words: Uint32Array, { normals: start, end }: Places): void {
  for (let at = start, from = 0; at < end; at++, from += 3) {
    words[at] = packNormal(normals[from]!, normals[from + 1]!, normals[from + 2]!);
  }
}

const checksumBeforeNormals = (words: Uint32Array, { normals }: Places): number =>
  crc32(bytesOf(words, HEADER_WORDS, normals), crc32(bytesOf(words, 0, 5)));

const checksumOfNormals = (words: Uint32Array, { normals, end }: Places): number => crc32(bytesOf(words, normals, end));

const bytesOf = (words: Uint32Array, from: number, to: number): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset + from * 4, (to - from) * 4);

const damaged = (path: string): DamagedError =>
  new DamagedError(`${path} is not a mesh as it was written. Delete the task's folder and make the twin anew`);
