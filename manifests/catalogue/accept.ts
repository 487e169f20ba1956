import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidError, LimitError } from '../errors.ts';
import type { JobQueue } from '../jobs.ts';
import { pack } from '../meshes/pack.ts';
import type { Packed } from '../meshes/pack.ts';
import { freeSpace } from '../storage/free-space.ts';
import { acceptOriginal, keepOriginal } from '../storage/originals.ts';
import type { Accepted } from '../storage/originals.ts';
import type { Storage } from '../storage/storage.ts';
import { registerFile } from './assets.ts';
import type { Registration } from './assets.ts';
import type { Db } from './open.ts';

export interface FileToAccept {
  /** Absolute path; by it the same file is known again. */
  path: string;
  name: string;
  /** The file, first, and others that it needs: these together, as one ZIP, are the original. Never in place. */
  pack?: readonly Packed[];
  /** Key of its object. */
  object: string;
  inPlace: boolean;
}

export interface AcceptContext {
  db: Db;
  storage: Storage;
  queue: JobQueue<'ingest'>;
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
  const bytesToRead = await sizeOf(file.pack ?? [file]);
  if (!file.inPlace && (await freeSpace(data)) - bytesToRead < reserve)
    throw new LimitError(
      `${file.name} needs ${bytesToRead} bytes and the disk of ${data} must keep ${reserve} bytes free: make room, or lower --reserve`,
    );
  const options = {
    signal,
    ...(onProgress && { onProgress: (read: number) => onProgress(bytesToRead === 0 ? 1 : read / bytesToRead) }),
  };
  const { sha256, bytes } = file.pack
    ? await acceptPack(storage, file.pack, options)
    : await acceptOriginal(storage, file.path, { ...options, inPlace: file.inPlace });
  const registration = await registerFile(
    db,
    { object: file.object, name: file.name, source: file.path, inPlace: file.inPlace, sha256, bytes },
    actor,
  );
  if (registration.outcome !== 'unchanged')
    await queue.add([{ asset: registration.asset.id, generation: registration.asset.generation }]);
  return registration;
}

async function sizeOf(files: readonly { path: string }[]): Promise<number> {
  let bytes = 0;
  for (const { path } of files) {
    const found = await stat(path);
    if (!found.isFile()) throw new InvalidError(`${path} is not a file, so it cannot be added`);
    bytes += found.size;
  }
  return bytes;
}

async function acceptPack(
  storage: Storage,
  files: readonly Packed[],
  options: { signal: AbortSignal; onProgress?: (bytesRead: number) => void },
): Promise<Accepted> {
  const folder = await storage.workFolder();
  try {
    const path = join(folder, 'pack.zip');
    await pack(files, path, options);
    return await keepOriginal(storage, path, options.signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
