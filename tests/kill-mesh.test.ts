import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { modelKey, pyramidKey, tilesetKey } from '../manifests/derivatives/keys.ts';
import { startProduct } from './product.ts';
import type { Product } from './product.ts';
import { ball } from './workers/meshes/scans.ts';
import { stlOf } from './workers/meshes/twins.ts';

/** Small leaves make many tiles, of which some are done when a kill comes. */
const env = { VITRINE_MESH_LEAF_TRIANGLES: '5000' };
const SCAN = stlOf(ball(150, 0.05));

/** What a task leaves when it has come so far: the scan read, divided, its borders known, tiles above the leaves, the root. */
const MILESTONES = [/^soup\.json$/, /^partition\.json$/, /^borders\.json$/, /^node-1-\d+\.json$/, /^node-0-0\.json$/];

/** The files of all tasks that are begun. */
const workFiles = async ({ data }: Product): Promise<string[]> =>
  (await readdir(join(data, '.work'), { recursive: true }).catch(() => [])).map((path) => path.split('/').at(-1)!);

const made = async ({ data }: Product, asset: string): Promise<Buffer[]> =>
  Promise.all(
    [tilesetKey(asset, 1), modelKey(asset, 1), pyramidKey(asset, 1, 1)].map((key) => readFile(join(data, key))),
  );

async function addScan(product: Product): Promise<string> {
  const path = join(product.folder, 'ball.stl');
  await writeFile(path, SCAN);
  const [added] = await product.add([path]);
  if (added?.state !== 'ready' || added.asset === undefined) throw new Error(`It became ${JSON.stringify(added)}`);
  return added.asset;
}

test('a scan whose work is killed at every stage, with all processes, becomes ready, to the same bytes', async (t) => {
  t.timeout(300_000);
  await using undisturbed = await startProduct({ env });
  const expected = await made(undisturbed, await addScan(undisturbed));
  await undisturbed.stop();

  await using product = await startProduct({ env });
  await writeFile(join(product.folder, 'ball.stl'), SCAN);
  const adding = product.begin('add', '--json', join(product.folder, 'ball.stl'));
  for (const milestone of MILESTONES) {
    let files: string[] = [];
    for (let waited = 0; waited < 60_000 && !files.some((name) => milestone.test(name)); waited += 5) {
      await sleep(5);
      files = await workFiles(product);
    }
    t.true(
      files.some((name) => milestone.test(name)),
      `${milestone.source} came`,
    );
    await product.kill();
    adding.kill();
    t.true((await workFiles(product)).length > 0, `the kill at ${milestone.source} came in the middle`);
    await product.start();
  }
  await adding.finished;
  const asset = await addScan(product);
  const bytes = await made(product, asset);
  t.deepEqual(
    bytes.map((file, number) => file.equals(expected[number]!)),
    [true, true, true],
  );
  // It is ready first, and cleared away then.
  while ((await workFiles(product)).length > 0) await sleep(50);
});
