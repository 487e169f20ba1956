import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { freeSpace } from '../../manifests/storage/free-space.ts';

export interface ResultCacheOptions {
  /** Made when it is not there. Several processes may share it. */
  folder: string;
  /** Bytes of results that are kept; the least recently used go first. */
  limit: number;
  /** How many processes write into the folder: each looks at all of it when it has written its part of a tenth of the limit. */
  writers: number;
  /** Bytes of the disk that stay free: below that, nothing more is written. */
  reserve: number;
  onProblem: (problem: unknown) => void;
}

/** Part of the folder's name: results of older programs are not taken for ours when how they are made has changed. */
const MADE = 'v1';
const CHECKSUM_BYTES = 4;
/** Results on their way to the disk; beyond this they are let go. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** A file says by its time when it was last used, to this precision: most hits cost no write. */
const USED_MS = 600_000;
/** Unfinished files this old were left by a process that was killed. */
const ABANDONED_MS = 3_600_000;
const TEMPORARY = 'tmp-';
/** What is left after old results were deleted, as a share of the limit. */
const KEPT = 0.9;

interface Kept {
  path: string;
  bytes: number;
  used: number;
}

/**
 * Computed images on the disk. A file appears by rename, whole; nothing is flushed, as a checksum in front tells what a
 * lost page cache has left unwritten, and everything can be made again. Whatever goes wrong here costs a computation,
 * never an answer.
 */
export class ResultCache implements AsyncDisposable {
  readonly #options: ResultCacheOptions;
  readonly #folder: string;
  readonly #pending = new Map<string, Buffer>();
  readonly #writes = new Set<Promise<void>>();
  #pendingBytes = 0;
  #written = 0;
  #count = 0;
  #tidying: Promise<void> | undefined;

  constructor(options: ResultCacheOptions) {
    this.#options = options;
    this.#folder = join(options.folder, MADE);
    this.#tidy();
  }

  /** The bytes under the key, or undefined. */
  async get(key: string): Promise<Buffer | undefined> {
    const pending = this.#pending.get(key);
    if (pending) return pending;
    const path = this.#path(key);
    try {
      await using file = await open(path, 'r');
      const { mtimeMs } = await file.stat();
      const bytes = await file.readFile();
      const now = Date.now();
      if (now - mtimeMs > USED_MS) await file.utimes(now / 1000, now / 1000).catch(() => undefined);
      const body = bytes.subarray(CHECKSUM_BYTES);
      if (bytes.length > CHECKSUM_BYTES && bytes.readUInt32LE(0) === crc32(body)) return body;
    } catch (error) {
      if (!isMissing(error)) this.#options.onProblem(error);
      // It may have been made while we looked.
      return this.#pending.get(key);
    }
    await rm(path, { force: true }).catch((error: unknown) => this.#options.onProblem(error));
    return undefined;
  }

  /** Keeps the bytes, in the background; until they are on the disk they are given from memory. */
  put(key: string, bytes: Buffer): void {
    const { limit, writers } = this.#options;
    if (bytes.length > limit / 20 || this.#pendingBytes + bytes.length > MAX_PENDING_BYTES || this.#pending.has(key))
      return;
    this.#pending.set(key, bytes);
    this.#pendingBytes += bytes.length;
    const write = this.#write(key, bytes)
      .catch((error: unknown) => this.#options.onProblem(error))
      .finally(() => {
        this.#writes.delete(write);
        this.#pending.delete(key);
        this.#pendingBytes -= bytes.length;
        if (this.#written > limit / 10 / writers) this.#tidy();
      });
    this.#writes.add(write);
  }

  /** Waits for what is being written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#writes);
    await this.#tidying;
  }

  async #write(key: string, bytes: Buffer): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    if ((await freeSpace(this.#folder)) < this.#options.reserve) return;
    const temporary = join(this.#folder, `${TEMPORARY}${process.pid}-${this.#count++}`);
    const path = this.#path(key);
    const checksum = Buffer.alloc(CHECKSUM_BYTES);
    checksum.writeUInt32LE(crc32(bytes));
    try {
      await writeFile(temporary, [checksum, bytes]);
      await rename(temporary, path).catch(async (error: unknown) => {
        if (!isMissing(error)) throw error;
        await mkdir(join(path, '..'), { recursive: true });
        await rename(temporary, path);
      });
      this.#written += CHECKSUM_BYTES + bytes.length;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  #path(key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    return join(this.#folder, name.slice(0, 2), name.slice(2));
  }

  #tidy(): void {
    this.#written = 0;
    this.#tidying ??= this.#deleteOldest()
      .catch((error: unknown) => this.#options.onProblem(error))
      .finally(() => {
        this.#tidying = undefined;
      });
  }

  async #deleteOldest(): Promise<void> {
    const { limit } = this.#options;
    await this.#deleteOtherVersions();
    const kept: Kept[] = [];
    for await (const file of this.#files()) kept.push(file);
    let total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= limit) return;
    for (const { path, bytes } of kept.toSorted((a, b) => a.used - b.used)) {
      if (total <= limit * KEPT) return;
      await rm(path, { force: true });
      total -= bytes;
    }
  }

  async #deleteOtherVersions(): Promise<void> {
    const { folder } = this.#options;
    for (const name of await readdir(folder).catch(none)) {
      if (name !== MADE) await rm(join(folder, name), { recursive: true, force: true });
    }
  }

  /** All results; unfinished files that nobody will finish are deleted on the way. */
  async *#files(): AsyncIterable<Kept> {
    for (const name of await readdir(this.#folder).catch(none)) {
      const path = join(this.#folder, name);
      if (name.startsWith(TEMPORARY)) {
        const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now());
        if (age > ABANDONED_MS) await rm(path, { force: true });
        continue;
      }
      for (const file of await readdir(path).catch(none)) {
        const found = await stat(join(path, file)).catch(() => undefined);
        if (found) yield { path: join(path, file), bytes: found.size, used: found.mtimeMs };
      }
    }
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

function none(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
