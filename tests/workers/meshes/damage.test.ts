import { mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { DamagedError } from '../../../manifests/errors.ts';
import { makeMesh } from '../../../workers/meshes/make.ts';
import type { MeshTask } from '../../../workers/meshes/task.ts';
import { ball, scratch } from './scans.ts';

const SETTINGS = { leafTriangles: 400, profile: 'fast', textureQuality: 80, stepsPerEdge: 64 } as const;

function taskOf(t: ExecutionContext): MeshTask {
  const place = scratch(t);
  const source = join(place, 'ball.obj');
  const corners = ball(16).map((corner) => corner.flat());
  const lines = corners.flatMap(([...at]) => [0, 3, 6].map((from) => `v ${at.slice(from, from + 3).join(' ')}`));
  const faces = corners.map((_, face) => `f ${face * 3 + 1} ${face * 3 + 2} ${face * 3 + 3}`);
  writeFileSync(source, [...lines, ...faces, ''].join('\n'));
  const folder = join(place, 'work');
  mkdirSync(folder);
  return { source, name: 'ball.obj', folder, settings: SETTINGS, threads: 1 };
}

const inFolder = ({ folder }: MeshTask, name: string): string => join(folder, name);

test('a folder that an earlier task left damaged is emptied, and the twin made anew to the same bytes', async (t) => {
  const task = taskOf(t);
  const report = await makeMesh(task, () => undefined);
  const expected = readFileSync(inFolder(task, report.tileset));
  // In a summary, which the task itself reads, and in a mesh, which a thread does.
  for (const damaged of ['soup.json', 'leaf-0.mesh']) {
    if (damaged === 'leaf-0.mesh')
      for (const name of readdirSync(task.folder).filter((file) => /^node-|^archive/.test(file)))
        rmSync(inFolder(task, name));
    truncateSync(inFolder(task, damaged));
    writeFileSync(inFolder(task, 'left'), '');
    const fractions: number[] = [];
    const again = await makeMesh(task, ({ fraction }) => fractions.push(fraction));
    t.deepEqual(again, report, damaged);
    t.true(readFileSync(inFolder(task, again.tileset)).equals(expected), damaged);
    t.false(readdirSync(task.folder).includes('left'), damaged);
    t.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
      damaged,
    );
  }
});

test('damage that comes while a task begun in an empty folder works is not tried again', async (t) => {
  const task = taskOf(t);
  let times = 0;
  const made = makeMesh(task, ({ step }) => {
    if (step !== 'borders' || times++ > 0) return;
    truncateSync(inFolder(task, 'leaf-0.mesh'));
  });
  await t.throwsAsync(made, { instanceOf: DamagedError, message: /leaf-0\.mesh is not a mesh as it was written/ });
});
