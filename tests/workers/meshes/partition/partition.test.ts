import test from 'ava';
import { readdirSync, readFileSync } from 'node:fs';
import { leafFile } from '../../../../workers/meshes/partition/files.ts';
import type { PartitionJob } from '../../../../workers/meshes/partition/partition.ts';
import { partition, runPartitionJob } from '../../../../workers/meshes/partition/partition.ts';
import { readTileMesh } from '../../../../workers/meshes/tilemesh-file.ts';
import { ball, batchOf, box, optionsFor, partitionHere, scratch, soupOf } from '../scans.ts';

const near = (value: number, wanted: number, share: number): boolean => Math.abs(value / wanted - 1) < share;

test('every triangle is in exactly one leaf', async (t) => {
  const folder = scratch(t);
  const triangles = ball(40, 0.2);
  const soup = soupOf(folder, [batchOf(triangles)]);
  const options = optionsFor(folder, soup);
  const { step, origin } = options.grid;
  const wanted = triangles.map((numbers) =>
    faceName(numbers.map((number, i) => Math.round((Math.fround(number) - origin[i % 3]!) / step))),
  );
  const summary = await partitionHere(options);
  const found: string[] = [];
  for (const { index, triangles: count } of summary.leaves) {
    if (count === 0) continue;
    const { positions, indices } = readTileMesh(leafFile(folder, index));
    for (let at = 0; at < indices.length; at += 3) {
      found.push(faceName([...indices.subarray(at, at + 3)].flatMap((v) => [...positions.subarray(v * 3, v * 3 + 3)])));
    }
  }
  t.deepEqual(found.toSorted(), wanted.toSorted());
});

/** Whichever corner it begins with. */
function faceName(numbers: number[]): string {
  const [a, b, c] = [0, 3, 6].map((from) => numbers.slice(from, from + 3).join(','));
  return [`${a} ${b} ${c}`, `${b} ${c} ${a}`, `${c} ${a} ${b}`].toSorted()[0]!;
}

test('leaves have between half and twice the triangles that were asked for', async (t) => {
  const folder = scratch(t);
  const summary = await partitionHere(optionsFor(folder, soupOf(folder, [batchOf(ball(60))])));
  t.is(summary.leaves.length, 4 ** summary.depth);
  for (const { triangles } of summary.leaves) t.true(triangles >= 50 && triangles <= 200, String(triangles));
});

test('a box has its area and volume', async (t) => {
  const folder = scratch(t);
  const soup = soupOf(folder, [batchOf(box([5, 6, 7], [6, 8, 10]))]);
  const { area, leaves } = await partitionHere(optionsFor(folder, soup, { leafTriangles: 4 }));
  t.true(near(area, 22, 1e-6));
  t.true(
    near(
      leaves.reduce((sum, { volume }) => sum + volume, 0),
      6,
      1e-6,
    ),
  );
});

test('a ball has its area and volume', async (t) => {
  const folder = scratch(t);
  const { area, leaves } = await partitionHere(optionsFor(folder, soupOf(folder, [batchOf(ball(100))])));
  t.true(near(area, 4 * Math.PI, 0.002));
  t.true(
    near(
      leaves.reduce((sum, { volume }) => sum + volume, 0),
      (4 / 3) * Math.PI,
      0.002,
    ),
  );
});

test('where textures ask for more leaves than there are triangles, some are empty and have no file', async (t) => {
  const folder = scratch(t);
  const soup = soupOf(folder, [batchOf(box([0, 0, 0], [1, 1, 1]))]);
  const summary = await partitionHere(optionsFor(folder, soup, { minimumDepth: 2 }));
  t.is(summary.leaves.length, 16);
  t.is(summary.triangles, 12);
  const files = readdirSync(folder).filter((name) => name.endsWith('.mesh'));
  t.is(files.length, summary.leaves.filter(({ triangles }) => triangles > 0).length);
  t.true(files.length < 16);
});

