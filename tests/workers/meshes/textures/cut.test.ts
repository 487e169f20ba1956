import test from 'ava';
import type { Material, TextureFile } from '../../../../workers/meshes/source.ts';
import type { Picture, TextureSlot, TileSurface } from '../../../../workers/meshes/surface.ts';
import { CUT_DEFAULTS, cutLeaf } from '../../../../workers/meshes/textures/cut.ts';
import { TexelReader } from '../../../../workers/meshes/textures/texel-reader.ts';
import { storeTexels } from '../../../../workers/meshes/textures/texel-store.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { testFolder } from '../../../folder.ts';
import { seeded } from '../../../random.ts';
import { bilinear, partOf, patchedSphere, plainMaterial, RADIUS, textureFile } from './models.ts';
import { reportOf } from '../../../../workers/meshes/partition/report.ts';
import { texelsOf } from '../../../../workers/meshes/tiles/depth.ts';

async function cut(
  mesh: TileMesh,
  folder: string,
  materials: readonly Material[],
  options: Partial<typeof CUT_DEFAULTS> = {},
): Promise<TileSurface> {
  const store = await storeTexels(materials, folder, () => undefined);
  using texels = new TexelReader(store);
  return cutLeaf(mesh, materials, texels, { ...CUT_DEFAULTS, ...options });
}

/**
 * The greatest difference between what the source and the leaf show, at random places of its triangles and up to `beyond`
 * texels outside of them. Triangles keep their order within a material, and groups their order here.
 */
function difference(
  mesh: TileMesh,
  source: (material: number) => [Picture, TextureFile['wrap']],
  leaf: TileSurface,
  slot: TextureSlot,
  beyond = 0,
): number {
  const random = seeded(9);
  const order = mesh.groups.flatMap(({ material, start, count }) =>
    Array.from({ length: count / 3 }, (_, i) => [material, start + i * 3] as const),
  );
  let greatest = 0;
  for (const { material, start, count } of leaf.mesh.groups)
    for (let i = start; i < start + count; i += 3) {
      const [before, at] = order[i / 3]!;
      const [picture, wrap] = source(before);
      let [a, b] = [random(), random()];
      if (a + b > 1) [a, b] = [1 - a, 1 - b];
      const weights = [1 - a - b, a, b];
      const on = ({ indices, texcoords }: TileMesh, first: number, axis: number) =>
        weights.reduce((sum, weight, k) => sum + weight * texcoords![indices[first + k]! * 2 + axis]!, 0);
      const texture = leaf.materials[material]![slot]!;
      const own = leaf.pictures[texture.picture]!;
      const [dx, dy] = [(random() * 2 - 1) * beyond, (random() * 2 - 1) * beyond];
      const wanted = bilinear(
        picture,
        on(mesh, at, 0) + dx / picture.width,
        on(mesh, at, 1) + dy / picture.height,
        wrap,
      );
      const came = bilinear(
        own,
        on(leaf.mesh, i, 0) + dx / own.width,
        on(leaf.mesh, i, 1) + dy / own.height,
        texture.wrap,
      );
      greatest = Math.max(greatest, ...wanted.map((value, c) => Math.abs(value - came[c]!)));
    }
  return greatest;
}

const sphere = patchedSphere(5, 6, 40);
const upper = partOf(sphere.mesh, (i) => sphere.mesh.positions[sphere.mesh.indices[i * 3]! * 3 + 1]! > RADIUS * 2);

