import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import sharp from 'sharp';
import { LimitError, OverloadError, UnreadableError } from '../../../manifests/errors.ts';
import { IsolatedPool } from '../../../workers/isolate/pool.ts';
import type { TaskOf } from '../../../workers/isolate/task.ts';

const ROOMY = { memory: 1e9, seconds: 60 };
const onLinux = process.platform === 'linux' ? test.serial : test.serial.skip;

async function taskOf(t: ExecutionContext, bytes?: Buffer): Promise<TaskOf<'image'>> {
  const root = mkdtempSync(join(tmpdir(), 'vitrine-pool-'));
  t.teardown(() => rm(root, { recursive: true, force: true }));
  const source = join(root, 'original');
  const plain = sharp({ create: { width: 40, height: 30, channels: 3, background: '#123456' } });
  writeFileSync(source, bytes ?? (await plain.jpeg().toBuffer()));
  mkdirSync(join(root, 'made'));
  return { kind: 'image', source, folder: join(root, 'made'), maxPixels: 1e9 };
}

/** Large enough to be still at work when the test looks. */
async function longTask(t: ExecutionContext): Promise<TaskOf<'image'>> {
  const create = { width: 9000, height: 6000, channels: 3 as const, background: '#654321' };
  return taskOf(t, await sharp({ create }).png({ compressionLevel: 1 }).toBuffer());
}

/** The processes that this one has started, or another one. */
function childrenOf(pid: number | 'self' = 'self'): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8'));
  return lists.flatMap((list) =>
    list
      .split(' ')
      .filter((id) => id !== '')
      .map(Number),
  );
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) await wait(20);
}

test.serial('an image is made in the child and reported with its progress', async (t) => {
  await using pool = new IsolatedPool({ size: 1, ...ROOMY });
  const fractions: number[] = [];
  const task = await taskOf(t);
  const report = await pool.run(task, { onProgress: ({ fraction }) => fractions.push(fraction) });
  t.like(report.pages[0], { page: 1, width: 40, height: 30, file: 'page-1.zip' });
  t.deepEqual(readdirSync(task.folder), ['page-1.zip']);
  t.is(fractions[0], 0);
});

test.serial('errors arrive as what they are, in the words for a curator', async (t) => {
  await using pool = new IsolatedPool({ size: 1, ...ROOMY });
  await t.throwsAsync(pool.run(await taskOf(t, Buffer.alloc(0))), {
    instanceOf: UnreadableError,
    message: 'The file is empty.',
  });
  await t.throwsAsync(pool.run({ ...(await taskOf(t)), maxPixels: 10 }), { instanceOf: LimitError });
  const missing = await t.throwsAsync(pool.run({ ...(await taskOf(t)), source: '/nowhere' }));
  t.false(missing instanceof UnreadableError, 'a missing file is no fault of the image');
});

onLinux('one child does many tasks', async (t) => {
  await using pool = new IsolatedPool({ size: 1, ...ROOMY });
  await pool.run(await taskOf(t));
  const first = childrenOf();
  await t.throwsAsync(pool.run(await taskOf(t, Buffer.from('no image'))));
  await pool.run(await taskOf(t));
  t.deepEqual(childrenOf(), first);
  t.is(first.length, 1);
});

onLinux('no more than `size` children are at work, and all tasks get done', async (t) => {
  await using pool = new IsolatedPool({ size: 2, ...ROOMY });
  const tasks = await Promise.all(Array.from({ length: 6 }, () => taskOf(t)));
  let most = 0;
  const reports = await Promise.all(
    tasks.map((task) => pool.run(task, { onProgress: () => (most = Math.max(most, childrenOf().length)) })),
  );
  t.is(reports.length, 6);
  t.is(most, 2);
});

onLinux('a child that dies fails its own task only', async (t) => {
  await using pool = new IsolatedPool({ size: 2, ...ROOMY });
  const task = await longTask(t);
  const dying = pool.run(task, { onProgress: () => childrenOf().forEach((pid) => process.kill(pid, 'SIGSEGV')) });
  await t.throwsAsync(dying, { instanceOf: UnreadableError, message: /broke the program/ });
  t.is((await pool.run(await taskOf(t))).pages.length, 1);
});

