import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../manifests/processes.ts';

/**
 * Who works in a folder that outlives its process. A child whose parent was killed ends by itself, but only when it next
 * looks up from its work: until then the one that is to go on there waits.
 */
const OWNER = 'owner';
const PATIENCE_MS = 120_000;
const LOOK_MS = 50;

/** Waits until nobody else works in the folder, and notes that this process does. Throws when that takes too long. */
export async function takeFolder(folder: string): Promise<void> {
  const since = Date.now();
  for (let owner = await ownerOf(folder); owner !== undefined && owner !== process.pid; owner = await ownerOf(folder)) {
    if (Date.now() - since > PATIENCE_MS)
      throw new Error(`The process ${owner} still works in ${folder}, which is to be gone on with`);
    await sleep(LOOK_MS);
  }
  const note = join(folder, `${OWNER}.${process.pid}`);
  await writeFile(note, `${process.pid} ${await startOf(process.pid)}`);
  await rename(note, join(folder, OWNER));
}

/** The process that works in the folder, while it lives. */
export async function ownerOf(folder: string): Promise<number | undefined> {
  const note = await readFile(join(folder, OWNER), 'utf8').catch(() => '');
  const [id, start] = note.split(' ');
  const pid = Number(id);
  return pid > 0 && isAlive(pid) && (await startOf(pid)) === start ? pid : undefined;
}

/** When a process started, in ticks, where the system tells: an id alone is given to another one after a while. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // Field 22 of proc(5), counted from behind the name, which may hold spaces.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
