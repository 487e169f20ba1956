import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import sharp from 'sharp';
import { scratch } from '../../scans.ts';
import { makeTwin, taskOf } from '../../twins.ts';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf } from '../gltfs.ts';

/** Leaning to the right and upwards. */
const LEANING = { r: 180, g: 200, b: 220 };
const PICTURE = await sharp({ create: { width: 64, height: 64, channels: 3, background: LEANING } })
  .png()
  .toBuffer();
/** v grows downwards: the picture is upright on the square, and not mirrored. */
const UPRIGHT = Float32Array.of(0, 1, 1, 1, 1, 0, 0, 0);
const MIRRORED = UPRIGHT.map((value, at) => (at % 2 === 0 ? 1 - value : value));

interface Square {
  /** Of the tangents; absent: there are none. */
  side?: number;
  texcoords?: Float32Array;
}

/** Squares beside each other, of one material with a normal map. */
function squares(list: readonly Square[], info: Record<string, unknown> = {}): Build {
  const build = new Build();
  for (const [at, { side, texcoords = UPRIGHT }] of list.entries()) {
    const attributes: Record<string, number> = { TEXCOORD_0: build.accessor(texcoords, 'VEC2') };
    if (side !== undefined) {
      const four = Float32Array.from({ length: 16 }, (_, i) => [1, 0, 0, side][i % 4]!);
      attributes['TANGENT'] = build.accessor(four, 'VEC4');
    }
    build.node({ mesh: build.square({ attributes, material: 0 }), translation: [2 * at, 0, 0] });
  }
  build.json['images'] = [{ bufferView: build.view(PICTURE), mimeType: 'image/png' }];
  build.json['textures'] = [{ source: 0 }];
  build.json['materials'] = [
    {
      pbrMetallicRoughness: { metallicFactor: 0 },
      normalTexture: { index: 0, ...info },
    },
  ];
  return build;
}

interface Model {
  accessors: { bufferView: number }[];
  bufferViews: { byteOffset?: number; byteLength: number }[];
  images: { bufferView: number }[];
  materials: { normalTexture: { index: number } }[];
  meshes: { primitives: { attributes: { TANGENT: number }; material: number }[] }[];
  textures: { source: number }[];
}

/** Of the first material of a plain GLB: the colour in the middle of its normal map, and the w of its first tangent. */
async function reliefOf(file: string): Promise<{ colour: number[]; side: number }> {
  const bytes = readFileSync(file);
  const length = bytes.readUInt32LE(12);
  const model = JSON.parse(bytes.toString('utf8', 20, 20 + length)) as Model;
  const view = (number: number): Buffer => {
    const { byteOffset = 0, byteLength } = model.bufferViews[number]!;
    return bytes.subarray(28 + length + byteOffset, 28 + length + byteOffset + byteLength);
  };
  const { attributes, material } = model.meshes[0]!.primitives[0]!;
  const { source } = model.textures[model.materials[material]!.normalTexture.index]!;
  const { data, info } = await sharp(view(model.images[source]!.bufferView))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * 3;
  const side = view(model.accessors[attributes.TANGENT]!.bufferView).readFloatLE(12);
  return { colour: [...data.subarray(middle, middle + 3)], side };
}

for (const { name, square, green, side } of [
  { name: 'tangents that agree', square: { side: 1 }, green: 200, side: 1 },
  { name: 'tangents that contradict', square: { side: -1 }, green: 55, side: 1 },
  { name: 'no tangents', square: {}, green: 200, side: 1 },
  { name: 'tangents that agree, mirrored', square: { side: -1, texcoords: MIRRORED }, green: 200, side: -1 },
  { name: 'tangents that contradict, mirrored', square: { side: 1, texcoords: MIRRORED }, green: 55, side: -1 },
])
  test(`the relief is that of the file, which has ${name}`, async (t) => {
    const task = taskOf(scratch(t), 'square.glb', squares([square]).glb());
    const { model, warnings } = await makeTwin(task);
    const relief = await reliefOf(join(task.folder, model));
    const wanted = [180, green, 220];
    t.true(
      relief.colour.every((value, channel) => Math.abs(value - wanted[channel]!) <= 4),
      relief.colour.join(' '),
    );
    t.is(relief.side, side);
    t.false(warnings.some((warning) => warning.includes('tangents')));
  });

test('of primitives that differ, most decide for their material, which is told', async (t) => {
  await using folder = await testFolder();
  const agree = { side: 1 };
  const contradict = { side: -1 };
  for (const [list, turned] of [
    [[contradict, agree, contradict], true],
    [[agree, agree, contradict], false],
    // What has no tangents has no vote.
    [[{}, {}, contradict, contradict, agree], true],
  ] as const) {
    const { materials, findings } = await readGltf(folder, squares(list).glb());
    t.is(materials[0]?.normalTexture?.adjustment !== undefined, turned);
    t.regex(findings['mixed-tangents']?.message ?? '', /^\/materials\/0\/normalTexture: .*(67|33) %/);
  }
});

test('tangents that cannot be read say nothing', async (t) => {
  await using folder = await testFolder();
  const build = squares([{ side: -1 }]);
  const tangents = build.json.accessors.find(({ type }) => type === 'VEC4')!;
  tangents['componentType'] = 5125;
  const { materials, triangles } = await readGltf(folder, build.glb());
  t.is(triangles, 2);
  t.is(materials[0]?.normalTexture?.adjustment, undefined);
});

test('the scale of a normal map, and which way its green grows, go over into its numbers', async (t) => {
  await using folder = await testFolder();
  for (const [side, scale, wanted] of [
    [1, 0.5, { factor: [0.5, 0.5, 1], offset: [63.75, 63.75, 0] }],
    [-1, 0.5, { factor: [0.5, -0.5, 1], offset: [63.75, 191.25, 0] }],
    // What would not fit into a picture: the normal is as much flatter in its length.
    [1, 2, { factor: [1, 1, 0.5], offset: [0, 0, 63.75] }],
    [-1, 1, { factor: [1, -1, 1], offset: [0, 255, 0] }],
  ] as const) {
    const { materials } = await readGltf(folder, squares([{ side }], { scale }).glb());
    t.deepEqual(materials[0]?.normalTexture?.adjustment, wanted);
  }
});
