import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { fc } from '../../../properties.ts';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { objReader } from '../../../../workers/meshes/read/obj.ts';
import { testOnData } from '../../../needs.ts';
import { asItIs, collect, collectPath, found } from './collect.ts';
import type { Collected } from './collect.ts';
import { cornersOf, smallMesh } from './random-mesh.ts';

const reader = objReader(asItIs);
const read = (text: string | Uint8Array, beside: Record<string, string | Uint8Array> = {}): Promise<Collected> =>
  collect(reader, text, beside);

const TRIANGLE = 'v 0 0 0\nv 1 0 0\nv 0 1 0\n';
const CORNERS = [0, 0, 0, 1, 0, 0, 0, 1, 0];

test('a random mesh comes back triangle by triangle, however its lines are written', async (t) => {
  const style = fc.record({
    end: fc.constantFrom('\n', '\r\n', '\r'),
    gap: fc.constantFrom(' ', '\t', '  ', ' \\\n '),
    negative: fc.boolean(),
    facesFirst: fc.boolean(),
    texcoords: fc.boolean(),
    normals: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(smallMesh, style, async (mesh, { end, gap, negative, facesFirst, texcoords, normals }) => {
      const count = mesh.vertices.length;
      const lines = mesh.vertices.map((vertex) => ['v', ...vertex].join(gap));
      if (texcoords) lines.push(...mesh.vertices.map(([x, y]) => `vt ${x} ${y}`));
      if (normals) lines.push(...mesh.vertices.map((vertex) => `vn ${vertex.join(' ')}`));
      const faces = mesh.triangles.map((corners) => {
        const words = corners.map((vertex) => {
          const number = negative && !facesFirst ? vertex - count : vertex + 1;
          if (texcoords) return normals ? `${number}/${number}/${number}` : `${number}/${number}`;
          return normals ? `${number}//${number}` : `${number}`;
        });
        return ['f', ...words].join(gap);
      });
      const all = facesFirst ? [...faces, ...lines] : [...lines, ...faces];
      const result = await read(all.join(end));
      t.deepEqual(result.positions, cornersOf(mesh));
      t.is(result.header.vertices, count);
      t.deepEqual(result.findings, []);
      if (normals) t.deepEqual(result.normals, cornersOf(mesh));
      const flat = mesh.triangles.flatMap((corners) =>
        corners.flatMap((vertex) => [mesh.vertices[vertex]![0], 1 - mesh.vertices[vertex]![1]]),
      );
      if (texcoords) t.deepEqual(result.texcoords, flat);
    }),
    { numRuns: 60 },
  );
});

test('faces that come before some of their vertices are read after the others', async (t) => {
  const result = await read(`f 1 2 3\n${TRIANGLE}f 3 2 1\nf 1 2 4\nf 1 2 9\nv 0 0 5\n`);
  t.deepEqual(result.positions, [0, 1, 0, 1, 0, 0, 0, 0, 0, ...CORNERS, 0, 0, 0, 1, 0, 0, 0, 0, 5]);
  t.deepEqual(found(result), { 'index-out-of-range': 1 });
  t.regex(result.findings[0]!.message, /line 7, with vertex 9/);
});

test('polygons are cut into triangles, and concave ones within their outline', async (t) => {
  const square = await read('v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n');
  t.deepEqual(square.positions, [0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0]);
  const arrow = await read(
    'v -1 -1 0\nv 0 0 0\nv 1 -1 0\nv 0 2 0\nvt 0 0\nvt 0.25 1\nvt 1 0\nvt 0.5 1\nf 1/1 2/2 3/3 4/4\n',
  );
  t.is(arrow.triangles, 2);
  for (const triangle of [0, 1]) {
    const corners = arrow.positions.slice(triangle * 9, triangle * 9 + 9).join();
    t.regex(corners, /0,0,0/);
    t.regex(corners, /0,2,0/);
    // What belongs to a corner went with it.
    const at = [0, 1, 2].find((corner) => arrow.positions[triangle * 9 + corner * 3 + 1] === 0)!;
    t.deepEqual(arrow.texcoords.slice(triangle * 6 + at * 2, triangle * 6 + at * 2 + 2), [0.25, 0]);
  }
});

test('a polygon of very many corners is a fan, and that is told', async (t) => {
  const corners = 40_000;
  const lines = Array.from({ length: corners }, (_, i) => {
    const angle = (i / corners) * 2 * Math.PI;
    return `v ${Math.cos(angle)} ${Math.sin(angle)} 0`;
  });
  const result = await read(`${lines.join('\n')}\nf ${lines.map((_, i) => i + 1).join(' ')}\n`);
  t.is(result.triangles, corners - 2);
  t.deepEqual(found(result), { 'large-polygons': 1 });
});

test('colours behind the coordinates are read in both their scales', async (t) => {
  const one = await read('v 0 0 0 1 0.5 0\nv 1 0 0 0 0 1\nv 0 1 0 1 1 1 0.5\nf 1 2 3\n');
  t.deepEqual(one.colours, [255, 128, 0, 255, 0, 0, 255, 255, 255, 255, 255, 128]);
  const bytes = await read('v 0 0 0 1 0 0\nv 1 0 0 255 128 0\nv 0 1 0 0 0 0\nf 1 2 3\n');
  t.deepEqual(bytes.colours, [1, 0, 0, 255, 255, 128, 0, 255, 0, 0, 0, 255]);
});

test('vertices without a colour are white among those with one, and a fourth number is no colour', async (t) => {
  const result = await read('v 0 0 0 1\nv 1 0 0 0 0 0\nv 0 1 0\nf 1 2 3\n');
  t.deepEqual(result.colours, [255, 255, 255, 255, 0, 0, 0, 255, 255, 255, 255, 255]);
  t.deepEqual((await read('v 0 0 0 1\nv 1 0 0 1\nv 0 1 0 1\nf 1 2 3')).colours, []);
});

test('coordinates of a national grid keep a hundredth of a millimetre', async (t) => {
  const result = await read(
    'v 500000.12345 5400000.54321 100\nv 500010.12346 5400000.54321 100\nv 500000 5400010 101\nf 1 2 3',
  );
  const right = [500000.12345, 5400000.54321, 100, 500010.12346, 5400000.54321, 100, 500000, 5400010, 101];
  for (const [i, value] of right.entries()) t.true(Math.abs(result.positions[i]! - value) < 1e-5);
});

test('triangles with coordinates that are no numbers are left out, and the first such vertex is named', async (t) => {
  const result = await read(
    `v nan 0 0\nv 0 inf 0\nv 0 0 1e39\nv 0 0\n${TRIANGLE}f 1 5 6\nf 5 2 6\nf 5 6 3\nf 5 6 7\nf 4 5 6\n`,
  );
  t.deepEqual(result.positions, CORNERS);
  t.deepEqual(found(result), { 'not-a-number': 4 });
  t.regex(result.findings[0]!.message, /vertex 1 in line 1/);
});

test('faces that name nothing, or have fewer than three corners, are left out and told', async (t) => {
  const result = await read(`${TRIANGLE}f 1 2 3\nf 1 2 0\nf 1 2 -4\nf 1 x 2\nf 1 2 3x\nf 1 2\nf\nf 1/9/9 2 3//-2\n`);
  t.deepEqual(result.positions, [...CORNERS, ...CORNERS]);
  t.deepEqual(found(result), { 'index-out-of-range': 4, 'short-faces': 2, 'corner-out-of-range': 3 });
  t.regex(result.findings.find(({ code }) => code === 'index-out-of-range')!.message, /line 5, with vertex 0/);
});

test('what has no triangles is passed over and told, and the rest of the file is read', async (t) => {
  const result = await read(
    `l 1 2\np 1\ncstype bezier\nsurf 0 1 0 1 1 2 3\ns off\n??? what\n${TRIANGLE}f 1 2 3 # last\n`,
  );
  t.is(result.triangles, 1);
  t.deepEqual(found(result), { 'lines-and-points': 2, 'free-form-surfaces': 1, 'unreadable-lines': 1 });
});

test('objects are parts, or groups where there are none, if they have faces', async (t) => {
  t.is((await read(`o one\n${TRIANGLE}f 1 2 3\no empty\no two\ng a\nf 1 2 3\ng b\nf 1 2 3\n`)).header.parts, 2);
  t.is((await read(`g one\n${TRIANGLE}f 1 2 3\ng two\nf 1 2 3\ng\n`)).header.parts, 2);
  t.is((await read(`${TRIANGLE}f 1 2 3\n`)).header.parts, 1);
});

test('materials come from the files that are named, with spaces and several at once', async (t) => {
  const beside = {
    'my stone.mtl': 'newmtl red\nKd 1 0 0\n',
    'a.mtl': 'newmtl green\nKd 0 1 0\n',
    'b.mtl': 'newmtl two words\nKd 0 0 1\nnewmtl never used\nmap_Kd gone.jpg\n',
  };
  const result = await read(
    `mtllib my stone.mtl\nmtllib a.mtl b.mtl\n${TRIANGLE}usemtl red\nf 1 2 3\nusemtl green\nf 1 2 3\nusemtl two words\nf 1 2 3\nusemtl red\nf 1 2 3\n`,
    beside,
  );
  t.deepEqual(
    result.materials.map((material) => result.told[material]!.baseColour.join()),
    ['1,0,0,1', '0,1,0,1', '0,0,1,1', '1,0,0,1'],
  );
  t.is(result.told.length, 3);
  t.deepEqual(result.findings, []);
});

test('materials and files of them that are missing are told, and their surfaces are white', async (t) => {
  const result = await read(`mtllib gone.mtl\n${TRIANGLE}usemtl stone\nf 1 2 3\nusemtl wood\nf 1 2 3\n`);
  t.is(result.told.length, 1);
  t.deepEqual(result.told[0]!.baseColour, [1, 1, 1, 1]);
  t.deepEqual(found(result), { 'missing-material-file': 1, 'missing-material': 2 });
  t.regex(result.findings[1]!.message, /stone in line 5/);
});

test('only what is found beside the mesh is a picture, and options move texture coordinates', async (t) => {
  const mtl = 'newmtl a\nmap_Kd -s 2 3 -o 0.5 0.25 -clamp on wood panel.png\nnewmtl b\nmap_Kd ../../etc/passwd\n';
  const text = `mtllib m.mtl\n${TRIANGLE}vt 0 0\nvt 1 0\nvt 0 1\nusemtl a\nf 1/1 2/2 3/3\nusemtl b\nf 1/1 2/2 3/3\n`;
  const result = await read(text, { 'm.mtl': mtl, 'wood panel.png': 'a picture' });
  t.is(result.told[0]!.baseColourTexture?.wrap, 'clamp');
  t.is(result.told[1]!.baseColourTexture, undefined);
  t.deepEqual(found(result), { 'missing-texture': 1 });
  t.deepEqual(result.texcoords, [0.5, 0.75, 2.5, 0.75, 0.5, -2.25, 0, 1, 1, 1, 0, 0]);
});

test('UTF-16 in both orders, and UTF-8 with its mark, read as plain text does', async (t) => {
  const text = `mtllib gone\n# größer\n${TRIANGLE}f 1 2 3`;
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  for (const bytes of [little, Buffer.from(little).swap16(), Buffer.from(`\uFEFF${text}`)]) {
    t.deepEqual((await read(bytes)).positions, CORNERS);
  }
});

test('a long comment is passed over, and any other line of that length is refused with its number', async (t) => {
  const long = 'x'.repeat(9_000_000);
  t.is((await read(`${TRIANGLE}# ${long}\nf 1 2 3\n`)).triangles, 1);
  const error = await t.throwsAsync(read(`${TRIANGLE}f 1 2 3\ng ${long}\n`), { instanceOf: UnreadableError });
  t.regex(error.message, /^Line 5 is longer/);
});

test('a file without surfaces is refused with the reason', async (t) => {
  await t.throwsAsync(read('v 0 0 0\nv 1 1 1\n'), { instanceOf: UnreadableError, message: /cloud of 2 points/ });
  await t.throwsAsync(read(''), { instanceOf: UnreadableError, message: /no OBJ/ });
  await t.throwsAsync(read(new Uint8Array(5000)), { instanceOf: UnreadableError, message: /no OBJ|longer/ });
  await t.throwsAsync(read('v 0 0 0\nf 7 8 9\n'), {
    instanceOf: UnreadableError,
    message: /None of its 1 faces.*in line 2, with vertex 7/,
  });
});

test('no bytes make it hang or fail in another way than with a reason', async (t) => {
  const piece = fc.constantFrom(
    'v ',
    'f ',
    'vt ',
    'vn ',
    '1',
    '-1',
    '/',
    ' ',
    '\n',
    '\r',
    '\\',
    '\\\n',
    '1e5',
    '.',
    '#',
    'usemtl a',
    '\0',
    '\xff',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 80 }), async (pieces) => {
      const error = await read(Buffer.from(pieces.join(''), 'latin1')).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      t.true(error === undefined || error instanceof UnreadableError, String(error));
    }),
    { numRuns: 200 },
  );
});

