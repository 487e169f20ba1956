import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import test from 'ava';
import { LimitError, UnreadableError, VitrineError } from '../../../../manifests/errors.ts';
import { gltfReader } from '../../../../workers/meshes/read/gltf.ts';
import type { MeshFiles } from '../../../../workers/meshes/source.ts';
import { testFolder } from '../../../folder.ts';
import { testOnData } from '../../../needs.ts';
import { seeded } from '../../../random.ts';
import { collect } from './reading.ts';
import { Build, readGltf, SQUARE, SQUARE_INDICES } from './gltfs.ts';

const DATA = process.env['VITRINE_TEST_DATA'] ?? '';

test('a GLB and a glTF with its buffer inside give the same triangles', async (t) => {
  const build = new Build();
  build.node({ mesh: build.square(), translation: [10, 0, 0] });
  for (const [main, mediaType] of [
    [build.glb(), 'model/gltf-binary'],
    [build.gltf(), 'model/gltf+json'],
  ] as const) {
    await using folder = await testFolder();
    const read = await readGltf(folder, main);
    t.deepEqual(read.header, { mediaType, unit: 1, up: 'y', parts: 1, vertices: 4 });
    t.deepEqual(read.positions, [10, 0, 0, 11, 0, 0, 11, 1, 0, 10, 0, 0, 11, 1, 0, 10, 1, 0]);
    t.deepEqual(read.findings, {});
    t.is(read.progress.at(-1), 1);
  }
});

test('a buffer beside the document is found by its name, and nothing else is looked for', async (t) => {
  const build = new Build();
  build.node({ mesh: build.mesh({ attributes: { POSITION: build.accessor(SQUARE.subarray(0, 9), 'VEC3') } }) });
  const binary = Buffer.from(SQUARE.buffer, 0, 36);
  const text = (uri: string): string => JSON.stringify({ ...build.json, buffers: [{ byteLength: 36, uri }] });
  await using folder = await testFolder();
  const read = await readGltf(folder, text('a.bin'), { 'a.bin': binary });
  t.is(read.triangles, 1);
  for (const uri of ['b.bin', '/etc/passwd', 'file:///etc/passwd', 'http://127.0.0.1:9/a.bin', '//127.0.0.1/a.bin']) {
    const error = await t.throwsAsync(readGltf(folder, text(uri)), { instanceOf: UnreadableError });
    t.true(error?.message.startsWith(`/buffers/0/uri: ${JSON.stringify(uri)}`), error?.message);
  }
});

test('meshes are read once for each node, and what mirrors is turned', async (t) => {
  const build = new Build();
  const normals = Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1);
  const mesh = build.square({ attributes: { NORMAL: build.accessor(normals, 'VEC3') } });
  const below = build.node({ mesh, scale: [-1, 1, 2] }, 'below');
  build.node({ mesh, children: [below], translation: [0, 0, 5] });
  await using folder = await testFolder();
  const { positions, normals: found, header, triangles } = await readGltf(folder, build.glb());
  t.is(triangles, 4);
  t.like(header, { parts: 2, vertices: 8 });
  t.deepEqual(
    positions.slice(18, 27),
    [0, 0, 5, -1, 1, 5, -1, 0, 5].map((value) => value + 0),
  );
  for (let i = 0; i < triangles; i++) {
    t.true(faceZ(positions.slice(i * 9, i * 9 + 9)) > 0);
    t.true((found[i * 9 + 2] ?? 0) > 0);
  }
});

/** z of the normal of a triangle by its corners' order. */
function faceZ([ax = 0, ay = 0, , bx = 0, by = 0, , cx = 0, cy = 0]: number[]): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

test('indices out of range and coordinates that are no numbers cost their triangles only, and are counted', async (t) => {
  const build = new Build();
  const positions = Float32Array.of(...SQUARE, NaN, 0, 0, Infinity, 0, 0);
  const indices = Uint16Array.of(...SQUARE_INDICES, 0, 1, 6, 0, 1, 4, 0, 5, 1);
  const mesh = build.mesh({
    attributes: { POSITION: build.accessor(positions, 'VEC3') },
    indices: build.accessor(indices, 'SCALAR'),
  });
  build.node({ mesh });
  await using folder = await testFolder();
  const read = await readGltf(folder, build.glb());
  t.is(read.triangles, 2);
  t.is(read.findings['index-out-of-range']?.count, 1);
  t.regex(read.findings['index-out-of-range']?.message ?? '', /triangle 2 .* 0, 1, 6/);
  t.is(read.findings['not-a-number']?.count, 2);
});

test('points and lines are told; a file of nothing else says why it shows nothing', async (t) => {
  const build = new Build();
  const attributes = { POSITION: build.accessor(SQUARE, 'VEC3') };
  build.node({ mesh: build.mesh({ attributes, mode: 0 }, { attributes, mode: 3 }) });
  await using folder = await testFolder();
  await t.throwsAsync(readGltf(folder, build.glb()), {
    instanceOf: UnreadableError,
    message: /none that can be shown\. \/meshes\/0\/primitives\/0: points and lines/,
  });
  build.node({ mesh: build.square() });
  t.is((await readGltf(folder, build.glb())).findings['not-triangles']?.count, 2);
});

