import { fork } from 'node:child_process';
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

test('who wants a folder waits until the one who works in it is gone', async (t) => {
  await using folder = await testFolder();
  const program = join(folder.path, 'program.mjs');
  const owner = new URL('../../../workers/isolate/owner.ts', import.meta.url).href;
  await writeFile(
    program,
    `import { takeFolder } from ${JSON.stringify(owner)};
    await takeFolder(${JSON.stringify(folder.path)});
    process.send('taken');
    setInterval(() => undefined, 1000);`,
  );
  const child = fork(program, { execArgv: [] });
  await once(child, 'message');
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

test('a number that another process has got meanwhile does not keep a folder', async (t) => {
  await using folder = await testFolder();
  await writeFile(join(folder.path, 'owner'), `${process.ppid} 1`);
  t.is(await ownerOf(folder.path), undefined);
  await writeFile(join(folder.path, 'owner'), 'nonsense');
  t.is(await ownerOf(folder.path), undefined);
});
