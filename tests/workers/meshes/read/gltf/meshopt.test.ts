import test from 'ava';
import { MeshoptEncoder } from 'meshoptimizer';
import { LimitError, UnreadableError } from '../../../../../manifests/errors.ts';
import { testFolder } from '../../../../folder.ts';
import { seeded } from '../../../../random.ts';
import { Build, readGltf, SQUARE } from '../gltfs.ts';

await MeshoptEncoder.ready;

/** A square whose views are all packed, with what the extension says changed. */
function packed(name: string, change: Record<string, unknown> = {}, spoil?: (bytes: Uint8Array) => void): Build {
  const build = new Build();
  const indices = Uint32Array.of(0, 1, 2, 0, 2, 3);
  const parts = [
    { mode: 'ATTRIBUTES', data: new Uint8Array(SQUARE.buffer.slice(0)), count: 4, byteStride: 12 },
    { mode: 'TRIANGLES', data: new Uint8Array(indices.buffer), count: 6, byteStride: 4 },
  ];
  for (const { mode, data, count, byteStride } of parts) {
    const encoded = MeshoptEncoder.encodeGltfBuffer(data, count, byteStride, mode);
    spoil?.(encoded);
    const view = build.view(encoded);
    const { byteOffset, byteLength } = build.json.bufferViews[view] ?? {};
    const extension = { buffer: 0, byteOffset, byteLength, byteStride, count, mode, filter: 'NONE', ...change };
    // The view itself is of a buffer that nobody has.
    build.json.bufferViews[view] = { buffer: 1, byteLength: data.length, extensions: { [name]: extension } };
  }
  build.json.accessors.push({ bufferView: 0, componentType: 5126, count: 4, type: 'VEC3' });
  build.json.accessors.push({ bufferView: 1, componentType: 5125, count: 6, type: 'SCALAR' });
  build.node({ mesh: build.mesh({ attributes: { POSITION: 0 }, indices: 1 }) });
  build.json['extensionsRequired'] = [name];
  return build;
}

test('views of both extensions are unpacked', async (t) => {
  for (const name of ['EXT_meshopt_compression', 'KHR_meshopt_compression']) {
    await using folder = await testFolder();
    const { positions } = await readGltf(folder, packed(name).glb());
    // The codec may begin a triangle with another of its corners.
    t.is(positions.length, 18);
    t.deepEqual(
      positions.filter((_, i) => i % 3 === 0).toSorted((a, b) => a - b),
      [0, 0, 0, 1, 1, 1],
    );
  }
});

test('what the extension may not say, and what is too large, is refused before it is unpacked', async (t) => {
  await using folder = await testFolder();
  const bad: Record<string, unknown>[] = [
    { mode: 'ODD' },
    { filter: 'ODD' },
    { filter: 'OCTAHEDRAL' },
    { byteStride: 7 },
    { byteStride: 260 },
    { count: 0 },
    { byteLength: 1e6 },
  ];
  for (const change of bad) {
    await t.throwsAsync(readGltf(folder, packed('EXT_meshopt_compression', change).glb()), {
      instanceOf: UnreadableError,
      message: /\/bufferViews\/0\/extensions\/EXT_meshopt_compression/,
    });
  }
  await t.throwsAsync(readGltf(folder, packed('EXT_meshopt_compression', { count: 1e9 }).glb()), {
    instanceOf: LimitError,
  });
});

test('damaged data gives triangles or is refused', async (t) => {
  await using folder = await testFolder();
  const random = seeded(3);
  let failed = 0;
  for (let round = 0; round < 60; round++) {
    const build = packed('EXT_meshopt_compression', {}, (bytes) => {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    });
    try {
      await readGltf(folder, build.glb());
    } catch (error) {
      failed++;
      t.true(error instanceof UnreadableError, String(error));
    }
  }
  t.true(failed > 0);
});
