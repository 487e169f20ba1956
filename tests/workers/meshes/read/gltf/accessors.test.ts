import test from 'ava';
import { UnreadableError } from '../../../../../manifests/errors.ts';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf } from '../gltfs.ts';

test('what an accessor says and its view does not hold is refused by its pointer', async (t) => {
  const cases: [Record<string, unknown>, Record<string, unknown>, RegExp][] = [
    [{ count: 5 }, {}, /^\/accessors\/0\/count: .* byte 60 .* 48 bytes/],
    [{ byteOffset: 44 }, {}, /^\/accessors\/0\/byteOffset/],
    [{ byteOffset: 2 ** 52 }, {}, /^\/accessors\/0\/byteOffset/],
    [{ byteOffset: -4 }, {}, /\/accessors\/0\/byteOffset but received -4/],
    [{ count: 0 }, {}, /\/accessors\/0\/count/],
    [{ count: 1e300 }, {}, /\/accessors\/0\/count/],
    [{ count: '4' }, {}, /\/accessors\/0\/count/],
    [{ componentType: 5125 }, {}, /\/accessors\/0\/componentType but received 5125/],
    [{ type: 'VEC2' }, {}, /\/accessors\/0\/type/],
    [{ bufferView: 9 }, {}, /^\/accessors\/0\/bufferView: there is no \/bufferViews\/9/],
    [{ bufferView: null }, {}, /\/accessors\/0\/bufferView/],
    [{}, { byteLength: 1000 }, /^\/bufferViews\/0\/byteLength/],
    [{}, { byteOffset: 2 ** 53 }, /\/bufferViews\/0\/byteOffset/],
    [{}, { byteStride: 8 }, /^\/accessors\/0: elements of 12 bytes/],
    [{}, { byteStride: 1 }, /\/bufferViews\/0\/byteStride/],
    [{}, { buffer: 3 }, /^\/bufferViews\/0\/buffer: there is no \/buffers\/3/],
  ];
  for (const [accessor, view, message] of cases) {
    const build = new Build();
    build.node({ mesh: build.square() });
    Object.assign(build.json.accessors[0] ?? {}, accessor);
    Object.assign(build.json.bufferViews[0] ?? {}, view);
    await using folder = await testFolder();
    await t.throwsAsync(readGltf(folder, build.glb()), { instanceOf: UnreadableError, message });
  }
});

test('an attribute of fewer vertices than there are positions is left out and told', async (t) => {
  const build = new Build();
  const normals = build.accessor(Float32Array.of(0, 0, 1), 'VEC3');
  build.node({ mesh: build.square({ attributes: { NORMAL: normals } }) });
  await using folder = await testFolder();
  const { normals: found, findings, triangles } = await readGltf(folder, build.glb());
  t.deepEqual(found, []);
  t.is(triangles, 2);
  t.is(findings['missing-attributes']?.count, 1);
});
