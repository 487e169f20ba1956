import { stat } from 'node:fs/promises';
import { InvalidError, LimitError } from '../errors.ts';
import type { JobQueue } from '../jobs.ts';
import { freeSpace } from '../storage/free-space.ts';
import { acceptOriginal } from '../storage/originals.ts';
import type { Storage } from '../storage/storage.ts';
import { registerFile } from './assets.ts';
import type { Registration } from './assets.ts';
import type { Db } from './open.ts';

export interface FileToAccept {
  /** Absolute path. */
  path: string;
  name: string;
  /** Key of its object. */
  object: string;
  inPlace: boolean;
}

export interface AcceptContext {
  db: Db;
  storage: Storage;
  queue: JobQueue;
  /** Folder on whose disk the storage lies, and the bytes that must stay free there. */
  data: string;
  reserve: number;
  actor: string;
  signal: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/**
 * Takes a file in: its bytes, then its row, then its job. Once the row is written the file is accepted, and whatever
 * happens its work is done: a job that is missing is added again at the next start.
 */
export async function acceptFile(file: FileToAccept, context: AcceptContext): Promise<Registration> {
  const { db, storage, queue, data, reserve, actor, signal, onProgress } = context;
  const found = await stat(file.path);
  if (!found.isFile()) throw new InvalidError(`${file.path} is not a file, so it cannot be added`);
  if (!file.inPlace && (await freeSpace(data)) - found.size < reserve)
    throw new LimitError(
      `${file.name} needs ${found.size} bytes and the disk of ${data} must keep ${reserve} bytes free: make room, or lower --reserve`,
    );
  const { sha256, bytes } = await acceptOriginal(storage, file.path, {
    inPlace: file.inPlace,
    signal,
    ...(onProgress && { onProgress: (read: number) => onProgress(found.size === 0 ? 1 : read / found.size) }),
  });
  const registration = await registerFile(
    db,
    { object: file.object, name: file.name, source: file.path, inPlace: file.inPlace, sha256, bytes },
    actor,
  );
  if (registration.outcome !== 'unchanged')
    await queue.add([{ asset: registration.asset.id, generation: registration.asset.generation }]);
  return registration;
}
