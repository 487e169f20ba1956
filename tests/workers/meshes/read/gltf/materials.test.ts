import test from 'ava';
import sharp from 'sharp';
import { UnreadableError } from '../../../../../manifests/errors.ts';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf } from '../gltfs.ts';

const RED = await sharp({ create: { width: 2, height: 3, channels: 3, background: '#f00' } })
  .png()
  .toBuffer();
const TEXCOORDS = Float32Array.of(0, 0, 1, 0, 1, 1, 0, 1);

/** A square with this material, two sets of texture coordinates, and a picture in the buffer. */
function dressed(material: Record<string, unknown>): Build {
  const build = new Build();
  const first = build.accessor(TEXCOORDS, 'VEC2');
  const second = build.accessor(
    TEXCOORDS.map((value) => value + 10),
    'VEC2',
  );
  build.node({ mesh: build.square({ attributes: { TEXCOORD_0: first, TEXCOORD_1: second }, material: 0 }) });
  build.json['images'] = [{ bufferView: build.view(RED), mimeType: 'image/png' }, { uri: 'gone.png' }];
  build.json['samplers'] = [
    { wrapS: 33071, wrapT: 33071 },
    { wrapS: 33648, wrapT: 10497 },
  ];
  build.json['textures'] = [
    { source: 0, sampler: 0 },
    { source: 1 },
    { source: 1, extensions: { EXT_texture_webp: { source: 0 } }, sampler: 1 },
  ];
  build.json['materials'] = [material];
  return build;
}

test('a material has the values of glTF, and its own where it says so', async (t) => {
  await using folder = await testFolder();
  const [plain] = (await readGltf(folder, dressed({}).glb())).materials;
  const { baseColour, metallic, roughness, emissive, alphaMode, alphaCutoff, doubleSided, unlit } = plain!;
  t.deepEqual(
    [baseColour, metallic, roughness, emissive, alphaMode, alphaCutoff, doubleSided, unlit],
    [[1, 1, 1, 1], 1, 1, [0, 0, 0], 'OPAQUE', 0.5, false, false],
  );
  const material = {
    name: 'Marble',
    pbrMetallicRoughness: { baseColorFactor: [0.1, 0.2, 0.3, 0.4], metallicFactor: 0.5, roughnessFactor: 0.25 },
    emissiveFactor: [0, 0.5, 1],
    alphaMode: 'MASK',
    alphaCutoff: 0.7,
    doubleSided: true,
    extensions: { KHR_materials_unlit: {}, KHR_materials_emissive_strength: { emissiveStrength: 4 } },
  };
  t.like((await readGltf(folder, dressed(material).glb())).materials[0], {
    name: 'Marble',
    baseColour: [0.1, 0.2, 0.3, 0.4],
    metallic: 0.5,
    roughness: 0.25,
    emissive: [0, 2, 4],
    alphaMode: 'MASK',
    alphaCutoff: 0.7,
    doubleSided: true,
    unlit: true,
  });
});

test('pictures in the buffer become files, wrapped as their sampler says', async (t) => {
  await using folder = await testFolder();
  const build = dressed({
    pbrMetallicRoughness: { baseColorTexture: { index: 0 } },
    emissiveTexture: { index: 2 },
  });
  const { materials, texcoords, findings } = await readGltf(folder, build.glb());
  t.like(materials[0]?.baseColourTexture, { width: 2, height: 3, wrap: 'clamp' });
  // Where the plain picture is missing, the other is taken.
  t.like(materials[0]?.emissiveTexture, { width: 2, height: 3, wrap: 'repeat' });
  t.deepEqual(texcoords.slice(0, 6), [0, 0, 1, 0, 1, 1]);
  t.deepEqual(Object.keys(findings), ['mixed-wrapping']);
});

