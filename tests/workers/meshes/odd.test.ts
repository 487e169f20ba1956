import test from 'ava';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { MeshReport } from '../../../workers/meshes/task.ts';
import { seeded } from '../../random.ts';
import { verifyTileset } from '../../twins/verify/verify.ts';
import type { Surface } from '../../twins/verify/surface.ts';
import type { Verification } from '../../twins/verify/verify.ts';
import { ball, scratch } from './scans.ts';
import { makeTwin, readerOf, taskOf } from './twins.ts';

type Triangle = readonly number[];

interface Odd {
  name?: string;
  file: string | Buffer;
  triangles: number;
  /** Those that the leaves have to have, as they are told: y up. */
  original?: readonly Triangle[];
  /** Metres. */
  size?: readonly [number, number, number];
  defects?: Record<string, number>;
  warnings?: RegExp;
}

/** OBJ of triangles of nine numbers, told with all their digits. `head` begins it, `before` each face. */
function objOf(triangles: readonly Triangle[], head = '', before: (face: number) => string = () => ''): string {
  const corners = triangles.flatMap((at) => [0, 3, 6].map((from) => `v ${at.slice(from, from + 3).join(' ')}`));
  const faces = triangles.map((_, face) => `${before(face)}f ${face * 3 + 1} ${face * 3 + 2} ${face * 3 + 3}`);
  return [head, ...corners, ...faces, ''].join('\n');
}

/** PLY in text, doubles. */
function plyTextOf(triangles: readonly Triangle[]): string {
  const corners = triangles.flatMap((at) => [0, 3, 6].map((from) => at.slice(from, from + 3).join(' ')));
  const faces = triangles.map((_, face) => `3 ${face * 3} ${face * 3 + 1} ${face * 3 + 2}`);
  const header =
    `ply\nformat ascii 1.0\nelement vertex ${corners.length}\nproperty double x\nproperty double y\nproperty double z\n` +
    `element face ${faces.length}\nproperty list uchar int vertex_indices\nend_header`;
  return [header, ...corners, ...faces, ''].join('\n');
}

/** Corner by corner, z up. */
const surfaceOf = (triangles: readonly Triangle[]): Surface => ({
  positions: Float64Array.from(
    triangles.flatMap((at) => [0, 3, 6].flatMap((from) => [at[from]!, -at[from + 2]!, at[from + 1]!])),
  ),
  indices: Uint32Array.from({ length: triangles.length * 3 }, (_, corner) => corner),
});

const moved = (triangles: readonly Triangle[], by: readonly number[], scale = 1): number[][] =>
  triangles.map((triangle) => triangle.map((value, at) => value * scale + by[at % 3]!));

/** Triangles of a metre and a tenth of a millimetre, every way. */
function needles(count: number): number[][] {
  const random = seeded(3);
  return Array.from({ length: count }, () => {
    const start = [random(), random(), random()];
    const end = start.map((value) => value + random() - 0.5);
    const side = start.map((value) => value + 1e-4 * (random() - 0.5));
    return [...start, ...end, ...side];
  });
}

/** Triangles that nothing holds together. */
function confetti(count: number): number[][] {
  const random = seeded(4);
  return Array.from({ length: count }, () => {
    const at = [random(), random(), random()];
    return [0, 1, 2].flatMap(() => at.map((value) => value + 0.01 * (random() - 0.5)));
  });
}

/** A square of n × n × 2 triangles in the plane z = 0. */
function sheet(n: number): number[][] {
  return Array.from({ length: n * n }, (_, cell) => {
    const [x, y, s] = [(cell % n) / n, Math.floor(cell / n) / n, 1 / n];
    return [
      [x, y, 0, x + s, y, 0, x + s, y + s, 0],
      [x, y, 0, x + s, y + s, 0, x, y + s, 0],
    ];
  }).flat();
}

/** Fans of n blades around each of the edges of a zigzag. */
function fans(edges: number, blades: number): number[][] {
  return Array.from({ length: edges }, (_, edge) =>
    Array.from({ length: blades }, (__, blade) => {
      const turn = (blade / blades) * 2 * Math.PI;
      return [edge, edge % 2, 0, edge + 1, (edge + 1) % 2, 0, edge + 0.5, 0.5 + Math.cos(turn), Math.sin(turn)];
    }),
  ).flat();
}

