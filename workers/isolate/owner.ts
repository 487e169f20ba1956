import { link, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../manifests/processes.ts';

/**
 * Who works in a folder that outlives its process. A child whose parent was killed ends by itself, but only when it next
 * looks up from its work: until then the one that is to go on there waits. Owners are numbered, `owner-1` and so on, the last is
 * the one. To come after one that is gone is to make the next note, which of several that wait one only can.
 */
const NOTE = /^owner-(\d+)$/;
const PATIENCE_MS = 120_000;
const LOOK_MS = 50;

/** Waits until nobody else works in the folder, and notes that this process does. Throws when that takes too long. */
export async function takeFolder(folder: string): Promise<void> {
  const since = Date.now();
  const draft = join(folder, `${process.pid}.owner`);
  for (;;) {
    const { number, pid } = await lastOwner(folder);
    if (pid === process.pid) return;
    if (pid === undefined) {
      await writeFile(draft, `${process.pid} ${await startOf(process.pid)}`);
      const taken = await linkNew(draft, join(folder, `owner-${number + 1}`));
      await rm(draft);
      if (taken) return;
    } else if (Date.now() - since > PATIENCE_MS) {
      throw new Error(`The process ${pid} still works in ${folder}, which is to be gone on with`);
    }
    await sleep(LOOK_MS);
  }
}

/** The process that works in the folder, while it lives. */
export async function ownerOf(folder: string): Promise<number | undefined> {
  return (await lastOwner(folder)).pid;
}

async function lastOwner(folder: string): Promise<{ number: number; pid: number | undefined }> {
  const names = await readdir(folder);
  const number = Math.max(0, ...names.map((name) => Number(NOTE.exec(name)?.[1] ?? 0)));
  const note = number === 0 ? '' : await readFile(join(folder, `owner-${number}`), 'utf8');
  const [id, start] = note.split(' ');
  const pid = Number(id);
  const lives = pid > 0 && isAlive(pid) && (await startOf(pid)) === start;
  return { number, pid: lives ? pid : undefined };
}

/** Whether it was this call that gave the file its second name, which nobody has written before. */
async function linkNew(path: string, name: string): Promise<boolean> {
  try {
    await link(path, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** When a process started, in ticks, where the system tells: an id alone is given to another one after a while. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Field 22 of proc(5), counted from behind the name, which may hold spaces.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
