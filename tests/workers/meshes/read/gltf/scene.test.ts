import test from 'ava';
import { UnreadableError } from '../../../../../manifests/errors.ts';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf } from '../gltfs.ts';

test('nodes in a circle, and nodes of two parents, are shown once', async (t) => {
  const build = new Build();
  const mesh = build.square();
  build.node({ mesh, children: [1, 2] });
  build.node({ children: [2, 0], translation: [1, 0, 0] }, 'below');
  build.node({ mesh }, 'below');
  await using folder = await testFolder();
  const { triangles, findings, positions } = await readGltf(folder, build.glb());
  t.is(triangles, 4);
  t.is(findings['repeated-nodes']?.count, 2);
  t.is(positions[18], 1);
});

test('a hundred thousand nodes below each other need no stack', async (t) => {
  const build = new Build();
  const mesh = build.square();
  const nodes = 100_000;
  for (let i = 0; i < nodes; i++) {
    build.json.nodes.push(i === nodes - 1 ? { mesh } : { children: [i + 1], translation: [0, 0, 1] });
  }
  build.json.scenes.push({ nodes: [0] });
  await using folder = await testFolder();
  const { positions } = await readGltf(folder, build.glb());
  t.is(positions[2], nodes - 1);
});

test('the default scene is shown, the first where none is, and all that there is without scenes', async (t) => {
  const build = new Build();
  const mesh = build.square();
  build.node({ mesh });
  build.node({ mesh, scale: [2, 2, 2] }, 'below');
  build.json.scenes.push({ nodes: [1] });
  build.json['scene'] = 1;
  await using folder = await testFolder();
  t.is((await readGltf(folder, build.glb())).positions[3], 2);
  delete build.json['scene'];
  const first = await readGltf(folder, build.glb());
  t.is(first.positions[3], 1);
  t.is(first.findings['several-scenes']?.count, 1);
  build.json['scene'] = 7;
  await t.throwsAsync(readGltf(folder, build.glb()), { instanceOf: UnreadableError, message: /^\/scene: there is no/ });
  delete build.json['scene'];
  build.json.scenes = [];
  t.is((await readGltf(folder, build.glb())).triangles, 4);
  build.json.nodes = [];
  const loose = await readGltf(folder, build.glb());
  t.is(loose.triangles, 2);
  t.is(loose.findings['no-scene']?.count, 1);
});
