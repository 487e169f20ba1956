import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { fc } from '../../../properties.ts';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { stlReader } from '../../../../workers/meshes/read/stl.ts';
import { testOnData } from '../../../needs.ts';
import { collect, collectPath, found } from './collect.ts';
import type { Collected } from './collect.ts';
import { cornersOf, smallMesh } from './random-mesh.ts';

const read = (content: string | Uint8Array): Promise<Collected> => collect(stlReader, content);

const colour = (all: Collected, triangle: number): number[] => all.colours.slice(triangle * 12 + 8, triangle * 12 + 12);

const CORNERS = [0, 0, 0, 1, 0, 0, 0, 1, 0];

/** `attributes`: one per facet. */
function binary(
  positions: readonly number[],
  header = '',
  count = positions.length / 9,
  attributes: number[] = [],
): Buffer {
  const facets = positions.length / 9;
  const bytes = Buffer.alloc(84 + facets * 50);
  bytes.write(header, 0, 80, 'latin1');
  bytes.writeUInt32LE(count, 80);
  for (let i = 0; i < facets; i++) {
    for (let k = 0; k < 9; k++) bytes.writeFloatLE(positions[i * 9 + k]!, 84 + i * 50 + 12 + k * 4);
    bytes.writeUInt16LE(attributes[i] ?? 0, 84 + i * 50 + 48);
  }
  return bytes;
}

function facet(corners: readonly number[]): string {
  const vertices = [0, 3, 6].map((i) => `    vertex ${corners.slice(i, i + 3).join(' ')}\n`).join('');
  return `  facet normal 0 0 1\n  outer loop\n${vertices}  endloop\n  endfacet\n`;
}

test('a random mesh comes back as text and as binary, whatever the header says', async (t) => {
  const style = fc.record({
    header: fc.constantFrom('', 'solid facet normal', 'any', 'x'.repeat(80)),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    upper: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(smallMesh, style, async (mesh, { header, end, upper }) => {
      const corners = cornersOf(mesh);
      const one = await read(binary(corners, header));
      t.deepEqual(one.positions, corners);
      t.deepEqual(one.findings, []);
      t.is(one.header.vertices, corners.length / 3);
      const facets = mesh.triangles.map((_, i) => facet(corners.slice(i * 9, i * 9 + 9))).join('');
      const text = `solid\n${facets}endsolid\n`.replaceAll('\n', end);
      const other = await read(upper ? text.toUpperCase() : text);
      t.deepEqual(other.positions, corners);
      t.deepEqual(other.findings, []);
    }),
    { numRuns: 60 },
  );
});

test('solids of a text are parts', async (t) => {
  const result = await read(`solid a\n${facet(CORNERS)}endsolid a\nsolid b\n${facet(CORNERS)}endsolid\n`);
  t.is(result.header.parts, 2);
  t.is(result.triangles, 2);
});

test('a count that disagrees with the length is told, and all facets that are there are read', async (t) => {
  for (const header of ['', 'solid thing']) {
    const two = [...CORNERS, ...CORNERS];
    const more = await read(binary(two, header, 1));
    t.is(more.triangles, 2);
    t.deepEqual(found(more), { 'counts-disagree': 1 });
    const fewer = await read(binary(two, header, 4_000_000_000).subarray(0, 84 + 70));
    t.is(fewer.triangles, 1);
    t.deepEqual(found(fewer), { truncated: 1 });
    t.regex(fewer.findings[0]!.message, /at byte 154, after 1/);
  }
});

test('colours of facets are read in both orders of their bits', async (t) => {
  const two = [...CORNERS, ...CORNERS];
  const visCam = await read(binary(two, '', 2, [0x8000 | (31 << 10), 31 << 10]));
  t.deepEqual(
    [colour(visCam, 0), colour(visCam, 1)],
    [
      [255, 0, 0, 255],
      [255, 255, 255, 255],
    ],
  );
  const magics = await read(binary(two, 'COLOR=\x01\x02\x03\xff', 2, [31, 0x8000]));
  t.deepEqual(
    [colour(magics, 0), colour(magics, 1)],
    [
      [255, 0, 0, 255],
      [1, 2, 3, 255],
    ],
  );
  t.deepEqual((await read(binary(two))).colours, []);
});

test('coordinates that are no numbers cost their facet, with its place', async (t) => {
  const bad = [NaN, 0, 0, 1, 0, 0, 0, 1, 0];
  const one = await read(binary([...CORNERS, ...bad]));
  t.deepEqual(one.positions, CORNERS);
  t.regex(one.findings[0]!.message, /facet 2 at byte 134/);
  const other = await read(`solid\n${facet(CORNERS)}${facet(bad)}endsolid`);
  t.deepEqual(other.positions, CORNERS);
  t.deepEqual(found(other), { 'not-a-number': 1 });
  t.regex(other.findings[0]!.message, /line 13/);
});

test('a text that is cut, or has facets of too many or too few vertices, shows the others', async (t) => {
  const cut = await read(`solid\n${facet(CORNERS)}facet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1`);
  t.deepEqual(found(cut), { truncated: 1 });
  t.is(cut.triangles, 1);
  const odd = facet(CORNERS).replace('    vertex 0 1 0\n', '');
  const long = facet(CORNERS).replace('  endloop', '    vertex 5 5 5\n  endloop');
  const result = await read(`solid\n${facet(CORNERS)}${odd}${long}what\nendsolid\n`);
  t.deepEqual(result.positions, [...CORNERS, ...CORNERS]);
  t.deepEqual(found(result), { 'short-faces': 1, 'long-faces': 1, 'unreadable-lines': 1 });
});

test('what has no facets is refused with the reason', async (t) => {
  for (const content of ['', 'solid\nendsolid\n', new Uint8Array(84), new Uint8Array(83), 'solid '.repeat(30)]) {
    await t.throwsAsync(read(content), { instanceOf: UnreadableError }, String(content.length));
  }
});

test('a byte changed anywhere ends in triangles or in a reason', async (t) => {
  const samples = [binary([...CORNERS, ...CORNERS]), Buffer.from(`solid a\n${facet(CORNERS)}endsolid a\n`)];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...samples), fc.nat(400), fc.nat(255), async (sample, at, value) => {
      const bytes = Buffer.from(sample);
      bytes[at % bytes.length] = value;
      const error = await read(bytes).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      t.true(error === undefined || error instanceof UnreadableError, String(error));
    }),
    { numRuns: 200 },
  );
});

const DATA = process.env['VITRINE_TEST_DATA'];
const meshes = DATA && join(DATA, 'meshes');
const onData = testOnData('the meshes of the test data', meshes && existsSync(meshes));

const COUNTS: Record<string, [triangles: number, parts: number]> = {
  'assimp-Spider_ascii.stl': [1368, 1],
  'assimp-Spider_binary.stl': [1368, 1],
  'tri-counter.unitsmm.STL': [83_750, 1],
  'tri-featuretype.STL': [3476, 1],
  'tri-two_objects_ascii.stl': [24, 2],
};
for (const [name, [triangles, parts]] of Object.entries(COUNTS)) {
  onData(`${name} has its ${triangles} triangles`, async (t) => {
    const result = await collectPath(stlReader, join(meshes!, name));
    t.is(result.triangles, triangles);
    t.is(result.header.parts, parts);
    t.deepEqual(result.findings, []);
  });
}
