import { randomBytes } from 'node:crypto';
import { createWriteStream, read as readAt } from 'node:fs';
import { copyFile, constants, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, posix, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { LRUCache } from 'lru-cache';
import { InvalidError, NotFoundError, expected } from '../errors.ts';
import { isAlive } from '../processes.ts';
import type { LocalFile, Storage, StoredFile } from './storage.ts';

/** Files kept open for reading: opening one costs four times a read of a tile. */
const OPEN_FILES = 256;
const TEMPORARY = '.tmp';
const LASTING = '.work';
const HOST = hostname();
const ABANDONED_MS = 24 * 3600 * 1000;

const readBytes = promisify(readAt);

/** A folder of `lastingFolder`. */
export interface LastingFolder {
  name: string;
  path: string;
  /** Made by this machine, and not by another one that shares the disk. */
  ours: boolean;
  modified: Date;
}

/** One file that stays open while it is in the cache or being read. */
interface OpenFile {
  handle: Promise<FileHandle>;
  users: number;
  evicted: boolean;
}

/** A folder on this machine's disk, or on one that is mounted. */
export class LocalStorage implements Storage {
  readonly #root: string;
  readonly #open = new LRUCache<string, OpenFile>({
    max: OPEN_FILES,
    dispose: (file) => {
      file.evicted = true;
      closeUnused(file);
    },
  });

  constructor(root: string) {
    this.#root = root;
  }

  async write(key: string, bytes: Readable): Promise<StoredFile> {
    const temporary = await this.#temporary();
    try {
      await pipeline(bytes, createWriteStream(temporary, { flush: true }));
      return await this.#publish(key, temporary);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async adopt(key: string, path: string): Promise<StoredFile> {
    try {
      await flush(path);
    } catch (cause) {
      const error = cause as NodeJS.ErrnoException;
      return (error.code === 'ENOENT' ? await this.stat(key) : undefined) ?? notFound(key)(error);
    }
    const stored = await this.#publish(key, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error;
      return this.#copy(key, path);
    });
    await rm(path, { force: true });
    return stored;
  }

  /** From another disk. */
  async #copy(key: string, path: string): Promise<StoredFile> {
    const temporary = await this.#temporary();
    try {
      await copyFile(path, temporary, constants.COPYFILE_FICLONE);
      await flush(temporary);
      return await this.#publish(key, temporary);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async read(key: string, offset: number, length: number): Promise<Buffer> {
    const file = this.#opened(key);
    file.users++;
    try {
      const { fd } = await file.handle;
      const buffer = Buffer.allocUnsafe(length);
      // The callback form on the descriptor: FileHandle.read costs a third more per tile.
      const { bytesRead } = await readBytes(fd, buffer, 0, length, offset);
      return bytesRead === length ? buffer : buffer.subarray(0, bytesRead);
    } finally {
      file.users--;
      closeUnused(file);
    }
  }

  async stream(key: string, range?: { start: number; end: number }): Promise<Readable> {
    const handle = await open(this.#path(key), 'r').catch(notFound(key));
    return handle.createReadStream(range ?? {});
  }

  async file(key: string): Promise<LocalFile> {
    const path = this.#path(key);
    await stat(path).catch(notFound(key));
    return { path, [Symbol.asyncDispose]: () => Promise.resolve() };
  }

  async stat(key: string): Promise<StoredFile | undefined> {
    const found = await stat(this.#path(key)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
    return found?.isFile() ? { key, size: found.size, modified: found.mtime } : undefined;
  }

  async *list(prefix: string): AsyncIterable<StoredFile> {
    const folder = prefix.endsWith('/') || prefix === '' ? prefix : `${posix.dirname(prefix)}/`;
    const top = folder === '' || folder === './' ? this.#root : this.#path(folder);
    for await (const path of walk(top)) {
      const key = relative(this.#root, path).split(sep).join('/');
      if (!key.startsWith(prefix) || key.startsWith(`${TEMPORARY}/`) || key.startsWith(`${LASTING}/`)) continue;
      const found = await this.stat(key);
      if (found) yield found;
    }
  }

  async delete(key: string): Promise<void> {
    this.release(key);
    await rm(this.#path(key), { force: true, recursive: key.endsWith('/') });
  }

  release(key: string): void {
    const stale = [...this.#open.keys()].filter((held) => held === key || (key.endsWith('/') && held.startsWith(key)));
    for (const held of stale) this.#open.delete(held);
  }

  async workFolder(): Promise<string> {
    const folder = await this.#temporary();
    await mkdir(folder);
    return folder;
  }

  async lastingFolder(name: string): Promise<string> {
    const folder = join(this.#root, LASTING, `${name}@${HOST}`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Those that are there, of all machines. */
  async lastingFolders(): Promise<LastingFolder[]> {
    const entries = await readdir(join(this.#root, LASTING)).catch(() => []);
    const folders = entries.map(async (entry) => {
      const at = entry.indexOf('@');
      const path = join(this.#root, LASTING, entry);
      const { mtime } = await stat(path);
      return { name: entry.slice(0, at), path, ours: entry.slice(at + 1) === HOST, modified: mtime };
    });
    return Promise.all(folders);
  }

  /** Deletes the temporary files of processes that were killed: of this machine's at once, of others' after a day. */
  async removeAbandoned(): Promise<void> {
    const folder = join(this.#root, TEMPORARY);
    const entries = await readdir(folder).catch(() => []);
    for (const entry of entries) {
      const [pid, host] = entry.split('@');
      const path = join(folder, entry);
      const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
      if (host?.startsWith(`${HOST}-`) ? !isAlive(Number(pid)) : age > ABANDONED_MS)
        await rm(path, { recursive: true, force: true });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const handles = [...this.#open.values()].map((file) => file.handle);
    this.#open.clear();
    await Promise.allSettled(handles);
  }

  #path(key: string): string {
    const clean = posix.normalize(key);
    if (clean !== key || clean.startsWith('/') || clean.startsWith('..') || clean === '.' || clean.includes('\0'))
      throw new InvalidError(expected('a relative path without dots', 'a storage key', key));
    return join(this.#root, key);
  }

  async #temporary(): Promise<string> {
    const folder = join(this.#root, TEMPORARY);
    await mkdir(folder, { recursive: true });
    return join(folder, `${process.pid}@${HOST}-${randomBytes(8).toString('hex')}`);
  }

  /**
   * Gives a finished, flushed file its name. What is there already stays: a key is written once, and a job that ran
   * twice must not change a file under those who read it.
   */
  async #publish(key: string, finished: string): Promise<StoredFile> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true });
    await link(finished, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return undefined;
      // No hard links on this file system.
      if (error.code === 'EPERM' || error.code === 'ENOTSUP') return rename(finished, path);
      throw error;
    });
    await flush(dirname(path));
    const found = await stat(path);
    return { key, size: found.size, modified: found.mtime };
  }

  #opened(key: string): OpenFile {
    const cached = this.#open.get(key);
    if (cached) return cached;
    const handle = open(this.#path(key), 'r').catch(notFound(key));
    const file = { handle, users: 0, evicted: false };
    this.#open.set(key, file);
    handle.catch(() => this.#open.delete(key));
    return file;
  }
}

/** Closes a file that left the cache, once nobody reads it any more. */
function closeUnused(file: OpenFile): void {
  if (file.evicted && file.users === 0) file.handle.then((handle) => handle.close()).catch(() => undefined);
}

function notFound(key: string): (error: NodeJS.ErrnoException) => never {
  return (cause) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')
      throw new NotFoundError(`Nothing is stored under ${key}`, { cause });
    throw cause;
  };
}

/** Flushes a file or a folder to the disk. Folders cannot be opened on Windows, where a rename is durable by itself. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EISDIR' || error.code === 'EPERM') return undefined;
    throw error;
  });
  if (!handle) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* walk(folder: string): AsyncIterable<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}
