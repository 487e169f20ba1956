import test from 'ava';
import { testFolder } from '../../../../folder.ts';
import { Build, readGltf } from '../gltfs.ts';

/** Triangles by the numbers of their vertices. */
async function cornersOf(
  mode: number,
  indices: Uint8Array | Uint16Array | Uint32Array | undefined,
): Promise<number[][]> {
  const build = new Build();
  // Vertex i is at x = i.
  const positions = Float32Array.from({ length: 7 * 3 }, (_, i) => (i % 3 === 0 ? i / 3 : (i * i) % 5));
  const accessor = indices && build.accessor(indices, 'SCALAR');
  const attributes = { POSITION: build.accessor(positions, 'VEC3') };
  build.node({ mesh: build.mesh({ mode, attributes, ...(accessor !== undefined && { indices: accessor }) }) });
  await using folder = await testFolder();
  const { positions: found, triangles } = await readGltf(folder, build.glb());
  return Array.from({ length: triangles }, (_, i) => [0, 3, 6].map((at) => found[i * 9 + at] ?? -1));
}

test('triangles, strips and fans are in the order of glTF 2.0, 3.7.2.1', async (t) => {
  t.deepEqual(await cornersOf(4, undefined), [
    [0, 1, 2],
    [3, 4, 5],
  ]);
  t.deepEqual(await cornersOf(5, undefined), [
    [0, 1, 2],
    [1, 3, 2],
    [2, 3, 4],
    [3, 5, 4],
    [4, 5, 6],
  ]);
  t.deepEqual(await cornersOf(6, Uint8Array.of(0, 1, 2, 3)), [
    [1, 2, 0],
    [2, 3, 0],
  ]);
});

test('indices may be of one, two or four bytes', async (t) => {
  for (const type of [Uint8Array, Uint16Array, Uint32Array]) {
    t.deepEqual(await cornersOf(4, type.of(6, 5, 4, 0, 2, 1, 3)), [
      [6, 5, 4],
      [0, 2, 1],
    ]);
    t.deepEqual(await cornersOf(5, type.of(6, 5, 4, 0)), [
      [6, 5, 4],
      [5, 0, 4],
    ]);
  }
});