test.serial('a task beyond its memory is killed, and the pool goes on with the next', async (t) => {
  await using pool = new IsolatedPool({ size: 1, memory: 1e6, seconds: 60 });
  const error = await t.throwsAsync(pool.run(await longTask(t)), { instanceOf: LimitError });
  t.regex(error?.message ?? '', /more than 1 MB of memory/);
  await t.throwsAsync(pool.run(await longTask(t)), { instanceOf: LimitError });
});

test.serial('a task beyond its time is killed', async (t) => {
  await using pool = new IsolatedPool({ size: 1, memory: 1e9, seconds: 0.05 });
  const error = await t.throwsAsync(pool.run(await longTask(t)), { instanceOf: LimitError });
  t.regex(error?.message ?? '', /longer than 0\.05 seconds/);
});

test.serial('limits that are given with a task hold for that task only', async (t) => {
  await using pool = new IsolatedPool({ size: 1, ...ROOMY });
  const limits = { memory: 1e9, seconds: 0.05 };
  await t.throwsAsync(pool.run(await longTask(t), { limits }), { instanceOf: LimitError });
  t.is((await pool.run(await taskOf(t))).pages.length, 1);
});

onLinux('an aborted task is killed with its child', async (t) => {
  await using pool = new IsolatedPool({ size: 1, ...ROOMY });
  const abort = new AbortController();
  const running = pool.run(await longTask(t), {
    signal: abort.signal,
    onProgress: () => abort.abort(new Error('the curator changed their mind')),
  });
  await t.throwsAsync(running, { message: 'the curator changed their mind' });
  t.deepEqual(childrenOf(), []);
});

test.serial('a task that is aborted while it waits never starts', async (t) => {
  await using pool = new IsolatedPool({ size: 1, ...ROOMY });
  const first = pool.run(await taskOf(t));
  const abort = new AbortController();
  const task = await taskOf(t);
  const second = pool.run(task, { signal: abort.signal });
  abort.abort(new Error('enough'));
  await t.throwsAsync(second, { message: 'enough' });
  await first;
  t.deepEqual(readdirSync(task.folder), []);
  t.is((await pool.run(await taskOf(t))).pages.length, 1, 'its place in the queue is not lost');
});

onLinux('a child sees none of the secrets in the environment, and runs at low priority', async (t) => {
  process.env['DATABASE_URL'] = 'postgres://secret';
  t.teardown(() => delete process.env['DATABASE_URL']);
  await using pool = new IsolatedPool({ size: 1, ...ROOMY });
  await pool.run(await taskOf(t));
  const [child = 0] = childrenOf();
  t.false(readFileSync(`/proc/${child}/environ`, 'utf8').includes('secret'));
  const nice = readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1]?.split(' ')[16];
  t.is(nice, '19');
});

onLinux('a pool that is disposed leaves no process, and takes on nothing more', async (t) => {
  const pool = new IsolatedPool({ size: 1, ...ROOMY });
  const running = t.throwsAsync(pool.run(await longTask(t)));
  const waiting = t.throwsAsync(pool.run(await taskOf(t)), { instanceOf: OverloadError });
  await pool[Symbol.asyncDispose]();
  t.deepEqual(childrenOf(), []);
  await Promise.all([running, waiting]);
  await t.throwsAsync(pool.run(await taskOf(t)), { instanceOf: OverloadError });
});

onLinux('children end when their parent is killed in the middle of a task', async (t) => {
  const parent = fork(new URL('./parent.ts', import.meta.url), [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  t.teardown(() => parent.kill('SIGKILL'));
  const task = await longTask(t);
  const started = new Promise((resolve) => parent.once('message', resolve));
  parent.send(task);
  await started;
  const orphans = childrenOf(parent.pid);
  t.is(orphans.length, 1);
  parent.kill('SIGKILL');
  await until(() => orphans.every((pid) => !isAlive(pid)));
  t.deepEqual(orphans.filter(isAlive), []);
});

function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
  } catch {
    return false;
  }
}