test('a missing picture is told by its name', async (t) => {
  await using folder = await testFolder();
  const build = dressed({ pbrMetallicRoughness: { baseColorTexture: { index: 1 } } });
  const { materials, findings, texcoords } = await readGltf(folder, build.glb());
  t.is(materials[0]?.baseColourTexture, undefined);
  t.deepEqual(texcoords, []);
  t.regex(findings['missing-texture']?.message ?? '', /gone\.png \(\/images\/1\)/);
});

test('KHR_texture_transform is applied to the coordinates, and turns against the clock as all viewers do', async (t) => {
  await using folder = await testFolder();
  const extensions = {
    KHR_texture_transform: { offset: [0.5, 0.25], rotation: Math.PI / 2, scale: [2, 4], texCoord: 1 },
  };
  const build = dressed({ pbrMetallicRoughness: { baseColorTexture: { index: 0, extensions } } });
  const { texcoords } = await readGltf(folder, build.glb());
  // (10, 10) scaled is (20, 40); a quarter against the clock, v downwards, (40, −20).
  t.deepEqual(
    texcoords.slice(0, 4).map((value) => Math.round(value * 1e4) / 1e4),
    [40.5, -19.75, 40.5, -21.75],
  );
});

test('pictures that are mapped differently from the base colour are left out and told', async (t) => {
  await using folder = await testFolder();
  const build = dressed({
    pbrMetallicRoughness: { baseColorTexture: { index: 0, texCoord: 1 }, metallicRoughnessTexture: { index: 0 } },
    occlusionTexture: { index: 0, texCoord: 1 },
    normalTexture: { index: 0, texCoord: 7 },
  });
  const { materials, findings, texcoords } = await readGltf(folder, build.glb());
  t.is(materials[0]?.metallicRoughnessTexture, undefined);
  t.is(materials[0]?.normalTexture, undefined);
  t.is(materials[0]?.occlusionTexture?.width, 2);
  t.is(texcoords[0], 10);
  t.deepEqual(Object.keys(findings).toSorted(), ['missing-texture-coordinates', 'texture-mappings']);
});

test('how strong occlusion is goes over into its picture', async (t) => {
  await using folder = await testFolder();
  const one = dressed({ occlusionTexture: { index: 0, strength: 0.25 } });
  const { materials } = await readGltf(folder, one.glb());
  t.deepEqual(materials[0]?.occlusionTexture?.adjustment, { factor: [0.25, 1, 1], offset: [191.25, 0, 0] });
  const other = await readGltf(folder, dressed({ occlusionTexture: { index: 0 } }).glb());
  t.is(other.materials[0]?.occlusionTexture?.adjustment, undefined);
});

test('specular and glossiness are approximated', async (t) => {
  await using folder = await testFolder();
  const extensions = {
    KHR_materials_pbrSpecularGlossiness: {
      diffuseFactor: [0.5, 0, 0, 1],
      glossinessFactor: 0.75,
      diffuseTexture: { index: 0 },
    },
  };
  const { materials, findings } = await readGltf(folder, dressed({ extensions }).glb());
  t.like(materials[0], { baseColour: [0.5, 0, 0, 1], metallic: 0, roughness: 0.25 });
  t.is(materials[0]?.baseColourTexture?.width, 2);
  t.is(findings['approximated-materials']?.count, 1);
});

test('what is no material is refused by its place', async (t) => {
  await using folder = await testFolder();
  const bad: [Record<string, unknown>, RegExp][] = [
    [{ alphaMode: 'odd' }, /\/materials\/0\/alphaMode/],
    [{ pbrMetallicRoughness: { baseColorFactor: [1, 1, 1] } }, /\/materials\/0\/pbrMetallicRoughness\/baseColorFactor/],
    [{ pbrMetallicRoughness: { metallicFactor: '1' } }, /metallicFactor/],
    [{ normalTexture: { index: 9 } }, /^\/materials\/0\/normalTexture\/index: there is no \/textures\/9/],
    [{ normalTexture: [] }, /\/materials\/0\/normalTexture/],
  ];
  for (const [material, message] of bad) {
    await t.throwsAsync(readGltf(folder, dressed(material).glb()), { instanceOf: UnreadableError, message });
  }
});
