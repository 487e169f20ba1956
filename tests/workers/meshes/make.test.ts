import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { LimitError } from '../../../manifests/errors.ts';
import type { MeshReport, MeshTask } from '../../../workers/meshes/task.ts';
import { seeded } from '../../random.ts';
import { loadTileset } from '../../twins/verify/tileset.ts';
import { verifyTileset } from '../../twins/verify/verify.ts';
import { runInChild } from './child.ts';
import type { Step } from './child.ts';
import { ball, scratch } from './scans.ts';
import { makeTwin, plyOf, readerOf, stlOf, taskOf } from './twins.ts';

/** Metres with y up, whatever the format would have them be. */
const FRAME = { frame: { unit: 1, up: 'y' } } as const;
/** Tiles this small have so much border that the levels above the leaves' parents get seams. */
const SEAMS = { ...FRAME, settings: { leafTriangles: 300 } };
/** Closed, and of 4 levels with seams on two of them. */
const BUMPY = ball(40, 0.05);

const verified = async (task: MeshTask, report: MeshReport, cuts = 50) =>
  verifyTileset(await readerOf(task, report), { cuts, samples: 500 });

/** Of all that is served. */
const printOf = ({ folder }: MeshTask, { tileset, model, defects, poster }: MeshReport): string[] =>
  [tileset, model, defects, poster.file].map((file) =>
    createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex'),
  );

test('any cut through a closed scan closes where borders are locked, and gapes no wider than is declared where they are seams', async (t) => {
  const task = taskOf(scratch(t), 'ball.stl', stlOf(BUMPY), SEAMS);
  const report = await makeTwin(task);
  const { problems, cuts, triangles } = await verified(task, report);
  t.deepEqual(problems, []);
  t.true(report.technical.closed);
  t.is(triangles, report.technical.triangles);
  const seams = readdirSync(task.folder).flatMap((name) => /^seams-(\d)\.json$/.exec(name)?.[1] ?? []);
  t.true(seams.length > 0, 'borders are simplified as seams');
  const highest = Math.max(...seams.map(Number));
  const locked = cuts.filter(({ from }) => from > highest);
  t.deepEqual(
    locked.map(({ openEdges }) => openEdges),
    locked.map(() => 0),
  );
});

test('what is seen first is small, also of a scan that would be one tile by its triangles', async (t) => {
  const settings = { leafTriangles: 55_000 };
  for (const [rings, depth] of [
    [105, 0],
    [108, 1],
  ] as const) {
    const task = taskOf(scratch(t), 'ball.stl', stlOf(ball(rings, 0.05)), { ...FRAME, settings });
    const read = await readerOf(task, await makeTwin(task));
    const { root } = await loadTileset(read);
    t.is(root.children.length > 0, depth > 0, `${rings} rings`);
    t.true((await read(root.uri ?? '')).length < 200_000, `${rings} rings`);
  }
});

test('cuts through levels that have their borders locked have no open edge', async (t) => {
  const task = taskOf(scratch(t), 'ball.stl', stlOf(ball(90, 0.05)), FRAME);
  const report = await makeTwin(task);
  const { problems, cuts } = await verified(task, report, 10);
  t.deepEqual(problems, []);
  t.deepEqual(
    readdirSync(task.folder).filter((name) => name.startsWith('seams')),
    [],
  );
  t.true(cuts.length >= 2);
  t.true(cuts.every(({ openEdges, widestGap }) => openEdges === 0 && widestGap === 0));
});

for (const profile of ['small', 'fast'] as const)
  test(`a twin is the same whatever the number of threads (${profile})`, async (t) => {
    const folder = scratch(t);
    const prints = [];
    for (const threads of [1, 3, 3]) {
      const task = taskOf(
        folder,
        'ball.ply',
        plyOf(ball(30, 0.05).slice(3), (x) => [x > 0 ? 255 : 0, 20, 30]),
        {
          ...FRAME,
          threads,
          settings: { leafTriangles: 300, profile },
        },
      );
      prints.push(printOf(task, await makeTwin(task)));
    }
    t.deepEqual(prints, Array(3).fill(prints[0]));
  });

test('a task that was killed at any moment goes on, to the same bytes', async (t) => {
  t.timeout(240_000);
  const folder = scratch(t);
  const scan = stlOf(ball(30, 0.05));
  const more = { ...FRAME, settings: { leafTriangles: 100 } };
  const whole = taskOf(folder, 'ball.stl', scan, more);
  const { report, took } = await runInChild(whole);
  t.true(existsSync(join(whole.folder, 'seams-1.json')));
  const random = seeded(7);
  const steps: Step[] = ['reading', 'partition', 'borders', 'tiling', 'tiling', 'tiling', 'preview'];
  const task = taskOf(folder, 'ball.stl', scan, more);
  for (const step of steps) await runInChild(task, { step, after: random() * took[step]! });
  const again = await runInChild(task);
  t.deepEqual(again.report, report);
  t.deepEqual(printOf(task, again.report!), printOf(whole, report!));
});

test('where the disk has no room for what is to come, nothing is begun, and the bytes are told', async (t) => {
  const task = taskOf(scratch(t), 'ball.stl', stlOf(ball(10)), { ...FRAME, reserve: 2 ** 60 });
  await t.throwsAsync(makeTwin(task), { instanceOf: LimitError, message: /needs \d+ more bytes of disk space/ });
});
