import test from 'ava';
import draco3d from 'draco3d';
import { LimitError, UnreadableError } from '../../../../../manifests/errors.ts';
import { testFolder } from '../../../../folder.ts';
import { seeded } from '../../../../random.ts';
import { Build, readGltf, SQUARE } from '../gltfs.ts';

const encoderModule = await draco3d.createEncoderModule({});

/** The square by Draco, with colours of bytes as its second attribute. */
function encode(): Buffer {
  const encoder = new encoderModule.Encoder();
  const builder = new encoderModule.MeshBuilder();
  const mesh = new encoderModule.Mesh();
  builder.AddFacesToMesh(mesh, 2, Uint32Array.of(0, 1, 2, 0, 2, 3));
  builder.AddFloatAttribute(mesh, encoderModule.POSITION, 4, 3, SQUARE);
  builder.AddUInt8Attribute(
    mesh,
    encoderModule.COLOR,
    4,
    4,
    Uint8Array.from({ length: 16 }, () => 255),
  );
  const array = new encoderModule.DracoInt8Array();
  const length = encoder.EncodeMeshToDracoBuffer(mesh, array);
  const bytes = Buffer.from(Array.from({ length }, (_, i) => array.GetValue(i) & 255));
  for (const made of [array, mesh, builder, encoder]) encoderModule.destroy(made);
  return bytes;
}

function packed(data: Uint8Array, ids: Record<string, number> = { POSITION: 0, COLOR_0: 1 }, count = 4): Build {
  const build = new Build();
  build.json.accessors.push({ componentType: 5126, count, type: 'VEC3' });
  build.json.accessors.push({ componentType: 5121, count, type: 'VEC4', normalized: true });
  build.json.accessors.push({ componentType: 5123, count: 6, type: 'SCALAR' });
  const extensions = { KHR_draco_mesh_compression: { bufferView: build.view(data), attributes: ids } };
  build.node({ mesh: build.mesh({ attributes: { POSITION: 0, COLOR_0: 1 }, indices: 2, extensions }) });
  build.json['extensionsRequired'] = ['KHR_draco_mesh_compression'];
  return build;
}

test('positions, colours and triangles come out as they went in', async (t) => {
  await using folder = await testFolder();
  const { positions, colours, triangles, findings } = await readGltf(folder, packed(encode()).glb());
  t.is(triangles, 2);
  const corners = Array.from({ length: 6 }, (_, i) =>
    positions
      .slice(i * 3, i * 3 + 3)
      .map(Math.round)
      .join(' '),
  );
  t.deepEqual([...new Set(corners)].toSorted(), ['0 0 0', '0 1 0', '1 0 0', '1 1 0']);
  t.deepEqual(
    colours,
    Array.from({ length: 24 }, () => 255),
  );
  t.deepEqual(findings, {});
});

test('what the data does not have, or another count, is refused or told', async (t) => {
  await using folder = await testFolder();
  const data = encode();
  await t.throwsAsync(readGltf(folder, packed(data, { POSITION: 9 }).glb()), {
    instanceOf: UnreadableError,
    message: /\/attributes\/POSITION: the Draco data has no such attribute/,
  });
  await t.throwsAsync(readGltf(folder, packed(data, { POSITION: 1, COLOR_0: 0 }).glb()), {
    instanceOf: UnreadableError,
  });
  await t.throwsAsync(readGltf(folder, packed(data, { COLOR_0: 1 }).glb()), { instanceOf: UnreadableError });
  await t.throwsAsync(readGltf(folder, packed(data, { POSITION: 0 }, 1e8).glb()), { instanceOf: LimitError });
  // 200 million vertices by the data itself.
  const large = Buffer.concat([data.subarray(0, 12), Buffer.from('80c2d72f', 'hex'), data.subarray(13)]);
  await t.throwsAsync(readGltf(folder, packed(large).glb()), { instanceOf: LimitError });
});

test('damaged data gives triangles or is refused', async (t) => {
  await using folder = await testFolder();
  const data = encode();
  const random = seeded(5);
  let failed = 0;
  for (let round = 0; round < 100; round++) {
    const damaged = Buffer.from(round % 3 === 0 ? data.subarray(0, Math.floor(random() * data.length) + 1) : data);
    damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    try {
      await readGltf(folder, packed(damaged).glb());
    } catch (error) {
      failed++;
      t.true(error instanceof UnreadableError || error instanceof LimitError, `${round}: ${String(error)}`);
    }
  }
  t.true(failed > 20, `${failed}`);
});
