import { createHash } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { copyFile, open, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NotFoundError } from '../errors.ts';
import type { LocalFile, Storage } from './storage.ts';

/** How an asset row names its original. */
export interface OriginalRef {
  sha256: string;
  /** The master stays at `source` and is never copied. */
  inPlace: boolean;
  source: string | null;
  bytes: number;
}

export interface Accepted {
  sha256: string;
  bytes: number;
}

export interface AcceptOptions {
  inPlace: boolean;
  signal?: AbortSignal;
  onProgress?: (bytesRead: number) => void;
}

const originalKey = (sha256: string): string => `originals/${sha256.slice(0, 2)}/${sha256}`;

/** Reads a file, and keeps its bytes under their SHA-256 unless it stays in place. On return they are on the disk. */
export async function acceptOriginal(storage: Storage, path: string, options: AcceptOptions): Promise<Accepted> {
  if (options.inPlace) return hashed(path, options);
  const folder = await storage.workFolder();
  try {
    const copy = join(folder, 'original');
    // A reflink costs nothing and shares its blocks with the master; elsewhere one pass copies and hashes.
    const accepted = (await reflink(path, copy)) ? await hashed(copy, options) : await hashed(path, options, copy);
    await storage.adopt(originalKey(accepted.sha256), copy);
    return accepted;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Takes over a file of our own as an original. It is gone from its old place after that. */
export async function keepOriginal(storage: Storage, path: string, signal?: AbortSignal): Promise<Accepted> {
  const kept = await hashed(path, signal ? { signal } : {});
  await storage.adopt(originalKey(kept.sha256), path);
  return kept;
}

/**
 * Makes sure that the original is there and as large as when it was added. Throws NotFoundError where a master that was
 * left in place is not.
 */
export async function requireOriginal(original: OriginalRef): Promise<void> {
  const path = masterOf(original);
  if (path === undefined) return;
  const { size } = await stat(path).catch(gone(path));
  if (size !== original.bytes)
    throw new NotFoundError(
      `The master ${basename(path)} is not what it was when it was added: add it again to serve it as it is`,
    );
}

/** The original as a file on this machine. Throws NotFoundError when a master in place is gone. */
export async function originalFile(storage: Storage, original: OriginalRef): Promise<LocalFile> {
  const path = masterOf(original);
  if (path === undefined) return storage.file(originalKey(original.sha256));
  await stat(path).catch(gone(path));
  return { path, [Symbol.asyncDispose]: () => Promise.resolve() };
}

export async function originalStream(
  storage: Storage,
  original: OriginalRef,
  range?: { start: number; end: number },
): Promise<Readable> {
  const path = masterOf(original);
  if (path === undefined) return storage.stream(originalKey(original.sha256), range);
  return (await open(path, 'r').catch(gone(path))).createReadStream(range);
}

const masterOf = ({ inPlace, source }: OriginalRef): string | undefined =>
  inPlace && source !== null ? source : undefined;

function gone(path: string): (cause: Error) => never {
  return (cause) => {
    throw new NotFoundError(`The master ${basename(path)}, left in place, cannot be read any more`, { cause });
  };
}

async function reflink(path: string, copy: string): Promise<boolean> {
  return copyFile(path, copy, constants.COPYFILE_FICLONE_FORCE).then(
    () => true,
    () => false,
  );
}

async function hashed(
  path: string,
  { signal, onProgress }: Omit<AcceptOptions, 'inPlace'>,
  copy?: string,
): Promise<Accepted> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* pass(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      onProgress?.(bytes);
      if (copy !== undefined) yield chunk;
    }
  }
  const source = createReadStream(path, { highWaterMark: 1024 * 1024 });
  const sink = copy === undefined ? discard : createWriteStream(copy, { flags: 'w' });
  await pipeline(source, pass, sink, signal ? { signal } : {});
  return { sha256: hash.digest('hex'), bytes };
}

async function discard(chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const chunk of chunks) void chunk;
}
