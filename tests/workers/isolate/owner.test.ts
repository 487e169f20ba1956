import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { ownerOf, takeFolder } from '../../../workers/isolate/owner.ts';
import { testFolder } from '../../folder.ts';

test('a folder has an owner once it is taken, and may be taken again by the same', async (t) => {
  await using folder = await testFolder();
  t.is(await ownerOf(folder.path), undefined);
  await takeFolder(folder.path);
  await takeFolder(folder.path);
  t.is(await ownerOf(folder.path), process.pid);
});

/** A process that takes the folder, says so, and stays. */
async function taker(folder: string): Promise<ChildProcess> {
  const program = join(folder, 'program.mjs');
  const owner = new URL('../../../workers/isolate/owner.ts', import.meta.url).href;
  await writeFile(
    program,
    `import { takeFolder } from ${JSON.stringify(owner)};
    process.send('waits');
    await takeFolder(${JSON.stringify(folder)});
    process.send('taken');
    setInterval(() => undefined, 1000);`,
  );
  return fork(program, { execArgv: [] });
}

const said = (child: ChildProcess, word: string): Promise<unknown> =>
  new Promise((resolve) => {
    child.on('message', (message) => message === word && resolve(undefined));
  });

test('who wants a folder waits until the one who works in it is gone', async (t) => {
  await using folder = await testFolder();
  const child = await taker(folder.path);
  await said(child, 'taken');
  t.is(await ownerOf(folder.path), child.pid);
  let taken = false;
  const taking = takeFolder(folder.path).then(() => (taken = true));
  child.kill('SIGSTOP');
  await sleep(300);
  t.false(taken, 'it is still there, though it does nothing');
  child.kill('SIGKILL');
  await taking;
  t.is(await ownerOf(folder.path), process.pid);
});

test('of many who wait for the same one to go, one at a time gets the folder', async (t) => {
  await using folder = await testFolder();
  const first = await taker(folder.path);
  await said(first, 'taken');
  const others = await Promise.all(Array.from({ length: 4 }, () => taker(folder.path)));
  const got: ChildProcess[] = [];
  for (const other of others) void said(other, 'taken').then(() => got.push(other));
  await Promise.all(others.map((other) => said(other, 'waits')));
  let last = first;
  for (let turn = 1; turn <= others.length; turn++) {
    const gone = once(last, 'exit');
    last.kill('SIGKILL');
    await gone;
    while (got.length < turn) await sleep(20);
    await sleep(200);
    t.is(got.length, turn, 'one, and not two');
    last = got[turn - 1]!;
    t.is(await ownerOf(folder.path), last.pid);
  }
  last.kill('SIGKILL');
});

test('a number that another process has got meanwhile does not keep a folder', async (t) => {
  await using folder = await testFolder();
  await writeFile(join(folder.path, 'owner-1'), `${process.ppid} 1`);
  t.is(await ownerOf(folder.path), undefined);
  await writeFile(join(folder.path, 'owner-2'), 'nonsense');
  t.is(await ownerOf(folder.path), undefined);
});
