import test from 'ava';
import { readSoup, snapTo } from '../../../../workers/meshes/soup/read.ts';
import { frameTransform } from '../../../../workers/meshes/soup/frame.ts';
import { BUCKET_HEAD, placesOf } from '../../../../workers/meshes/soup/layout.ts';
import { readSoupSummary } from '../../../../workers/meshes/soup/summary.ts';
import type { SoupSummary } from '../../../../workers/meshes/soup/summary.ts';
import { keyX, keyY, keyZ } from '../../../../workers/meshes/key.ts';
import { NO_NORMAL } from '../../../../workers/meshes/octahedral.ts';
import { batchOf, box, HEADER, scratch, soupOf } from '../scans.ts';

/** All records of a soup in metres with y up, snapped to whole millimetres' power of two. */
function recordsOf(
  folder: string,
  soup: SoupSummary,
  origin: [number, number, number],
  step = 2 ** -10,
): Uint32Array[] {
  const snap = snapTo({ step, origin }, frameTransform({ unit: 1, up: 'y' }), soup.origin);
  const { words } = placesOf(soup.layout, BUCKET_HEAD);
  const records: Uint32Array[] = [];
  readSoup({ folder, soup, snap, blockTriangles: 5 }, [[0, soup.triangles]], (block) => {
    for (let i = 0; i < block.triangles; i++) records.push(block.records.slice(i * words, (i + 1) * words));
  });
  return records;
}

test('a soup is measured', (t) => {
  const folder = scratch(t);
  const soup = soupOf(folder, [batchOf(box([0, 0, 0], [1, 2, 3]))]);
  t.is(soup.triangles, 12);
  t.deepEqual(soup.box, { min: [0, 0, 0], max: [1, 2, 3] });
  const faces = [1, 2, Math.sqrt(5), 2, 3, Math.sqrt(13), 1, 3, Math.sqrt(10)];
  t.true(Math.abs(soup.meanEdge - faces.reduce((sum, edge) => sum + edge, 0) / 9) < 1e-6);
  t.deepEqual(readSoupSummary(folder), soup);
});

test('triangles with equal corners are left out and counted', (t) => {
  const soup = soupOf(scratch(t), [
    batchOf([
      [0, 0, 0, 1, 0, 0, 0, 1, 0],
      [1, 1, 1, 1, 1, 1, 2, 2, 2],
    ]),
  ]);
  t.is(soup.triangles, 1);
  t.deepEqual(
    soup.findings.map(({ code, count }) => [code, count]),
    [['degenerate-faces', 1]],
  );
});

test('large coordinates keep their small differences', (t) => {
  const folder = scratch(t);
  const [x, y, z] = [4_500_000, 500_000, 123];
  const soup = soupOf(folder, [batchOf([[x, y, z, x + 0.001, y, z, x, y + 0.002, z + 0.003]])]);
  const [record] = recordsOf(folder, soup, [x, y, z], 2 ** -20);
  const coordinates = [0, 2, 4].flatMap((at) => [
    keyX(record![at]!),
    keyY(record![at]!, record![at + 1]!),
    keyZ(record![at + 1]!),
  ]);
  t.deepEqual(coordinates, [0, 0, 0, 1049, 0, 0, 0, 2097, 3146]);
});

test('batches that bring more make the records after them wider, and those before are filled up', (t) => {
  const folder = scratch(t);
  const one = [0, 0, 0, 1, 0, 0, 0, 1, 0];
  const soup = soupOf(folder, [
    batchOf([one, one]),
    batchOf([one], { normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 0) }),
    batchOf([one], { colours: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), material: 5 }),
  ]);
  t.is(soup.segments.length, 3);
  t.is(soup.cornersWithoutNormal, 2 * 3 + 1 + 3);
  const records = recordsOf(folder, soup, [0, 0, 0]);
  const { normals, colours, material } = placesOf(soup.layout, BUCKET_HEAD);
  const up = (0 | (0 << 16)) >>> 0;
  t.deepEqual(
    records.map((record) => [...record.subarray(normals, normals + 3)]),
    [
      [NO_NORMAL, NO_NORMAL, NO_NORMAL],
      [NO_NORMAL, NO_NORMAL, NO_NORMAL],
      [up, up, NO_NORMAL],
      [NO_NORMAL, NO_NORMAL, NO_NORMAL],
    ],
  );
  t.deepEqual(
    records.map((record) => record[colours]),
    [0xffffffff, 0xffffffff, 0xffffffff, 0x04030201],
  );
  t.deepEqual(
    records.map((record) => record[material]),
    [0, 0, 0, 5],
  );
});

test('the area that a material uses of its texture is added up', (t) => {
  const folder = scratch(t);
  const soup = soupOf(folder, []);
  t.deepEqual(soup.textureAreas, []);
  t.is(soup.triangles, 0);
  t.deepEqual(soup.header, HEADER);
});
