import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { LimitError, UnreadableError } from '../../../manifests/errors.ts';
import { testFolder } from '../../folder.ts';
import { testOnData } from '../../needs.ts';
import { seeded } from '../../random.ts';
import { SECRETS, hostileFiles, hostileUploads } from './hostile-uploads.ts';
import { outcomes } from './outcomes.ts';
import type { Outcome, Upload } from './outcomes.ts';

const DATA = process.env['VITRINE_TEST_DATA'];
const onData = testOnData('the meshes of the test data', DATA && existsSync(join(DATA, 'hostile')), 'serial');

/** Writes uploads to a folder, and tells what becomes of each. */
async function outcomesOf(
  folder: string,
  uploads: readonly { name: string; content: Buffer }[],
): Promise<Map<string, Outcome>> {
  mkdirSync(folder, { recursive: true });
  const lying = uploads.map(({ name, content }): Upload => {
    const source = join(folder, name);
    writeFileSync(source, content);
    return { name, source };
  });
  return outcomes(lying);
}

/** Ready, or failed with a reason: of the file, not of the program, its memory or its patience. */
function endedWell(t: ExecutionContext, name: string, outcome: Outcome): void {
  if (!('error' in outcome)) return;
  const { error } = outcome;
  t.true(error instanceof UnreadableError || error instanceof LimitError, `${name}: ${String(error)}`);
  t.notRegex(String(error), /broke the program|needs more than|took longer|vitrine-outcomes/, name);
}

test.serial(
  'what is made to do harm becomes ready without it, or fails with a reason that names the place',
  async (t) => {
    t.timeout(300_000);
    await using folder = await testFolder();
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    for (const [name, content] of Object.entries(SECRETS)) writeFileSync(join(folder.path, name), content);
    const uploads = hostileUploads({ address: `http://127.0.0.1:${port}`, folder: folder.path });
    const all = await outcomesOf(join(folder.path, 'uploads'), uploads);
    server.close();
    t.is(connections, 0);
    for (const { name, ready, failed } of uploads) {
      const outcome = all.get(name)!;
      endedWell(t, name, outcome);
      if ('error' in outcome) t.regex((outcome.error as Error).message, failed ?? /a twin/, name);
      else if (outcome.report.kind === 'mesh') {
        t.regex(outcome.report.warnings.join(' '), ready ?? /a reason/, name);
        t.is(outcome.report.technical.texturePixels, 0, name);
      } else t.fail(`${name} is no image`);
    }
  },
);

for (const kind of ['gltf', 'mesh'])
  onData(`every file of hostile/${kind} becomes ready or fails with a reason`, async (t) => {
    t.timeout(300_000);
    await using folder = await testFolder();
    const all = await outcomesOf(folder.path, hostileFiles(join(DATA!, 'hostile', kind)));
    t.true(all.size > 25);
    for (const [name, outcome] of all) endedWell(t, name, outcome);
  });

onData('every small file of meshes becomes ready', async (t) => {
  t.timeout(300_000);
  await using folder = await testFolder();
  const from = join(DATA!, 'meshes');
  const files = readdirSync(from, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(glb|obj|ply|stl)$/i.test(entry.name))
    .map(({ name }) => ({ name, content: readFileSync(join(from, name)) }))
    .filter(({ content }) => content.length < 100_000);
  t.true(files.length > 5);
  for (const [name, outcome] of await outcomesOf(folder.path, files))
    t.true('report' in outcome, `${name}: ${'error' in outcome ? String(outcome.error) : ''}`);
});

onData('small meshes with damaged bytes become ready or fail with a reason', async (t) => {
  t.timeout(300_000);
  await using folder = await testFolder();
  const random = seeded(11);
  const names = ['BoxTextured_meshopt.glb', 'tri-cubevc.glb', 'draco-pos_color.ply', 'assimp-cube_vertexcolors.obj'];
  const damaged = names.flatMap((name) => {
    const whole = readFileSync(join(DATA!, 'meshes', name));
    return Array.from({ length: 3 }, (_, number) => {
      const content = Buffer.from(whole);
      for (let bytes = 1 + random() * 8; bytes > 0; bytes--)
        content[Math.floor(random() * content.length)] = Math.floor(random() * 256);
      return { name: `${number}-${name}`, content };
    });
  });
  for (const [name, outcome] of await outcomesOf(folder.path, damaged)) endedWell(t, name, outcome);
});
