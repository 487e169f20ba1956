import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { fc } from '../../../properties.ts';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { plyReader } from '../../../../workers/meshes/read/ply.ts';
import { testOnData } from '../../../needs.ts';
import { asItIs, collect, collectPath, found } from './collect.ts';
import type { Collected } from './collect.ts';
import { cornersOf, smallMesh } from './random-mesh.ts';

const reader = plyReader(asItIs);
const read = (content: string | Uint8Array, beside: Record<string, string | Uint8Array> = {}): Promise<Collected> =>
  collect(reader, content, beside);

const FORMATS = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const;
type Format = (typeof FORMATS)[number];

const WRITERS: Record<string, [bytes: number, write: (buffer: Buffer, value: number, big: boolean) => number]> = {
  char: [1, (buffer, value) => buffer.writeInt8(value)],
  uint8: [1, (buffer, value) => buffer.writeUInt8(value)],
  short: [2, (buffer, value, big) => (big ? buffer.writeInt16BE(value) : buffer.writeInt16LE(value))],
  uint16: [2, (buffer, value, big) => (big ? buffer.writeUInt16BE(value) : buffer.writeUInt16LE(value))],
  int: [4, (buffer, value, big) => (big ? buffer.writeInt32BE(value) : buffer.writeInt32LE(value))],
  uint32: [4, (buffer, value, big) => (big ? buffer.writeUInt32BE(value) : buffer.writeUInt32LE(value))],
  float: [4, (buffer, value, big) => (big ? buffer.writeFloatBE(value) : buffer.writeFloatLE(value))],
  float64: [8, (buffer, value, big) => (big ? buffer.writeDoubleBE(value) : buffer.writeDoubleLE(value))],
};

/** Values with their types, row by row. */
type Row = (readonly [type: string, value: number])[];

function ply(format: Format, header: string, rows: readonly Row[]): Buffer {
  const head = Buffer.from(`ply\nformat ${format} 1.0\n${header}\nend_header\n`);
  if (format === 'ascii') {
    return Buffer.concat([
      head,
      Buffer.from(rows.map((row) => `${row.map(([, value]) => value).join(' ')}\n`).join('')),
    ]);
  }
  const values = rows.flat().map(([type, value]) => {
    const [bytes, write] = WRITERS[type]!;
    const buffer = Buffer.alloc(bytes);
    write(buffer, value, format === 'binary_big_endian');
    return buffer;
  });
  return Buffer.concat([head, ...values]);
}

const HEADER =
  'element vertex 3\nproperty float x\nproperty float y\nproperty float z\nelement face 1\nproperty list uchar int vertex_indices';
const TRIANGLE: Row[] = [
  [
    ['float', 0],
    ['float', 0],
    ['float', 0],
  ],
  [
    ['float', 1],
    ['float', 0],
    ['float', 0],
  ],
  [
    ['float', 0],
    ['float', 1],
    ['float', 0],
  ],
];
const FACE: Row = [
  ['uint8', 3],
  ['int', 0],
  ['int', 1],
  ['int', 2],
];
const CORNERS = [0, 0, 0, 1, 0, 0, 0, 1, 0];

