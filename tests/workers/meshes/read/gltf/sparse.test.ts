import test from 'ava';
import { LimitError, UnreadableError } from '../../../../../manifests/errors.ts';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf, SQUARE } from '../gltfs.ts';

/** A triangle whose positions come out of a sparse accessor. */
function sparse(indices: number[], values: number[], base = true): Build {
  const build = new Build();
  const position = build.accessor(SQUARE.subarray(0, 9), 'VEC3');
  const accessor = build.json.accessors[position] ?? {};
  if (!base) delete accessor['bufferView'];
  accessor['sparse'] = {
    count: indices.length,
    indices: { bufferView: build.view(Uint8Array.from(indices)), componentType: 5121 },
    values: { bufferView: build.view(new Uint8Array(Float32Array.from(values).buffer)) },
  };
  build.node({ mesh: build.mesh({ attributes: { POSITION: position } }) });
  return build;
}

test('a sparse accessor changes those elements that it names', async (t) => {
  await using folder = await testFolder();
  const patched = await readGltf(folder, sparse([0, 2], [7, 8, 9, 4, 5, 6]).glb());
  t.deepEqual(patched.positions, [7, 8, 9, 1, 0, 0, 4, 5, 6]);
  const fromZeros = await readGltf(folder, sparse([1, 2], [7, 8, 9, 4, 5, 6], false).glb());
  t.deepEqual(fromZeros.positions, [0, 0, 0, 7, 8, 9, 4, 5, 6]);
});

test('indices of a sparse accessor that do not rise, or rise too far, are refused', async (t) => {
  await using folder = await testFolder();
  for (const indices of [
    [1, 0],
    [1, 1],
    [0, 3],
  ]) {
    await t.throwsAsync(readGltf(folder, sparse(indices, [1, 2, 3, 4, 5, 6]).glb()), {
      instanceOf: UnreadableError,
      message: /^\/accessors\/0\/sparse\/indices: entry 1/,
    });
  }
});

test('elements out of nothing are bounded', async (t) => {
  const build = new Build();
  build.json.accessors.push({ componentType: 5126, count: 17e6, type: 'VEC3' });
  build.node({ mesh: build.mesh({ attributes: { POSITION: 0 } }) });
  await using folder = await testFolder();
  await t.throwsAsync(readGltf(folder, build.glb()), { instanceOf: LimitError, message: /^\/accessors\/0\/count/ });
});
