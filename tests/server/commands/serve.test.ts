import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, copyFile, mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import test from 'ava';
import sharp from 'sharp';
import { openCatalogue } from '../../../manifests/catalogue/open.ts';
import { isAlive } from '../../../manifests/processes.ts';
import { workersAreRunning } from '../../../workers/presence.ts';
import { testFolder } from '../../folder.ts';
import { runProgram, startProduct, startProgram } from '../../product.ts';
import type { Finished } from '../../product.ts';

const run = promisify(execFile);

/** One sentence or two on one line, and no stack. */
function isOneSentence({ stderr, code }: Finished): boolean {
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('{"level":30'));
  return code === 1 && lines.length === 1 && !/\bat .*:\d+:\d+/.test(stderr);
}

test('a taken port is named, with another to try', async (t) => {
  await using folder = await testFolder();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const finished = await runProgram(['serve', '--data', join(folder.path, 'data'), '--port', String(port)]);
  other.close();
  t.true(isOneSentence(finished), finished.stderr);
  t.regex(finished.stderr, new RegExp(`Port ${port} of 127.0.0.1 is taken. Choose another with --port`));
});

test('a taken port is named once, however many processes are to listen', async (t) => {
  await using folder = await testFolder();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const flags = ['--processes', '2', '--data', join(folder.path, 'data'), '--port', String(port)];
  const finished = await runProgram(['serve', ...flags]);
  other.close();
  t.true(isOneSentence(finished), finished.stderr);
  t.regex(finished.stderr, new RegExp(`Port ${port} of 127.0.0.1 is taken`));
});

test('whoever adds files as soon as the server is there leaves the work to its workers', async (t) => {
  await using product = await startProduct();
  await using database = await product.database();
  const db = await openCatalogue(database.url);
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  await db.destroy();
  t.true(await workersAreRunning({ databaseUrl: database.url, installation }));
});

/** The processes that the server has started, and what they run. */
async function childrenOf(pid: number): Promise<{ pid: number; command: string }[]> {
  const { stdout } = await run('ps', ['-o', 'pid=,args=', '--ppid', String(pid)]);
  return stdout
    .trim()
    .split('\n')
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line }));
}

/** On a connection of its own: one that is kept may be that of a process that is killed. */
const fetchOnce = (url: string): Promise<Response> => fetch(url, { headers: { connection: 'close' } });

async function requestsCounted(url: string): Promise<number> {
  const text = await (await fetchOnce(`${url}/metrics`)).text();
  return Number(/^vitrine_http_requests_total\{route="\/oembed",status="4xx"\} (\d+)$/m.exec(text)?.[1]);
}

test('several processes answer at one address, are counted together, and one that dies is replaced', async (t) => {
  await using product = await startProduct({ flags: ['--processes', '2', '--jobs', '0'] });
  const { pid } = JSON.parse(await readFile(join(product.data, 'server.json'), 'utf8')) as { pid: number };
  const serving = async () => (await childrenOf(pid)).filter(({ command }) => command.includes('main.ts serve'));
  const before = await serving();
  t.is(before.length, 2);
  for (let i = 0; i < 10; i++) t.is((await fetchOnce(`${product.url}/oembed`)).status, 400);
  t.is(await requestsCounted(product.url), 10);
  t.is(await requestsCounted(product.url), 10, 'whichever of them is asked');

  process.kill(before[0]?.pid ?? 0, 'SIGKILL');
  for (let waited = 0; waited < 20_000; waited += 100) {
    const now = await serving();
    if (now.length === 2 && !now.some((child) => child.pid === before[0]?.pid)) break;
    await sleep(100);
  }
  t.is((await serving()).length, 2);
  t.is((await fetchOnce(`${product.url}/health`)).status, 200);
  t.is(await product.stop(), 0);
  t.false(
    before.some((child) => isAlive(child.pid)),
    'and all end with the first',
  );
});

test('a second server on the same data folder says where the first one is', async (t) => {
  await using product = await startProduct();
  const finished = await product.run('serve', '--port', '0');
  t.true(isOneSentence(finished), finished.stderr);
  t.true(finished.stderr.includes(`A server already runs on the data folder`), finished.stderr);
  t.true(finished.stderr.includes(product.url), finished.stderr);
  t.is((await fetch(`${product.url}/health`)).status, 200);
});

for (const [what, args, env, sentence] of [
  [
    'a data folder that cannot be made',
    ['serve', '--data', '/dev/null/data'],
    {},
    /The data folder \/dev\/null\/data cannot be written: .*Choose another with --data/,
  ],
  [
    'a wrong DATABASE_URL',
    ['serve'],
    { DATABASE_URL: 'postgres://somebody:secret@127.0.0.1:9/none' },
    /PostgreSQL at postgres:\/\/somebody:\*\*\*@127.0.0.1:9\/none cannot be used: .*ECONNREFUSED/,
  ],
  [
    'an unknown option',
    ['serve', '--prot', '80'],
    {},
    /--prot is not an option of vitrine serve. Did you mean --port\?/,
  ],
  ['an option without its value', ['serve', '--port'], {}, /--port needs a value: --port N/],
  ['an unknown command', ['sevre'], {}, /There is no command "sevre". Did you mean serve\?/],
  ['an unknown setting', ['serve'], { VITRINE_PROT: '80' }, /The environment variable VITRINE_PROT is not a setting/],
  ['a path that is not there', ['add', '/nowhere/at-all.tif'], {}, /\/nowhere\/at-all.tif cannot be added: ENOENT/],
  [
    'a Redis that is not there',
    ['serve'],
    { REDIS_URL: 'redis://127.0.0.1:9' },
    /The queue in Redis cannot be used: .*ECONNREFUSED/,
  ],
] as const) {
  test(`${what} is told in a sentence`, async (t) => {
    await using folder = await testFolder();
    const data =
      args.includes('--data' as never) || what.includes('command') ? [] : ['--data', join(folder.path, 'data')];
    const finished = await runProgram([...args, ...data], env);
    t.true(isOneSentence(finished), finished.stderr);
    t.regex(finished.stderr, sentence);
  });
}