test('a random mesh comes back in every encoding, with any types, in any order of elements and properties', async (t) => {
  const style = fc.record({
    format: fc.constantFrom(...FORMATS),
    coordinate: fc.constantFrom('float', 'float64'),
    length: fc.constantFrom('char', 'uint8', 'short', 'int', 'uint32'),
    index: fc.constantFrom('char', 'uint8', 'short', 'uint16', 'int', 'uint32', 'float'),
    name: fc.constantFrom('vertex_indices', 'vertex_index'),
    facesFirst: fc.boolean(),
    extras: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      smallMesh,
      style,
      async (mesh, { format, coordinate, length, index, name, facesFirst, extras }) => {
        const before = extras ? 'property short quality\n' : '';
        const behind = extras ? '\nproperty list uchar float weights' : '';
        const vertex = `element vertex ${mesh.vertices.length}\n${before}property ${coordinate} y\nproperty ${coordinate} z\nproperty ${coordinate} x`;
        const face = `element face ${mesh.triangles.length}\n${before}property list ${length} ${index} ${name}${behind}`;
        const other = 'element other 2\nproperty list ushort double numbers\nproperty int flag'
          .replace('ushort', 'uint16')
          .replace('double', 'float64');
        const first: Row = extras ? [['short', -7]] : [];
        const last: Row = extras
          ? [
              ['uint8', 2],
              ['float', 0.5],
              ['float', 9],
            ]
          : [];
        const vertices = mesh.vertices.map(([x, y, z]): Row => [
          ...first,
          [coordinate, y],
          [coordinate, z],
          [coordinate, x],
        ]);
        const faces = mesh.triangles.map((corners): Row => [
          ...first,
          [length, 3],
          ...corners.map((corner) => [index, corner] as const),
          ...last,
        ]);
        const others: Row[] = [
          [
            ['uint16', 3],
            ['float64', 1],
            ['float64', 2],
            ['float64', 3],
            ['int', 4],
          ],
          [
            ['uint16', 0],
            ['int', 5],
          ],
        ];
        const result = await read(
          facesFirst
            ? ply(format, [face, other, vertex].join('\n'), [...faces, ...others, ...vertices])
            : ply(format, [vertex, other, face].join('\n'), [...vertices, ...others, ...faces]),
        );
        t.deepEqual(result.positions, cornersOf(mesh));
        t.deepEqual(result.findings, []);
        t.is(result.header.vertices, mesh.vertices.length);
      },
    ),
    { numRuns: 80 },
  );
});

const texturedFace = (picture: number, red: number): Row => [
  ...FACE,
  ['uint8', 6],
  ...[0, 0, 1, 0, 0, 1].map((value) => ['float', value] as const),
  ['int', picture],
  ['uint8', red],
  ['uint8', 2],
  ['uint8', 3],
];

