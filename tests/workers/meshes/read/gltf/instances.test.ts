import test from 'ava';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf } from '../gltfs.ts';

test('EXT_mesh_gpu_instancing places a mesh as often as its accessors say, below the node', async (t) => {
  const build = new Build();
  const attributes = {
    TRANSLATION: build.accessor(Float32Array.of(1, 0, 0, 0, 2, 0), 'VEC3'),
    SCALE: build.accessor(Float32Array.of(1, 1, 1, 3, 3, 3), 'VEC3'),
  };
  build.node({ mesh: build.square(), translation: [0, 0, 9], extensions: { EXT_mesh_gpu_instancing: { attributes } } });
  build.json['extensionsRequired'] = ['EXT_mesh_gpu_instancing'];
  await using folder = await testFolder();
  const { triangles, positions, header } = await readGltf(folder, build.glb());
  t.is(triangles, 4);
  t.is(header.vertices, 8);
  t.deepEqual(positions.slice(0, 6), [1, 0, 9, 2, 0, 9]);
  t.deepEqual(positions.slice(18, 24), [0, 2, 9, 3, 2, 9]);
});

test('a mesh with a skeleton stands where its joints put it at rest, not its node', async (t) => {
  const build = new Build();
  // prettier-ignore
  const inverse = Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, -1, 1);
  const matrices = build.accessor(inverse, 'MAT4');
  build.json['skins'] = [{ joints: [1], inverseBindMatrices: matrices }];
  build.node({ mesh: build.square(), skin: 0, translation: [100, 0, 0] });
  build.node({ translation: [0, 0, 5] });
  await using folder = await testFolder();
  const { positions, findings } = await readGltf(folder, build.glb());
  t.deepEqual(positions.slice(0, 3), [0, 0, 4]);
  t.is(findings['not-animated']?.count, 1);
});
