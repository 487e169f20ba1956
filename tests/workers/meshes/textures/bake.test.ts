import sharp from 'sharp';
import test from 'ava';
import type { Material } from '../../../../workers/meshes/source.ts';
import type { Picture, TileMaterial, TileSurface } from '../../../../workers/meshes/surface.ts';
import { BAKE_DEFAULTS, bakeNode } from '../../../../workers/meshes/textures/bake.ts';
import { classesOf } from '../../../../workers/meshes/textures/classes.ts';
import { cutLeaf } from '../../../../workers/meshes/textures/cut.ts';
import { densityOf } from '../../../../workers/meshes/textures/density.ts';
import { TexelReader } from '../../../../workers/meshes/textures/texel-reader.ts';
import { storeTexels } from '../../../../workers/meshes/textures/texel-store.ts';
import type { TileMesh } from '../../../../workers/meshes/tilemesh.ts';
import { testFolder } from '../../../folder.ts';
import { testOnData } from '../../../needs.ts';
import {
  partOf,
  patchedSphere,
  plainMaterial,
  plainTileMaterial,
  RADIUS,
  surfaceColour,
  textureFile,
} from './models.ts';
import { psnr, samplesOf } from './psnr.ts';
import { simplified } from './simplified.ts';
import { readVenus } from './venus.ts';

const data = process.env['VITRINE_TEST_DATA'];
const sphere = patchedSphere(5, 10, 60);

function textured(mesh: TileMesh, picture: Picture, more: Partial<TileMaterial> = {}): TileSurface {
  return {
    mesh,
    materials: [{ ...plainTileMaterial, baseColourTexture: { picture: 0, wrap: 'repeat' }, ...more }],
    pictures: [picture],
  };
}

const texelsOf = ({ pictures }: TileSurface) => pictures.reduce((sum, { width, height }) => sum + width * height, 0);

const halves = (mesh: TileMesh): TileMesh[] => {
  const middle = 1.5 * RADIUS;
  const left = (i: number) => mesh.positions[mesh.indices[i * 3]! * 3]! < middle;
  return [partOf(mesh, left), partOf(mesh, (i) => !left(i))];
};

const source = textured(sphere.mesh, sphere.picture);
const classes = classesOf([
  { ...plainMaterial, baseColourTexture: { path: 'a', width: 1, height: 1, wrap: 'repeat' } },
]);

const baked = (coarse: TileMesh, fine: readonly TileSurface[], more: Partial<typeof BAKE_DEFAULTS> = {}) =>
  bakeNode(coarse, fine, { ...BAKE_DEFAULTS, ...more, classes, density: densityOf(fine) / 2 });

test('two levels, each baked from the one below, show the source: 30 and 25 dB at a quarter and a sixteenth', async (t) => {
  await using folder = await testFolder();
  const materials: Material[] = [
    { ...plainMaterial, baseColourTexture: await textureFile(folder.path, 'a', sphere.picture) },
  ];
  const store = await storeTexels(materials, folder.path, () => undefined);
  using texels = new TexelReader(store);
  const leaves = halves(sphere.mesh).map((mesh) => cutLeaf(mesh, materials, texels));
  const samples = samplesOf(source, 6000);
  t.true(psnr(samples, source) > 60);
  const quarter = baked(await simplified(sphere.mesh, 1 / 4), leaves);
  t.true(texelsOf(quarter) < 0.6 * 0.5 * leaves.reduce((sum, leaf) => sum + texelsOf(leaf), 0));
  t.true(Math.abs(densityOf([quarter]) / densityOf(leaves) - 0.5) < 0.05);
  const sixteenth = baked(await simplified(sphere.mesh, 1 / 16), [quarter]);
  const [first, second] = [psnr(samples, quarter), psnr(samples, sixteenth)];
  t.log(`${first.toFixed(1)} dB, ${second.toFixed(1)} dB`);
  t.true(first > 30, String(first));
  t.true(second > 25, String(second));
});

test('the vertices of a chart’s border are split into ones that agree in everything else', async (t) => {
  const coarse = await simplified(sphere.mesh, 1 / 8);
  const { mesh } = baked(coarse, [source]);
  t.true(mesh.positions.length > coarse.positions.length);
  t.is(mesh.indices.length, coarse.indices.length);
  for (const [i, vertex] of coarse.indices.entries()) {
    const own = mesh.indices[i]! * 3;
    t.deepEqual(mesh.positions.subarray(own, own + 3), coarse.positions.subarray(vertex * 3, vertex * 3 + 3));
    t.deepEqual(mesh.normals.subarray(own, own + 3), coarse.normals.subarray(vertex * 3, vertex * 3 + 3));
  }
  t.true(mesh.texcoords!.every((value) => value > 0 && value < 1));
});

test('the same children give the same bytes, and a picture never passes its largest side', async (t) => {
  const coarse = await simplified(sphere.mesh, 1 / 8);
  const [one, other] = [1, 2].map(() => baked(coarse, [source], { maxSide: 200 }));
  t.deepEqual(one, other);
  const [{ width, height, channels }] = one!.pictures as [Picture];
  t.true(width <= 200 && height <= 200 && width * height > 0.7 * 200 * 200, `${width}×${height}`);
  t.is(channels, 3);
});