const OLD_NODE = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => majorVersion(path) < 24);
(OLD_NODE === undefined ? test.skip : test)('a runtime that is too old is told what to do', async (t) => {
  await using folder = await testFolder();
  await mkdir(join(folder.path, 'server'));
  const copy = join(folder.path, 'server', 'vitrine.mjs');
  await copyFile(new URL('../../../server/vitrine.js', import.meta.url), copy);
  const error = await t.throwsAsync<Error & { stderr: string; code: number }>(run(OLD_NODE ?? '', [copy, 'serve']));
  t.is(error?.code, 1);
  t.regex(error?.stderr ?? '', /^Vitrine needs Node.js 24 or later, this is \d+\.\d+\.\d+\. Run `npm ci`.*\n$/);
});

function majorVersion(node: string): number {
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return Number(/^v(\d+)/.exec(stdout ?? '')?.[1]);
}

test('SIGTERM answers what was asked, hands jobs back, stops PostgreSQL and ends with 0', async (t) => {
  await using product = await startProduct();
  const path = join(product.folder, 'large.png');
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  await sharp({ create: { width: 3000, height: 2000, channels: 3, background: '#000', noise } })
    .jpeg()
    .toFile(path);
  const [added] = await product.add([path]);
  const second = join(product.folder, 'second.png');
  await sharp({ create: { width: 7000, height: 5000, channels: 3, background: '#000', noise } })
    .jpeg()
    .toFile(second);
  const adding = product.begin('add', '--json', second);
  await untilWorking(product.url);
  const slow = fetch(`${added?.url}/full/2999,/3/default.png`);
  await sleep(300);
  const postmaster = await readFile(join(product.data, 'postgres', 'postmaster.pid'), 'utf8').catch(() => undefined);
  const stopping = product.stop();
  t.is((await slow).status, 200);
  t.is(await stopping, 0);
  adding.kill();
  await adding.finished;
  await t.throwsAsync(access(join(product.data, 'server.json')));
  await product.start();
  // `add` used the database too, and went without stopping it.
  await product.stop();
  if (postmaster !== undefined) t.false(isAlive(Number.parseInt(postmaster, 10)));
  t.false(/"level":(50|60)/.test(product.log), product.log);
});

/** Until an asset is being worked on, as the pages hear it. */
async function untilWorking(url: string): Promise<void> {
  const response = await fetch(`${url}/api/events`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (/"state":"working"/.test(text)) return;
  }
}

test('a second start of the same folder answers with what was there', async (t) => {
  await using product = await startProduct();
  const path = join(product.folder, 'small.png');
  await sharp({ create: { width: 30, height: 20, channels: 3, background: '#a00' } })
    .png()
    .toFile(path);
  const [added] = await product.add([path], ['--object', 'small']);
  t.is(added?.state, 'ready');
  await product.stop();
  await product.start();
  t.is((await fetch(`${product.url}/iiif/presentation/3/manifests/small`)).status, 200);
  t.true((await product.add([path]))[0]?.unchanged);
  t.is((await product.add([path]))[0]?.asset, added?.asset);
});

test('a signal that comes twice at once, as npm passes it on, still ends everything in order', async (t) => {
  await using folder = await testFolder();
  const data = join(folder.path, 'data');
  const program = startProgram(['serve', '--port', '0', '--data', data]);
  while (!program.stdout().includes('Vitrine is at')) await sleep(20);
  program.signal('SIGTERM');
  program.signal('SIGINT');
  t.is((await program.finished).code, 0);
  await t.throwsAsync(access(join(data, 'postgres', 'postmaster.pid')), { code: 'ENOENT' });
});

test('with the setting gamut=p3, what is added keeps its wide colours in every image that is served', async (t) => {
  await using product = await startProduct({ env: { VITRINE_GAMUT: 'p3' } });
  const file = join(product.folder, 'wide.png');
  const create = { width: 600, height: 300, channels: 3 as const, background: '#1a8' };
  await sharp({ create }).withIccProfile('p3').png().toFile(file);
  const [added] = await product.add([file]);
  t.is(added?.state, 'ready');
  for (const path of ['0,0,512,300/512,300/0/default.jpg', 'full/max/0/default.jpg', 'full/100,/90/default.webp']) {
    const response = await fetch(`${added?.url}/${path}`);
    const { icc } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
    t.true(icc !== undefined && icc.length < 600, path);
  }
});
