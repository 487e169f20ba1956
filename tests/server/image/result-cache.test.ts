import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import { ResultCache } from '../../../server/image/result-cache.ts';
import type { ResultCacheOptions } from '../../../server/image/result-cache.ts';
import { testFolder } from '../../folder.ts';

const KILO = 1000;

async function folderOf(t: ExecutionContext): Promise<string> {
  const folder = await testFolder();
  t.teardown(() => folder[Symbol.asyncDispose]());
  return join(folder.path, 'results');
}

function open(t: ExecutionContext, folder: string, options: Partial<ResultCacheOptions> = {}): ResultCache {
  const onProblem = (problem: unknown): void => t.fail(String(problem));
  return new ResultCache({ folder, limit: 100 * KILO, writers: 1, reserve: 0, onProblem, ...options });
}

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const total = (folder: string): number => files(folder).reduce((sum, file) => sum + statSync(file).size, 0);

test('what one process has put another one gets', async (t) => {
  const folder = await folderOf(t);
  await using one = open(t, folder);
  await using other = open(t, folder);
  one.put('a/1', Buffer.from('first'));
  t.is(String(await one.get('a/1')), 'first', 'before it is on the disk');
  await one[Symbol.asyncDispose]();
  t.is(String(await one.get('a/1')), 'first');
  t.is(String(await other.get('a/1')), 'first');
  t.is(await other.get('a/2'), undefined);
});

for (const [name, spoil] of [
  ['a flipped bit', (bytes: Buffer) => bytes.map((byte, i) => (i === bytes.length - 2 ? byte ^ 1 : byte))],
  ['a lost end', (bytes: Buffer) => bytes.subarray(0, 20)],
  ['no byte at all', () => Buffer.alloc(0)],
] as const) {
  test(`a result with ${name} is not given out, and goes`, async (t) => {
    const folder = await folderOf(t);
    await using cache = open(t, folder);
    cache.put('key', Buffer.alloc(500, 7));
    await cache[Symbol.asyncDispose]();
    const [file = ''] = files(folder);
    writeFileSync(file, spoil(readFileSync(file)));
    t.is(await cache.get('key'), undefined);
    t.deepEqual(files(folder), []);
  });
}

test('it stays within its limit, and what was used last stays', async (t) => {
  const folder = await folderOf(t);
  await using cache = open(t, folder);
  cache.put('used', Buffer.alloc(4 * KILO));
  cache.put('unused', Buffer.alloc(4 * KILO));
  await cache[Symbol.asyncDispose]();
  const old = Date.now() / 1000 - 5000;
  for (const file of files(folder)) utimesSync(file, old, old);
  await cache.get('used');
  for (let i = 0; i < 60; i++) {
    cache.put(`more/${i}`, Buffer.alloc(4 * KILO));
    await cache[Symbol.asyncDispose]();
  }
  await cache[Symbol.asyncDispose]();
  t.true(total(folder) <= 110 * KILO, String(total(folder)));
  t.true(total(folder) >= 80 * KILO, 'and not much less');
  t.is(await cache.get('unused'), undefined);
  t.true((await cache.get('more/59')) !== undefined);
});

test('a result that is used goes after those that are older', async (t) => {
  const folder = await folderOf(t);
  const before = open(t, folder);
  for (const name of ['a', 'b', 'c']) before.put(name, Buffer.alloc(4 * KILO));
  await before[Symbol.asyncDispose]();
  const old = Date.now() / 1000 - 5000;
  for (const file of files(folder)) utimesSync(file, old, old);
  await before.get('b');
  await using smaller = open(t, folder, { limit: 5 * KILO });
  await smaller[Symbol.asyncDispose]();
  t.deepEqual(await Promise.all(['a', 'b', 'c'].map(async (name) => (await smaller.get(name)) !== undefined)), [
    false,
    true,
    false,
  ]);
});

test('a result that would fill a twentieth of it is let go', async (t) => {
  const folder = await folderOf(t);
  await using cache = open(t, folder);
  cache.put('large', Buffer.alloc(6 * KILO));
  t.is(await cache.get('large'), undefined);
});

test('nothing is written to a disk that is nearly full', async (t) => {
  const folder = await folderOf(t);
  await using cache = open(t, folder, { reserve: Number.MAX_SAFE_INTEGER });
  cache.put('key', Buffer.alloc(500));
  await cache[Symbol.asyncDispose]();
  t.deepEqual(files(folder), []);
});

test('what other versions and killed processes have left is deleted', async (t) => {
  const folder = await folderOf(t);
  mkdirSync(join(folder, 'v0', 'ab'), { recursive: true });
  mkdirSync(join(folder, 'v1'));
  writeFileSync(join(folder, 'v0', 'ab', 'old'), 'old');
  for (const name of ['tmp-1-1', 'tmp-1-2']) writeFileSync(join(folder, 'v1', name), 'half');
  const old = Date.now() / 1000 - 5000;
  utimesSync(join(folder, 'v1', 'tmp-1-1'), old, old);
  await using cache = open(t, folder);
  await cache[Symbol.asyncDispose]();
  t.deepEqual(files(folder), [join(folder, 'v1', 'tmp-1-2')], 'one that is young may still be written');
});

test('a folder that cannot be written costs nothing but the cache', async (t) => {
  const folder = await folderOf(t);
  writeFileSync(folder, 'a file');
  const problems: unknown[] = [];
  await using cache = open(t, folder, { onProblem: (problem) => problems.push(problem) });
  cache.put('key', Buffer.from('bytes'));
  await cache[Symbol.asyncDispose]();
  await wait(0);
  t.is(await cache.get('key'), undefined);
  t.true(problems.length > 0);
});