test('factors and the colours of vertices are baked into the base colour, as light', async (t) => {
  const coarse = await simplified(sphere.mesh, 1 / 8);
  const white = { width: 8, height: 8, channels: 3 as const, pixels: new Uint8Array(8 * 8 * 3).fill(255) };
  const colours = new Uint8Array((sphere.mesh.positions.length / 3) * 4).fill(255);
  for (let i = 1; i < colours.length; i += 4) colours[i] = 188;
  const fine = textured({ ...sphere.mesh, colours }, white, { baseColour: [0.5, 0.5, 1, 1] });
  const made = bakeNode(coarse, [fine], { ...BAKE_DEFAULTS, classes, density: 60 / RADIUS });
  t.deepEqual(made.materials[0]!.baseColour, [1, 1, 1, 1]);
  t.is(made.mesh.colours, undefined);
  const { texcoords } = made.mesh;
  for (let i = 0; i < texcoords!.length; i += 2) {
    const [red, green, blue] = surfaceColour(made, 0, texcoords![i]!, texcoords![i + 1]!);
    // Half of the light is 188; half of that, 137.
    t.true(Math.abs(red! - 188) <= 1 && Math.abs(green! - 137) <= 1 && blue === 255, `${red} ${green} ${blue}`);
  }
});

test('triangles to which no texels were given have the colour of their one texel', async (t) => {
  const white = { width: 8, height: 8, channels: 3 as const, pixels: new Uint8Array(8 * 8 * 3).fill(99) };
  const fine = textured({ ...sphere.mesh, texcoords: new Float32Array(sphere.mesh.texcoords!.length) }, white);
  t.is(densityOf([fine]), 0);
  const made = baked(await simplified(sphere.mesh, 1 / 8), [fine]);
  t.true(made.pictures[0]!.pixels.every((value) => value === 99));
});

test('data are averaged as numbers, normal maps are left out, and what has no texture stays as it is', async (t) => {
  const grey = { width: 1024, height: 1024, channels: 3 as const, pixels: new Uint8Array(1024 ** 2 * 3) };
  for (let i = 0; i < grey.pixels.length; i++) grey.pixels[i] = Math.floor(i / 3) % 2 === 0 ? 0 : 254;
  const texture = { path: 'a', width: 64, height: 64, wrap: 'repeat' as const };
  const scan: Material[] = [
    { ...plainMaterial, metallicRoughnessTexture: texture, normalTexture: texture },
    { ...plainMaterial, baseColour: [0.2, 0.3, 0.4, 1] },
  ];
  const kinds = classesOf(scan);
  t.deepEqual(kinds.of, [0, 1]);
  const { mesh } = sphere;
  const third = Math.floor(mesh.indices.length / 9) * 3;
  const groups = [
    { material: 0, start: 0, count: third },
    { material: 1, start: third, count: mesh.indices.length - third },
  ];
  const coloured = new Uint8Array((mesh.positions.length / 3) * 4).fill(77);
  const fine: TileSurface = {
    mesh: { ...mesh, groups },
    materials: [
      {
        ...plainTileMaterial,
        baseColour: [1, 0, 0, 1],
        metallicRoughnessTexture: { picture: 0, wrap: 'repeat' },
        normalTexture: { picture: 0, wrap: 'repeat' },
      },
      { ...plainTileMaterial, baseColour: [0.2, 0.3, 0.4, 1] },
    ],
    pictures: [grey],
  };
  const coarse = { ...mesh, groups, colours: coloured };
  const made = bakeNode(coarse, [fine], { ...BAKE_DEFAULTS, classes: kinds, density: 20 / RADIUS });
  t.is(made.pictures.length, 2);
  const [first, second] = made.materials as [TileMaterial, TileMaterial];
  t.deepEqual(second, { ...plainTileMaterial, baseColour: [0.2, 0.3, 0.4, 1] });
  t.is(first.normalTexture, undefined);
  t.deepEqual([...made.pictures[first.baseColourTexture!.picture]!.pixels.subarray(0, 3)], [255, 0, 0]);
  const { pixels } = made.pictures[first.metallicRoughnessTexture!.picture]!;
  t.true(pixels.every((value) => Math.abs(value - 127) < 16));
  // Vertices of what is baked are white, the others keep their colours.
  const [baked0, kept] = [made.mesh.indices[0]! * 4, made.mesh.indices[third]! * 4];
  t.deepEqual([made.mesh.colours![baked0], made.mesh.colours![kept]], [255, 77]);
});

testOnData('the scan of a statue', data)('a rough scan keeps 30 and 25 dB at a quarter and a sixteenth', async (t) => {
  const { mesh, picture } = await readVenus(data!);
  const { data: pixels, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const whole = textured(mesh, { width: info.width, height: info.height, channels: 3, pixels });
  const samples = samplesOf(whole, 8000);
  const quarter = baked(await simplified(mesh, 1 / 4), [whole]);
  const sixteenth = baked(await simplified(mesh, 1 / 16), [quarter]);
  const [first, second] = [psnr(samples, quarter), psnr(samples, sixteenth)];
  t.log(`${first.toFixed(1)} dB, ${second.toFixed(1)} dB`);
  t.true(first > 30, String(first));
  t.true(second > 25, String(second));
});