test('a leaf shows the texels of the source, on its charts and around them', async (t) => {
  await using folder = await testFolder();
  const file = await textureFile(folder.path, 'a', sphere.picture);
  const leaf = await cut(upper, folder.path, [{ ...plainMaterial, baseColourTexture: file }]);
  t.is(leaf.pictures.length, 1);
  const [{ width, height }] = leaf.pictures as [Picture];
  t.true(width * height < 0.5 * file.width * file.height);
  const { textureAreas } = reportOf(0, upper, { step: 1 }, 0);
  const area = texelsOf({ materials: [{ ...plainMaterial, baseColourTexture: file }], textureAreas });
  t.true(width * height > area && width * height < 3 * area, `${width}×${height}, shown ${area}`);
  t.true(difference(upper, () => [sphere.picture, 'repeat'], leaf, 'baseColourTexture') < 0.1);
  t.true(difference(upper, () => [sphere.picture, 'repeat'], leaf, 'baseColourTexture', 3) < 0.1);
});

test('all textures of a material are cut alike: half the size, the same file twice, and an odd size', async (t) => {
  await using folder = await testFolder();
  const half = { ...sphere.picture, ...halved(sphere.picture) };
  const odd = gradient(300, 200);
  const material: Material = {
    ...plainMaterial,
    baseColourTexture: await textureFile(folder.path, 'a', sphere.picture),
    occlusionTexture: await textureFile(folder.path, 'b', half),
    metallicRoughnessTexture: await textureFile(folder.path, 'b', half),
    normalTexture: await textureFile(folder.path, 'c', odd),
  };
  const leaf = await cut(upper, folder.path, [material]);
  t.is(leaf.pictures.length, 3);
  const [made] = leaf.materials;
  t.is(made!.occlusionTexture!.picture, made!.metallicRoughnessTexture!.picture);
  t.true(difference(upper, () => [sphere.picture, 'repeat'], leaf, 'baseColourTexture', 2) < 0.1);
  t.true(difference(upper, () => [half, 'repeat'], leaf, 'occlusionTexture', 1) < 0.1);
  t.true(difference(upper, () => [odd, 'repeat'], leaf, 'normalTexture') < 2);
});

test('materials that differ in their textures alone share an atlas; others do not', async (t) => {
  await using folder = await testFolder();
  const other = { ...sphere.picture, pixels: sphere.picture.pixels.map((value) => 255 - value) };
  const files = [
    await textureFile(folder.path, 'a', sphere.picture),
    await textureFile(folder.path, 'b', other),
    await textureFile(folder.path, 'c', sphere.picture),
  ];
  const materials = files.map((file, i): Material => ({
    ...plainMaterial,
    baseColourTexture: file,
    doubleSided: i === 2,
  }));
  const third = Math.floor(upper.indices.length / 9) * 3;
  const groups = [0, 1, 2].map((material) => ({
    material,
    start: material * third,
    count: material === 2 ? upper.indices.length - 2 * third : third,
  }));
  const parts = groups.map(({ start, count }) => partOf(upper, (i) => i * 3 >= start && i * 3 < start + count));
  const mesh = joined(parts);
  const leaf = await cut(mesh, folder.path, materials);
  t.is(leaf.materials.length, 2);
  t.is(leaf.pictures.length, 2);
  t.deepEqual(leaf.mesh.groups, [
    { material: 0, start: 0, count: 2 * third },
    { material: 1, start: 2 * third, count: groups[2]!.count },
  ]);
  const source = (material: number): [Picture, 'repeat'] => [material === 1 ? other : sphere.picture, 'repeat'];
  t.true(difference(mesh, source, leaf, 'baseColourTexture', 2) < 0.1);
});

test('charts outside of 0 … 1 are found where wrapping puts them', async (t) => {
  for (const wrap of ['repeat', 'mirror'] as const) {
    await using folder = await testFolder();
    const file = await textureFile(folder.path, wrap, sphere.picture, wrap);
    const texcoords = upper.texcoords!.map((value, i) => value + (i % 2 ? -3.02 : 4.97));
    const mesh = { ...upper, texcoords };
    const leaf = await cut(mesh, folder.path, [{ ...plainMaterial, baseColourTexture: file }]);
    t.is(leaf.materials[0]!.baseColourTexture!.wrap, 'clamp');
    t.true(difference(mesh, () => [sphere.picture, wrap], leaf, 'baseColourTexture', 2) < 0.5, wrap);
  }
});

