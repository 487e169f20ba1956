import test from 'ava';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedError } from '../../../manifests/errors.ts';
import { changeNormals, readTileMesh, writeTileMesh } from '../../../workers/meshes/tilemesh-file.ts';
import type { TileMesh } from '../../../workers/meshes/tilemesh.ts';
import { scratch } from './scans.ts';

const FULL: TileMesh = {
  positions: Int32Array.of(0, 1, 2, 2_097_151, 2_097_150, 2_097_149, 1024, 2048, 4096),
  normals: Float32Array.of(0, 0, 1, 0, -1, 0, 1, 0, 0),
  colours: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255),
  texcoords: Float32Array.of(0, 0.5, -3, 7.25, 1, 1),
  indices: Uint32Array.of(0, 1, 2, 2, 1, 0, 1, 0, 2),
  groups: [
    { material: 3, start: 0, count: 3 },
    { material: 7, start: 3, count: 6 },
  ],
};

test('a mesh with everything is read as it was written', (t) => {
  const path = join(scratch(t), 'full.mesh');
  writeTileMesh(path, FULL);
  t.deepEqual(readTileMesh(path), FULL);
});

test('a mesh without colours and texture coordinates has none when it is read', (t) => {
  const path = join(scratch(t), 'plain.mesh');
  const { positions, normals, indices, groups } = FULL;
  writeTileMesh(path, { positions, normals, indices, groups });
  t.deepEqual(readTileMesh(path), { positions, normals, indices, groups });
});

test('indices of more than 16 bits are kept', (t) => {
  const path = join(scratch(t), 'many.mesh');
  const count = 70_000;
  const mesh: TileMesh = {
    positions: new Int32Array(count * 3).map((_, at) => at),
    normals: new Float32Array(count * 3).map((_, at) => (at % 3 === 0 ? 1 : 0)),
    indices: Uint32Array.of(0, 69_999, 65_536),
    groups: [{ material: 0, start: 0, count: 3 }],
  };
  writeTileMesh(path, mesh);
  t.deepEqual(readTileMesh(path), mesh);
});

test('normals are changed, and nothing else', (t) => {
  const path = join(scratch(t), 'full.mesh');
  writeTileMesh(path, FULL);
  changeNormals(path, (_, normals) => {
    [normals[0], normals[1]] = [normals[1]!, normals[0]!];
  });
  t.deepEqual(readTileMesh(path), { ...FULL, normals: Float32Array.of(0, -1, 0, 0, 0, 1, 1, 0, 0) });
});

test('a byte that is not as it was written, and an end that is missing, are damage', (t) => {
  const path = join(scratch(t), 'full.mesh');
  writeTileMesh(path, FULL);
  const bytes = readFileSync(path);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Uint8Array.from(bytes);
    changed[at]! ^= 16;
    writeFileSync(path, changed);
    t.throws(() => readTileMesh(path), { instanceOf: DamagedError }, `byte ${at}`);
  }
  for (const length of [0, 3, 4, 28, bytes.length - 4]) {
    writeFileSync(path, bytes.subarray(0, length));
    t.throws(() => readTileMesh(path), { instanceOf: DamagedError });
  }
});