test('a mesh whose tables lie on the disk is the same mesh', async (t) => {
  // More vertices than one page of a table has, in an order that has nothing to do with that of the faces.
  const count = 140_000;
  const lines: string[] = [];
  for (let i = 0; i < count; i++)
    lines.push(`v ${i % 700} ${Math.floor(i / 700)} ${i % 13} ${(i % 5) / 4} 0 0`, `vt ${(i % 64) / 64} 0.5`);
  for (let i = 0; i < count; i++) {
    const [a, b, c] = [0, 1, 2].map((corner) => (((i + corner) * 7919) % count) + 1);
    lines.push(`f ${a}/${a} ${b}/${b} ${c}/${c}`);
  }
  const text = lines.join('\n');
  const memory = await read(text);
  const disk = await collect(objReader(asItIs, 0), text);
  t.is(disk.triangles, count);
  for (const key of ['positions', 'texcoords', 'colours'] as const) {
    t.true(
      Buffer.from(Float64Array.from(disk[key]).buffer).equals(Buffer.from(Float64Array.from(memory[key]).buffer)),
      key,
    );
  }
});

const DATA = process.env['VITRINE_TEST_DATA'];
const meshes = DATA && join(DATA, 'meshes');
const onData = testOnData('the meshes of the test data', meshes && existsSync(meshes));

