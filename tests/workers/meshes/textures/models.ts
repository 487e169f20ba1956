import { join } from 'node:path';
import sharp from 'sharp';
import type { Material, TextureFile } from '../../../../workers/meshes/source.ts';
import type { Picture, TileMaterial, TileSurface } from '../../../../workers/meshes/surface.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { seeded } from '../../../random.ts';

export const plainTileMaterial: TileMaterial = {
  baseColour: [1, 1, 1, 1],
  metallic: 0,
  roughness: 1,
  emissive: [0, 0, 0],
  alphaMode: 'OPAQUE',
  alphaCutoff: 0.5,
  doubleSided: false,
  unlit: false,
};

export const plainMaterial: Material = {
  name: 'stone',
  baseColour: [1, 1, 1, 1],
  metallic: 0,
  roughness: 1,
  emissive: [0, 0, 0],
  alphaMode: 'OPAQUE',
  alphaCutoff: 0.5,
  doubleSided: false,
  unlit: false,
};

export const RADIUS = 2 ** 17;
/** Texels between a patch's square and what it shows. */
const GAP = 4;

export interface PatchedSphere {
  mesh: TileMesh;
  picture: Picture;
}

/**
 * A lumpy sphere of 6 × patches² charts in a shuffled order, each of cells² × 2 triangles, with colours that depend on the
 * place in space alone: sharp enough that a lost half of the texels shows.
 */
export function patchedSphere(patches: number, cells: number, texels: number): PatchedSphere {
  const charts = 6 * patches * patches;
  const across = Math.ceil(Math.sqrt(charts));
  const side = texels + 2 * GAP;
  const width = across * side;
  const places = shuffled(across * across);
  const pixels = new Uint8Array(width * width * 3);
  const line = cells + 1;
  const positions = new Int32Array(charts * line * line * 3);
  const normals = new Float32Array(positions.length);
  const texcoords = new Float32Array((positions.length / 3) * 2);
  const indices: number[] = [];
  for (let chart = 0; chart < charts; chart++) {
    const place = places[chart]!;
    const [left, top] = [(place % across) * side, Math.floor(place / across) * side];
    const point = (s: number, t: number) => onSphere(chart, patches, s, t);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const at = ((top + y) * width + left + x) * 3;
        pixels.set(colourAt(point((x + 0.5 - GAP) / texels, (y + 0.5 - GAP) / texels)), at);
      }
    const first = chart * line * line;
    for (let j = 0; j < line; j++)
      for (let i = 0; i < line; i++) {
        const vertex = first + j * line + i;
        const at = point(i / cells, j / cells);
        const length = Math.hypot(...at);
        for (let axis = 0; axis < 3; axis++) {
          positions[vertex * 3 + axis] = Math.round(RADIUS * 1.5 + at[axis]!);
          normals[vertex * 3 + axis] = at[axis]! / length;
        }
        texcoords[vertex * 2] = (left + GAP + (i / cells) * texels) / width;
        texcoords[vertex * 2 + 1] = (top + GAP + (j / cells) * texels) / width;
        if (i === cells || j === cells) continue;
        const [a, b, c, d] = [vertex, vertex + 1, vertex + line, vertex + line + 1];
        indices.push(a, b, d, a, d, c);
      }
  }
  const groups = [{ material: 0, start: 0, count: indices.length }];
  const mesh = { positions, normals, texcoords, indices: Uint32Array.from(indices), groups };
  return { mesh, picture: { width, height: width, channels: 3, pixels } };
}

function shuffled(count: number): Uint32Array {
  const random = seeded(5);
  const numbers = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  }
  return numbers;
}

const FACES = [
  [0, 1, 2, 1],
  [1, 0, 2, -1],
  [1, 2, 0, 1],
  [2, 1, 0, -1],
  [2, 0, 1, 1],
  [0, 2, 1, -1],
] as const;

/** s, t: place within the patch, 0 … 1. */
function onSphere(chart: number, patches: number, s: number, t: number): [number, number, number] {
  const face = FACES[Math.floor(chart / (patches * patches))]!;
  const patch = chart % (patches * patches);
  const at: [number, number, number] = [0, 0, 0];
  at[face[0]] = Math.tan(((((patch % patches) + s) / patches) * 2 - 1) * (Math.PI / 4));
  at[face[1]] = Math.tan((((Math.floor(patch / patches) + t) / patches) * 2 - 1) * (Math.PI / 4));
  at[face[2]] = face[3];
  const length = Math.hypot(...at);
  const [x, y, z] = at.map((value) => value / length) as [number, number, number];
  const lump = 1 + 0.06 * Math.sin(5 * x + 1) * Math.sin(7 * y) + 0.02 * Math.sin(17 * z + 3 * x) * Math.cos(13 * y);
  return [x * lump * RADIUS, y * lump * RADIUS, z * lump * RADIUS];
}