test('colours of vertices become sRGB bytes', async (t) => {
  const cases: [Float32Array | Uint8Array | Uint16Array, 'VEC3' | 'VEC4'][] = [
    [Float32Array.from({ length: 16 }, () => 0.5), 'VEC4'],
    [Uint16Array.from({ length: 12 }, () => 32768), 'VEC3'],
    [Uint8Array.from({ length: 16 }, () => 128), 'VEC4'],
  ];
  for (const [values, type] of cases) {
    const build = new Build();
    const colours = build.accessor(values, type, values instanceof Float32Array ? {} : { normalized: true });
    build.node({ mesh: build.square({ attributes: { COLOR_0: colours } }) });
    await using folder = await testFolder();
    const { colours: found } = await readGltf(folder, build.glb());
    t.is(found.length, 24);
    // 0.5 linear is 188 of 255 in sRGB.
    t.deepEqual(found.slice(0, 4), [188, 188, 188, type === 'VEC3' ? 255 : 128]);
  }
});

test('a mesh that is placed more often than can be read is refused before it is', async (t) => {
  const build = new Build();
  build.json.accessors.push({ componentType: 5126, count: 16e6, type: 'VEC3' });
  const mesh = build.mesh({ attributes: { POSITION: 0 }, mode: 5 });
  for (let i = 0; i < 63; i++) build.node({ mesh });
  await using folder = await testFolder();
  await t.throwsAsync(readGltf(folder, build.glb()), {
    instanceOf: LimitError,
    message: /^\/nodes: .* 1008000000 /,
  });
});

test('damaged files give triangles or errors of their kind, whatever byte is damaged', async (t) => {
  const build = new Build();
  const texcoords = build.accessor(
    Float32Array.from({ length: 8 }, (_, i) => i / 8),
    'VEC2',
  );
  const below = build.node(
    { mesh: build.square({ attributes: { TEXCOORD_0: texcoords } }), scale: [1, 2, 3] },
    'below',
  );
  build.node({ children: [below], mesh: 0, rotation: [0, 0, 0, 1] });
  const whole = build.glb();
  const random = seeded(20_261_126);
  await using folder = await testFolder();
  let failed = 0;
  for (let round = 0; round < 200; round++) {
    const damaged = Buffer.from(round % 4 === 0 ? whole.subarray(0, Math.floor(random() * whole.length)) : whole);
    for (let flips = 0; flips <= round % 3 && damaged.length > 0; flips++) {
      damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    }
    try {
      const { positions } = await readGltf(folder, damaged);
      t.true(positions.every(Number.isFinite));
    } catch (error) {
      failed++;
      t.true(error instanceof VitrineError, String(error));
    }
  }
  t.true(failed > 25 && failed < 200, `${failed}`);
});

async function bytesOf(path: string): Promise<MeshFiles['main']> {
  return { path, start: 0, length: (await stat(path)).size };
}

/** Of a file of the data, with the files beside it: those of assimp's have its name before theirs. */
async function beside(path: string, folder: string): Promise<MeshFiles> {
  const there = await readdir(dirname(path));
  const prefix = /^(.*__)[^_]/.exec(basename(path))?.[1] ?? '';
  const files = new Map<string, MeshFiles['main']>();
  for (const name of there) {
    if (name.startsWith(prefix)) files.set(name.slice(prefix.length), await bytesOf(join(dirname(path), name)));
  }
  return {
    name: basename(path),
    main: await bytesOf(path),
    find: (reference) => {
      const bytes = files.get(reference);
      return bytes && { name: reference, bytes };
    },
    folder,
  };
}

const counted: readonly [string, number][] = [
  ['BoxTextured_meshopt.glb', 12],
  ['astronaut.glb', 1604],
  // 2,390 in six meshes, one of which is placed twice.
  ['gltft-ShapeCollection.glb', 3542],
  ['pirate-meshopt.glb', 5010],
  ['si-pilot-whale-cranium.glb', 100_000],
  ['si-pilot-whale-cranium-draco.glb', 100_000],
  ['smk-venus-de-milo.glb', 24_058],
  ['tri-cubevc.glb', 48],
  ['aton-venus/venus.gltf', 597_703],
  ['duck-ktx2/Duck.gltf', 4212],
];
testOnData('files of the trade', DATA)(
  'files of the trade have the triangles that they are known to have',
  async (t) => {
    for (const [name, triangles] of counted) {
      await using folder = await testFolder();
      const read = await collect(gltfReader, await beside(join(DATA, 'meshes', name), folder.path));
      t.is(read.triangles, triangles, name);
      t.deepEqual(read.findings, {}, name);
      t.true(read.positions.every(Number.isFinite), name);
    }
  },
);

testOnData('hostile files', DATA)('hostile files give triangles, or a reason that names the place', async (t) => {
  for (const folderName of ['gltf', 'mesh']) {
    const names = await readdir(join(DATA, 'hostile', folderName));
    for (const name of names.filter((file) => /\.(glb|gltf)$/.test(file))) {
      const path = join(DATA, 'hostile', folderName, name);
      const before = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      await using folder = await testFolder();
      try {
        const read = await collect(gltfReader, await beside(path, folder.path));
        t.true(read.triangles > 0, name);
      } catch (error) {
        t.true(error instanceof UnreadableError, `${name}: ${String(error)}`);
        t.regex((error as Error).message, /\/[a-zA-Z]+|at byte \d+|is no JSON|the document/, name);
      }
      t.is(
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
        before,
      );
    }
  }
});