test('what is repeated or nearly all used is kept whole', async (t) => {
  await using folder = await testFolder();
  const file = await textureFile(folder.path, 'a', sphere.picture, 'mirror');
  const material = { ...plainMaterial, baseColourTexture: file };
  const repeated = { ...upper, texcoords: upper.texcoords!.map((value) => value * 40) };
  for (const mesh of [repeated, sphere.mesh]) {
    const leaf = await cut(mesh, folder.path, [material]);
    t.deepEqual(leaf.pictures, [sphere.picture]);
    t.is(leaf.materials[0]!.baseColourTexture!.wrap, 'mirror');
    t.deepEqual(leaf.mesh.texcoords, mesh.texcoords);
  }
});

test('only what would be too large is reduced', async (t) => {
  await using folder = await testFolder();
  const picture = gradient(512, 512);
  const file = await textureFile(folder.path, 'a', picture);
  for (const wholeShare of [0, 2]) {
    const material = { ...plainMaterial, baseColourTexture: file };
    const leaf = await cut(upper, folder.path, [material], { maxSide: 128, wholeShare });
    const [made] = leaf.pictures as [Picture];
    t.true(made.width <= 128 && made.height <= 128);
    t.true(difference(upper, () => [picture, 'repeat'], leaf, 'baseColourTexture') < 6);
  }
});

test('a mesh without textures stays as it is; opacity is kept where it is used and there', async (t) => {
  await using folder = await testFolder();
  const bare = await cut(upper, folder.path, [plainMaterial]);
  t.deepEqual([bare.pictures.length, bare.mesh.texcoords], [0, undefined]);
  t.deepEqual(bare.mesh.indices, upper.indices);
  const pixels = new Uint8Array(64 * 64 * 4).fill(200);
  const file = await textureFile(folder.path, 'a', { width: 64, height: 64, channels: 4, pixels });
  for (const [alphaMode, channels] of [
    ['OPAQUE', 3],
    ['BLEND', 4],
  ] as const) {
    await using own = await testFolder();
    const leaf = await cut(upper, own.path, [{ ...plainMaterial, alphaMode, baseColourTexture: file }]);
    t.is(leaf.pictures[0]!.channels, channels);
  }
});

function gradient(width: number, height: number): Picture {
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height];
    // It closes at the edges, where a repeated texture would otherwise jump.
    pixels.set([127 + 120 * Math.sin(2 * Math.PI * x), 127 + 120 * Math.cos(2 * Math.PI * y), 90], i * 3);
  }
  return { width, height, channels: 3, pixels };
}

function halved({ width, height, pixels }: Picture): { width: number; height: number; pixels: Uint8Array } {
  const half = new Uint8Array((width / 2) * (height / 2) * 3);
  for (let i = 0; i < half.length / 3; i++) {
    const at = (Math.floor(i / (width / 2)) * 2 * width + (i % (width / 2)) * 2) * 3;
    half.set(pixels.subarray(at, at + 3), i * 3);
  }
  return { width: width / 2, height: height / 2, pixels: half };
}

/** Meshes one after the other, each a material of its own. */
function joined(parts: readonly TileMesh[]): TileMesh {
  let [vertices, start] = [0, 0];
  const groups: TileMesh['groups'] = [];
  const indices: number[] = [];
  for (const [material, part] of parts.entries()) {
    for (const index of part.indices) indices.push(index + vertices);
    groups.push({ material, start, count: part.indices.length });
    vertices += part.positions.length / 3;
    start += part.indices.length;
  }
  return {
    positions: Int32Array.from(parts.flatMap(({ positions }) => [...positions])),
    normals: Float32Array.from(parts.flatMap(({ normals }) => [...normals])),
    texcoords: Float32Array.from(parts.flatMap(({ texcoords }) => [...texcoords!])),
    indices: Uint32Array.from(indices),
    groups,
  };
}