const COUNTS = {
  'assimp-spider.obj': 1368,
  'pirate.obj': 5010,
  'tri-groups.obj': 2308,
  'assimp-cube_vertexcolors.obj': 12,
};
for (const [name, triangles] of Object.entries(COUNTS)) {
  onData(`${name} has its ${triangles} triangles`, async (t) => {
    t.is((await collectPath(reader, join(meshes!, name))).triangles, triangles);
  });
}

onData('the fuze has its picture, whose name has a space, and is not taken for transparent', async (t) => {
  const beside = ['fuze.obj.mtl', 'fuze uv.jpg'].map((name) => join(meshes!, name));
  const result = await collectPath(reader, join(meshes!, 'tri-fuze.obj'), beside);
  t.is(result.triangles, 1000);
  t.deepEqual(
    result.told.map(({ name, alphaMode }) => [name, alphaMode]),
    [['a-super-duper-material', 'OPAQUE']],
  );
  t.is(result.told[0]!.baseColourTexture?.path, beside[1]);
});

onData('the spider has its four pictures behind backslashes', async (t) => {
  const beside = ['spider.mtl', 'wal67ar_small.jpg', 'wal69ar_small.jpg', 'SpiderTex.jpg', 'drkwood2.jpg'];
  const result = await collectPath(
    reader,
    join(meshes!, 'assimp-spider.obj'),
    beside.map((name) => join(meshes!, name)),
  );
  t.is(result.header.parts, 19);
  t.is(new Set(result.materials).size, 4);
  t.is(result.told.filter(({ baseColourTexture }) => baseColourTexture).length, 3);
});
