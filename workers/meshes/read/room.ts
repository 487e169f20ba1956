import { statfs } from 'node:fs/promises';
import { LimitError } from '../../../manifests/errors.ts';

/** Left for the rest of the system. */
const RESERVE = 256e6;

/** Throws LimitError, with what is needed and what there is, where a disk has no room for so many more bytes. */
export async function needRoom(bytes: number, folder: string, what: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = Math.max(0, bavail * bsize - RESERVE);
  if (bytes <= free) return;
  throw new LimitError(
    `${what} needs ${bytes} bytes on the disk of the derivatives, where ${Math.floor(free)} are free for it. Make room, or upload something smaller.`,
  );
}
