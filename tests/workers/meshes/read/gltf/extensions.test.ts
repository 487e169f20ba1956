import test from 'ava';
import { UnreadableError } from '../../../../../manifests/errors.ts';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf } from '../gltfs.ts';

test('an extension that is needed and not known is refused by its name, others are told', async (t) => {
  const build = new Build();
  build.node({ mesh: build.square() });
  build.json['extensionsUsed'] = ['KHR_draco_mesh_compression', 'KHR_materials_clearcoat', 'EXT_odd'];
  build.json['extensionsRequired'] = ['KHR_draco_mesh_compression', 'KHR_materials_clearcoat'];
  await using folder = await testFolder();
  t.is((await readGltf(folder, build.glb())).findings['ignored-extensions']?.count, 2);
  build.json['extensionsRequired'] = ['KHR_draco_mesh_compression', 'EXT_odd'];
  await t.throwsAsync(readGltf(folder, build.glb()), {
    instanceOf: UnreadableError,
    message: /^\/extensionsRequired\/1: .*"EXT_odd"/,
  });
});