for (const format of FORMATS) {
  test(`normals, texture coordinates and colours of vertices are read: ${format}`, async (t) => {
    const header =
      'element vertex 3\nproperty float x\nproperty float y\nproperty float z\nproperty float nx\nproperty float ny\nproperty float nz\n' +
      'property float s\nproperty float t\nproperty uchar diffuse_red\nproperty uchar diffuse_green\nproperty uchar diffuse_blue\nproperty uchar diffuse_alpha\n' +
      'element face 1\nproperty list uchar int vertex_index';
    const rows = TRIANGLE.map((row, i): Row => [
      ...row,
      ['float', 0],
      ['float', 0],
      ['float', i + 1],
      ['float', i / 4],
      ['float', 0.25],
      ['uint8', 10 * i],
      ['uint8', 20],
      ['uint8', 30],
      ['uint8', 40],
    ]);
    const result = await read(ply(format, header, [...rows, FACE]));
    t.deepEqual(result.normals, [0, 0, 1, 0, 0, 2, 0, 0, 3]);
    t.deepEqual(result.texcoords, [0, 0.75, 0.25, 0.75, 0.5, 0.75]);
    t.deepEqual(result.colours, [0, 20, 30, 40, 10, 20, 30, 40, 20, 20, 30, 40]);
  });

  test(`pictures, texture coordinates and colours of faces are read: ${format}`, async (t) => {
    const header =
      'comment TextureFile one.png\ncomment TextureFile my other.png\nelement vertex 3\nproperty float x\nproperty float y\nproperty float z\n' +
      'element face 2\nproperty list uchar int vertex_indices\nproperty list uchar float texcoord\nproperty int texnumber\n' +
      'property uchar red\nproperty uchar green\nproperty uchar blue';
    const result = await read(ply(format, header, [...TRIANGLE, texturedFace(1, 200), texturedFace(0, 100)]), {
      'one.png': 'a',
      'my other.png': 'b',
    });
    t.deepEqual(result.materials, [1, 0]);
    t.deepEqual(
      result.told.map(({ name }) => name),
      ['one.png', 'my other.png'],
    );
    t.deepEqual(result.texcoords, [0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0]);
    t.deepEqual([result.colours[0], result.colours[12]], [200, 100]);
  });

  test(`triangle strips turn every other triangle, and begin anew at -1: ${format}`, async (t) => {
    const header =
      'element vertex 4\nproperty float x\nproperty float y\nproperty float z\nelement tristrips 1\nproperty list int int vertex_indices';
    const vertices: Row[] = [
      ...TRIANGLE,
      [
        ['float', 1],
        ['float', 1],
        ['float', 0],
      ],
    ];
    const strip = [0, 1, 2, 3, -1, 2, 1, 0];
    const result = await read(
      ply(format, header, [...vertices, [['int', strip.length], ...strip.map((i) => ['int', i] as const)]]),
    );
    t.deepEqual(result.positions, [...CORNERS, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
  });

  test(`colours as fractions and of 16 bits become bytes: ${format}`, async (t) => {
    for (const [type, full] of [
      ['float', 1],
      ['uint16', 65_535],
    ] as const) {
      const header = `element vertex 3\nproperty float x\nproperty float y\nproperty float z\nproperty ${type} red\nproperty ${type} green\nproperty ${type} blue\nelement face 1\nproperty list uchar int vertex_index`;
      const rows = TRIANGLE.map((row): Row => [...row, [type, full], [type, 0], [type, full]]);
      t.deepEqual((await read(ply(format, header, [...rows, FACE]))).colours.slice(0, 4), [255, 0, 255, 255]);
    }
  });

  test(`what is broken in single rows spoils those rows only: ${format}`, async (t) => {
    const header = HEADER.replace('vertex 3', 'vertex 4').replace('face 1', 'face 5');
    const rows: Row[] = [
      ...TRIANGLE,
      [
        ['float', NaN],
        ['float', 0],
        ['float', 0],
      ],
      FACE,
      [
        ['uint8', 3],
        ['int', 0],
        ['int', 1],
        ['int', 3],
      ],
      [
        ['uint8', 3],
        ['int', 0],
        ['int', 1],
        ['int', 4],
      ],
      [
        ['uint8', 3],
        ['int', 0],
        ['int', -1],
        ['int', 2],
      ],
      [
        ['uint8', 2],
        ['int', 0],
        ['int', 1],
      ],
    ];
    const result = await read(ply(format, header, rows));
    t.deepEqual(result.positions, CORNERS);
    t.deepEqual(found(result), { 'not-a-number': 1, 'index-out-of-range': 2, 'short-faces': 1 });
    t.regex(result.findings.find(({ code }) => code === 'not-a-number')!.message, /vertex 3 (in line 13|at byte \d+)/);
  });

  test(`a file that ends too early shows what is there, or says where it ends: ${format}`, async (t) => {
    const whole = ply(format, HEADER.replace('face 1', 'face 2'), [...TRIANGLE, FACE, FACE]);
    const cut = format === 'ascii' ? whole.length - 8 : whole.length - 3;
    const result = await read(whole.subarray(0, cut));
    t.deepEqual(result.positions, CORNERS);
    t.deepEqual(found(result), { truncated: 1 });
    t.regex(result.findings[0]!.message, /element face, row 1 at (line 14|byte \d+) of 2/);
    const start = whole.indexOf('end_header\n') + 11;
    const error = await t.throwsAsync(read(whole.subarray(0, start + 10)), { instanceOf: UnreadableError });
    t.regex(error.message, /ends in element/);
  });
}

test('a header that promises more than there is costs nothing and is told', async (t) => {
  const header = HEADER.replace('face 1', 'face 999999999999999');
  const result = await read(ply('binary_little_endian', header, [...TRIANGLE, FACE]));
  t.deepEqual(found(result), { truncated: 1 });
  const nothing = HEADER.replace('element face', 'element nothing 999999999999999\nelement face');
  t.is((await read(ply('binary_little_endian', nothing, [...TRIANGLE, FACE]))).triangles, 1);
  const list = ply('binary_little_endian', HEADER.replace('uchar', 'uint'), [...TRIANGLE, [['uint32', 4294967295]]]);
  await t.throwsAsync(read(list), { instanceOf: UnreadableError, message: /ends in element face/ });
});

test('a file that has more than its header says is told so', async (t) => {
  for (const format of FORMATS) {
    t.deepEqual(found(await read(ply(format, HEADER, [...TRIANGLE, FACE, FACE]))), { 'counts-disagree': 1 });
  }
});

test('rows of a text with too few or too many values are told', async (t) => {
  const result = await read(
    `ply\nformat ascii 1.0\n${HEADER.replace('face 1', 'face 3')}\nend_header\n0 0 0 7\n1 0 0\n\n0 1 0\n3 0 1 2\n3 0 1\n4 0 1 2\n`,
  );
  t.is(result.triangles, 2);
  t.deepEqual(found(result), { 'long-rows': 1, 'short-rows': 2, 'short-faces': 1 });
});

test('a face of more than four megabytes is left out, and those behind it are read', async (t) => {
  const giant: Row = [['uint32', 3_000_000]];
  const header = HEADER.replace('uchar', 'uint').replace('face 1', 'face 2');
  const small: Row = [
    ['uint32', 3],
    ['int', 0],
    ['int', 1],
    ['int', 2],
  ];
  const head = ply('binary_little_endian', header, [...TRIANGLE, giant]);
  const tail = ply('binary_little_endian', HEADER, [small]).subarray(-16);
  const result = await read(Buffer.concat([head, Buffer.alloc(12_000_000), tail]));
  t.deepEqual(result.positions, CORNERS);
  t.deepEqual(found(result), { 'giant-faces': 1 });
});

test('the first byte of the data may look like a line end, and lines of the header may end in three ways', async (t) => {
  const first: Row = [
    ['float', 1.2617e-44],
    ['float', 0],
    ['float', 0],
  ];
  for (const end of ['\n', '\r\n', '\r']) {
    const data = ply('binary_little_endian', HEADER, [first, ...TRIANGLE.slice(1), FACE]);
    const start = data.indexOf('end_header\n') + 11;
    const head = Buffer.from(data.toString('latin1', 0, start).replaceAll('\n', end), 'latin1');
    t.is(data[start], 9);
    data[start] = 10;
    t.is((await read(Buffer.concat([head, data.subarray(start)]))).triangles, 1);
  }
});

test('clouds of points and broken headers are refused with the reason', async (t) => {
  const cases: [string, RegExp][] = [
    [
      'ply\nformat ascii 1.0\nelement vertex 2\nproperty float x\nproperty float y\nproperty float z\nend_header\n0 0 0\n1 1 1\n',
      /cloud of 2 points/,
    ],
    ['', /no PLY/],
    ['plymouth\n', /no PLY/],
    ['ply\nformat ascii 1.0\nelement vertex 2\n', /does not end: 3 lines/],
    ['ply\nformat ascii 1.0\nelement vertex many\nend_header\n', /line 3/],
    ['ply\nformat ascii 1.0\nelement vertex 2\nproperty real x\nend_header\n', /line 4.*"real"/],
    ['ply\nformat utf8 1.0\nend_header\n', /line 2.*"utf8"/],
    ['ply\nelement vertex 2\nend_header\n', /no line "format"/],
    [
      'ply\nformat ascii 1.0\nelement face 1\nproperty list uchar int vertex_index\nend_header\n3 0 1 2\n',
      /no vertices/,
    ],
  ];
  for (const [text, message] of cases) await t.throwsAsync(read(text), { instanceOf: UnreadableError, message }, text);
});

test('a byte changed anywhere ends in triangles or in a reason', async (t) => {
  const change = fc.tuple(fc.constantFrom(...FORMATS), fc.nat(400), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(change, async ([format, at, value]) => {
      const bytes = ply(format, HEADER, [...TRIANGLE, FACE]);
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

/** With what is found: the rows of the fuze have more values than its header says. */
const COUNTS: Record<string, [triangles: number, findings: Record<string, number>]> = {
  'assimp-Wuson.ply': [3732, { 'odd-header': 1 }],
  'draco-pos_color.ply': [224, {}],
  'tri-fuze_ascii.ply': [1000, { 'long-rows': 1000 }],
  'tri-cycloidal.ply': [43_368, {}],
};
for (const [name, [triangles, findings]] of Object.entries(COUNTS)) {
  onData(`${name} has its ${triangles} triangles`, async (t) => {
    const result = await collectPath(reader, join(meshes!, name), [join(meshes!, 'fuze uv.jpg')]);
    t.is(result.triangles, triangles);
    t.deepEqual(found(result), findings);
  });
}
