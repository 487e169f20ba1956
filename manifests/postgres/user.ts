import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Whom PostgreSQL's programs run as. */
export interface ProcessUser {
  /** Absent: as ourselves. */
  identity?: Identity;
  /** Only called so, inside a namespace of its own; outside it is root, and so is the owner of its files. */
  byNameOnly: boolean;
}

interface Identity {
  uid: number;
  gid: number;
}

/** A program with its arguments, and as whom to start it. */
export interface UserCommand {
  file: string;
  args: string[];
  options: Partial<Identity>;
}

const run = promisify(execFile);

/**
 * PostgreSQL refuses to run as root. Started by root (as in containers), it runs as the owner of the cluster or of the
 * data folder where that is somebody else, else as `postgres` where there is one, else as `nobody`: in person if they
 * can get to all `paths`, else in name.
 */
export async function chooseUser(dataFolder: string, cluster: string, paths: readonly string[]): Promise<ProcessUser> {
  if (process.getuid?.() !== 0) return { byNameOnly: false };
  const made = await stat(cluster).catch(() => undefined);
  const { uid, gid } = made ?? (await stat(dataFolder));
  if (uid !== 0) return { identity: { uid, gid }, byNameOnly: false };
  const identity = (await lookUp('postgres')) ?? (await lookUp('nobody'));
  if (!identity) return { byNameOnly: false };
  const reachable = await Promise.all([dataFolder, ...paths].map((path) => mayReach(path, identity)));
  return { identity, byNameOnly: made !== undefined || reachable.includes(false) };
}

/**
 * The command as that user. What lies where only root may enter, such as root's home, nobody else can run; there the
 * program stays root, in a user namespace (user_namespaces(7)) in which root is called by the other's name, which is
 * all that PostgreSQL looks at.
 */
export function asUser({ identity, byNameOnly }: ProcessUser, file: string, args: string[]): UserCommand {
  if (!identity) return { file, args, options: {} };
  if (!byNameOnly || process.platform !== 'linux') return { file, args, options: identity };
  const names = [`--map-user=${identity.uid}`, `--map-group=${identity.gid}`];
  return { file: 'unshare', args: ['--user', ...names, file, ...args], options: {} };
}

async function mayReach(path: string, { uid, gid }: Identity): Promise<boolean> {
  const found = await stat(path);
  const right = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
  if ((found.mode & right) === 0) return false;
  const parent = dirname(path);
  return parent === path || mayReach(parent, { uid, gid });
}

async function lookUp(name: string): Promise<Identity | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
