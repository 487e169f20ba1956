import { extname } from 'node:path';

/**
 * Which files of a folder are meshes, and which may come along with one, by their names: cheap enough for every file of
 * every folder. What a file is when it is worked on, its bytes decide.
 */
export type ReferringFormat = 'obj' | 'mtl' | 'ply' | 'gltf' | 'glb';

const REFERRING: ReadonlySet<string> = new Set<ReferringFormat>(['obj', 'mtl', 'ply', 'gltf', 'glb']);
const MESHES: ReadonlySet<string> = new Set(['obj', 'ply', 'stl', 'gltf', 'glb']);

/**
 * Nothing else is packed: a scan that came from elsewhere and names the letters that lie beside it must not take them
 * into what the public may download.
 */
const COMPANIONS: ReadonlySet<string> = new Set([
  ...'mtl bin glbin glbuf'.split(' '),
  ...'jpg jpeg jpe png webp gif tif tiff bmp tga ktx2 avif dds psd svg'.split(' '),
]);

const extensionOf = (name: string): string => extname(name).slice(1).toLowerCase();

/** A ZIP of a mesh is one as well, once somebody has looked into it. */
export const isMesh = (name: string): boolean => MESHES.has(extensionOf(name));

export const isCompanion = (name: string): boolean => COMPANIONS.has(extensionOf(name));

/** How to look for what the file refers to; undefined where its kind refers to nothing. */
export function referringFormat(name: string): ReferringFormat | undefined {
  const extension = extensionOf(name);
  return REFERRING.has(extension) ? (extension as ReferringFormat) : undefined;
}