test('triangles with one centroid are divided by order', async (t) => {
  const folder = scratch(t);
  // Triangles around one place, each turned a little further.
  const fan = Array.from({ length: 400 }, (_, i) => {
    const corner = (third: number): number[] => {
      const angle = ((i / 400 + third) * 2 * Math.PI) / 3;
      return [Math.cos(angle), Math.sin(angle), 0];
    };
    return [...corner(0), ...corner(1), ...corner(2)];
  });
  const soup = soupOf(folder, [batchOf(fan)]);
  const summary = await partitionHere(optionsFor(folder, soup, { grid: { step: 2 ** -4, origin: [-2, -2, -2] } }));
  t.is(summary.leaves.length, 4);
  const found = summary.triangles + summary.leaves.reduce((sum, { duplicates }) => sum + duplicates, 0);
  t.is(found, 400);
});

test('what is wrong is counted', async (t) => {
  const folder = scratch(t);
  const tiny = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5 + 1e-7, 0.5, 0.5 + 1e-7, 0.5];
  const flat = [0, 0, 0, 0.5, 0, 0, 1, 0, 0];
  const cube = box([0, 0, 0], [1, 1, 1]);
  const soup = soupOf(folder, [batchOf([...cube, tiny, flat, cube[3]!, cube[3]!])]);
  const summary = await partitionHere(optionsFor(folder, soup, { grid: { step: 2 ** -10, origin: [0, 0, 0] } }));
  t.deepEqual(Object.fromEntries(summary.findings.map(({ code, count }) => [code, count])), {
    'collapsed-faces': 1,
    'duplicate-faces': 2,
    'flat-faces': 1,
  });
  t.is(summary.triangles, 13);
});

test('the order in which jobs are done changes nothing', async (t) => {
  const [forwards, backwards] = [scratch(t), scratch(t)];
  const triangles = ball(40, 0.1);
  await partitionHere(optionsFor(forwards, soupOf(forwards, [batchOf(triangles)])));
  // Jobs of one stage wait for each other and are then done from the last to the first.
  let waiting: (() => void)[] = [];
  const reversed = (job: PartitionJob): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(() => {
        runPartitionJob(job);
        resolve();
      });
      setImmediate(() => {
        for (const work of waiting.toReversed()) work();
        waiting = [];
      });
    });
  await partition(optionsFor(backwards, soupOf(backwards, [batchOf(triangles)])), reversed, () => undefined);
  t.deepEqual(filesOf(backwards), filesOf(forwards));
});

test('leaves hold the same triangles in whatever order these came', async (t) => {
  const [one, other] = [scratch(t), scratch(t)];
  const triangles = ball(30, 0.1);
  const first = await partitionHere(optionsFor(one, soupOf(one, [batchOf(triangles)])));
  const turned = [...triangles.slice(777), ...triangles.slice(0, 777)];
  const options = optionsFor(one, soupOf(other, [batchOf(turned)]), { folder: other });
  const second = await partitionHere({
    ...options,
    grid: optionsFor(one, soupOf(scratch(t), [batchOf(triangles)])).grid,
  });
  const told = (summary: typeof first) =>
    summary.leaves.map(({ triangles: count, vertices, min, max }) => ({ count, vertices, min, max }));
  t.deepEqual(told(second), told(first));
});

test('a partition that was interrupted goes on to the same files', async (t) => {
  const [whole, killed] = [scratch(t), scratch(t)];
  const triangles = ball(40, 0.1);
  await partitionHere(optionsFor(whole, soupOf(whole, [batchOf(triangles)])));
  const options = optionsFor(killed, soupOf(killed, [batchOf(triangles)]));
  let interrupted = 0;
  const twice = async (job: PartitionJob): Promise<void> => {
    runPartitionJob(job);
    // Killed after the first job of either kind.
    if (interrupted++ < 2) throw new Error('killed');
  };
  await t.throwsAsync(
    partition(options, twice, () => undefined),
    { message: 'killed' },
  );
  await t.throwsAsync(
    partition(options, twice, () => undefined),
    { message: 'killed' },
  );
  await partition(options, twice, () => undefined);
  t.deepEqual(filesOf(killed), filesOf(whole));
});

test('progress grows to the whole', async (t) => {
  const folder = scratch(t);
  const told: number[] = [];
  await partition(
    optionsFor(folder, soupOf(folder, [batchOf(ball(20))])),
    (job) => Promise.resolve(runPartitionJob(job)),
    (fraction) => told.push(fraction),
  );
  t.deepEqual(
    told,
    told.toSorted((one, other) => one - other),
  );
  t.is(told.at(-1), 1);
});

const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, readFileSync(`${folder}/${name}`).toString('base64')]),
  );