/** Waves of several lengths, the shortest a fiftieth of the radius. */
export function colourAt([x, y, z]: readonly [number, number, number]): [number, number, number] {
  const [a, b, c] = [x / RADIUS, y / RADIUS, z / RADIUS];
  const broad = Math.sin(4 * a + 2 * b) + Math.sin(5 * c - 3 * a);
  const fine = Math.sin(60 * a + 9 * c) * Math.sin(55 * b) + Math.sin(110 * c + 20 * b) * 0.6;
  return [128 + 40 * broad + 22 * fine, 120 + 30 * Math.sin(6 * b - a) + 18 * fine, 110 + 45 * Math.cos(3 * a + 4 * c)];
}

/** The part of a mesh whose triangles `keep` wants, with the vertices it needs. */
export function partOf(mesh: TileMesh, keep: (triangle: number) => boolean): TileMesh {
  const numbers = new Int32Array(mesh.positions.length / 3).fill(-1);
  const [vertices, indices, groups]: [number[], number[], TileMesh['groups']] = [[], [], []];
  for (const { material, start, count } of mesh.groups) {
    const first = indices.length;
    for (let i = start; i < start + count; i += 3) {
      if (!keep(i / 3)) continue;
      for (const vertex of mesh.indices.subarray(i, i + 3)) {
        if (numbers[vertex] === -1) numbers[vertex] = vertices.push(vertex) - 1;
        indices.push(numbers[vertex]!);
      }
    }
    if (indices.length > first) groups.push({ material, start: first, count: indices.length - first });
  }
  const { positions, normals, texcoords, colours } = mesh;
  const part: TileMesh = {
    positions: Int32Array.from(vertices.flatMap((v) => [...positions.subarray(v * 3, v * 3 + 3)])),
    normals: Float32Array.from(vertices.flatMap((v) => [...normals.subarray(v * 3, v * 3 + 3)])),
    indices: Uint32Array.from(indices),
    groups,
  };
  if (texcoords) part.texcoords = Float32Array.from(vertices.flatMap((v) => [...texcoords.subarray(v * 2, v * 2 + 2)]));
  if (colours) part.colours = Uint8Array.from(vertices.flatMap((v) => [...colours.subarray(v * 4, v * 4 + 4)]));
  return part;
}

/** Writes a picture as PNG into the folder. */
export async function textureFile(
  folder: string,
  name: string,
  { width, height, channels, pixels }: Picture,
  wrap: TextureFile['wrap'] = 'repeat',
): Promise<TextureFile> {
  const path = join(folder, `${name}.png`);
  await sharp(pixels, { raw: { width, height, channels } }).png().toFile(path);
  return { path, width, height, wrap };
}

/** Whatever a place of a texture shows, from the pictures of a tile. */
export function surfaceColour({ materials, pictures }: TileSurface, material: number, u: number, v: number): number[] {
  const texture = materials[material]!.baseColourTexture!;
  return bilinear(pictures[texture.picture]!, u, v, texture.wrap);
}

export function bilinear(picture: Picture, u: number, v: number, wrap: TextureFile['wrap'] = 'clamp'): number[] {
  const { width, height, channels, pixels } = picture;
  const [x, y] = [u * width - 0.5, v * height - 0.5];
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const at = (a: number, b: number, c: number) =>
    pixels[(inside(b, height, wrap) * width + inside(a, width, wrap)) * channels + c]!;
  return Array.from({ length: channels }, (_, c) => {
    const above = at(i, j, c) * (1 - x + i) + at(i + 1, j, c) * (x - i);
    const below = at(i, j + 1, c) * (1 - x + i) + at(i + 1, j + 1, c) * (x - i);
    return above * (1 - y + j) + below * (y - j);
  });
}

function inside(at: number, size: number, wrap: TextureFile['wrap']): number {
  if (wrap === 'clamp') return Math.min(size - 1, Math.max(0, at));
  const turn = ((at % (2 * size)) + 2 * size) % (2 * size);
  return wrap === 'mirror' ? Math.min(turn, 2 * size - 1 - turn) : turn % size;
}
