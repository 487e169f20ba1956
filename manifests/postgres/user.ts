import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Whom PostgreSQL's programs run as. */
export interface ProcessUser {
  /** Absent: as ourselves. */
  identity?: { uid: number; gid: number };
  /** The user may enter only some of the folders on the way, and is let through the others. */
  needsPassage: boolean;
}

/** A program with its arguments, and as whom to start it. */
export interface UserCommand {
  file: string;
  args: string[];
  options: { uid?: number; gid?: number };
}

const run = promisify(execFile);

/**
 * PostgreSQL refuses to run as root. Started by root (as in containers), it runs as the data folder's owner where that
 * is somebody else, else as `postgres` where there is one, else as `nobody`, who must get to all of `paths`.
 */
export async function chooseUser(dataFolder: string, paths: readonly string[]): Promise<ProcessUser> {
  if (process.getuid?.() !== 0) return { needsPassage: false };
  const { uid, gid } = await stat(dataFolder);
  const identity = uid === 0 ? ((await lookUp('postgres')) ?? (await lookUp('nobody'))) : { uid, gid };
  if (!identity) return { needsPassage: false };
  const open = await Promise.all([dataFolder, ...paths].map((path) => mayReach(path, identity)));
  return { identity, needsPassage: open.includes(false) };
}

/**
 * The command as that user. Where root keeps the program in a folder of its own, such as its home, the user gets one of
 * root's rights, to pass by file permissions, and nothing else of root (capabilities(7), CAP_DAC_OVERRIDE).
 */
export function asUser({ identity, needsPassage }: ProcessUser, file: string, args: string[]): UserCommand {
  if (!identity) return { file, args, options: {} };
  if (!needsPassage || process.platform !== 'linux') return { file, args, options: identity };
  const { uid, gid } = identity;
  const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return {
    file: 'setpriv',
    args: [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights, file, ...args],
    options: {},
  };
}

async function mayReach(path: string, { uid, gid }: { uid: number; gid: number }): Promise<boolean> {
  const found = await stat(path);
  const right = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
  if ((found.mode & right) === 0) return false;
  const parent = dirname(path);
  return parent === path || mayReach(parent, { uid, gid });
}

async function lookUp(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