const BALL = ball(24, 0.05);
const NORTHING = [412_345.678, 5_012_345.678, 123.456];
const triangle = [0, 0, 0, 1, 0, 0, 0, 1, 0];

const ODD: Record<string, Odd> = {
  needles: { file: objOf(needles(3000)), triangles: 2997, original: needles(3000), defects: { 'collapsed-faces': 3 } },
  confetti: { file: objOf(confetti(5000)), triangles: 5000, original: confetti(5000) },
  'UTM in OBJ': {
    file: objOf(moved(BALL, NORTHING)),
    triangles: BALL.length,
    original: moved(BALL, NORTHING),
    size: [2, 2, 2],
  },
  'UTM in PLY': {
    name: 'a.ply',
    file: plyTextOf(moved(BALL, NORTHING, 0.1)),
    triangles: BALL.length,
    original: moved(BALL, NORTHING, 0.1),
    size: [0.2, 0.2, 0.2],
  },
  '300 materials': {
    file: objOf(BALL, 'mtllib a.mtl', (face) => `usemtl m${face % 300}\n`),
    triangles: BALL.length,
    warnings: /no file defines it/,
  },
  'one triangle': { file: objOf([triangle]), triangles: 1, size: [1, 1, 0] },
  'all in one plane': { file: objOf(sheet(50)), triangles: 5000, original: sheet(50), size: [1, 1, 0] },
  'two copies': {
    file: objOf([...BALL, ...BALL]),
    triangles: BALL.length,
    original: BALL,
    defects: { 'duplicate-faces': BALL.length },
  },
  'one triangle a kilometre away': {
    file: objOf([...BALL, ...moved([triangle], [1000, 0, 0])]),
    triangles: BALL.length + 1,
    warnings: /metres long/,
  },
  'rows that are no numbers': {
    file: objOf([...BALL.slice(0, -3), [NaN, 0, 0, 1, 0, 0, 0, 1, 0], [0, 0, Infinity, 1, 0, 0, 0, 1, 0]]),
    triangles: BALL.length - 3,
    warnings: /line \d+/,
  },
  fans: { file: objOf(fans(100, 30)), triangles: 3000, warnings: /more than two triangles/ },
};

async function verified(
  folder: string,
  { name = 'a.obj', file, original }: Odd,
): Promise<{ report: MeshReport; found: Verification }> {
  const task = taskOf(folder, name, file, {
    frame: { unit: 1, up: 'y' },
    settings: { leafTriangles: 300 },
    threads: 1,
  });
  const report = await makeTwin(task);
  const options = { cuts: 12, samples: 300, ...(original && { original: surfaceOf(original) }) };
  return { report, found: await verifyTileset(await readerOf(task, report), options) };
}

for (const [what, odd] of Object.entries(ODD)) {
  test(`${what}: a twin that is what it says`, async (t) => {
    t.timeout(240_000);
    const { report, found } = await verified(scratch(t), odd);
    t.deepEqual(found.problems, []);
    const { technical, warnings } = report;
    t.is(technical.triangles, odd.triangles);
    t.is(found.triangles, odd.triangles);
    for (const [axis, length] of odd.size?.entries() ?? [])
      t.true(Math.abs(technical.size[axis]! - length) < 0.15 * length + 1e-6, String(technical.size));
    for (const [code, count] of Object.entries(odd.defects ?? {})) t.is(technical.defects[code], count, code);
    t.regex(warnings.join(' '), odd.warnings ?? /^/);
  });
}

const NOTHING: Record<string, [string, RegExp]> = {
  'all triangles at one point': [objOf([[1, 2, 3, 1, 2, 3, 1, 2, 3]]), /two corners in one place/],
  'one corner that is astronomically far away': [
    objOf([...BALL, [0, 0, 0, 1, 0, 0, 1e30, 0, 0]]),
    /x from -1\.\d+ to 1\.\d+e\+30/,
  ],
  'coordinates that are too large': [objOf([[-3e38, 0, 0, 3e38, 0, 0, 0, 1, 0]]), /numbers of 32 bits/],
};
for (const [what, [file, reason]] of Object.entries(NOTHING)) {
  test(`${what}: a reason`, async (t) => {
    const making = makeTwin(taskOf(scratch(t), 'a.obj', file, { threads: 1 }));
    await t.throwsAsync(making, { instanceOf: UnreadableError, message: reason });
  });
}
