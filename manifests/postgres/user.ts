import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Whom a child process runs as; empty for ourselves. */
export interface ProcessUser {
  uid?: number;
  gid?: number;
}

const run = promisify(execFile);

/**
 * PostgreSQL refuses to run as root. Started by root (as in containers), it runs as the data folder's owner where that
 * is somebody else, else as `postgres` where there is one, else as `nobody`.
 */
export async function chooseUser(dataFolder: string): Promise<ProcessUser> {
  if (process.getuid?.() !== 0) return {};
  const owner = await stat(dataFolder);
  if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUp('postgres')) ?? (await lookUp('nobody')) ?? {};
}

async function lookUp(name: string): Promise<ProcessUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
