import type { Readable } from 'node:stream';

export interface StoredFile {
  key: string;
  /** Bytes. */
  size: number;
  modified: Date;
}

/** A file that a program which reads only files may open, until it is disposed of. */
export interface LocalFile extends AsyncDisposable {
  path: string;
}

/**
 * Where originals and derivatives live. Keys are relative POSIX paths (`originals/ab/abcd…`); a key is written once,
 * atomically: a reader sees the whole file or none. Every back end passes `tests/manifests/storage/storage.test.ts`.
 */
export interface Storage extends AsyncDisposable {
  /** Writes the stream under the key. On an error nothing is left. */
  write(key: string, bytes: Readable): Promise<StoredFile>;
  /**
   * Takes over a finished local file, at no cost where it lies on the same disk. It is gone from its old place after that;
   * who was killed in the midst of it adopts it again, and gets what is stored. Throws NotFoundError where it is at neither place.
   */
  adopt(key: string, path: string): Promise<StoredFile>;
  /** `length` bytes from `offset`, fewer only at the end of the file. Throws NotFoundError. */
  read(key: string, offset: number, length: number): Promise<Buffer>;
  /** The bytes from `start` to `end` (inclusive, as in HTTP), or the whole file. Throws NotFoundError when it is opened. */
  stream(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** The bytes as a file on this machine: a copy, where the storage is elsewhere. Throws NotFoundError. */
  file(key: string): Promise<LocalFile>;
  stat(key: string): Promise<StoredFile | undefined>;
  list(prefix: string): AsyncIterable<StoredFile>;
  /** Deletes the file, or everything under the prefix when the key ends in `/`. Deleting what is not there is no error. */
  delete(key: string): Promise<void>;
  /** Lets go of what is kept open of the file, or of all under the prefix that ends in `/`: others may have deleted it. */
  release(key: string): void;
  /** A new, empty folder for work whose results are adopted: on the storage's own disk, where it has one. */
  workFolder(): Promise<string>;
  /**
   * A folder for work that goes on where it was when its process was killed: on one machine, the same name is the same folder.
   * Who asks for it sees to it that nobody else works in it, and deletes it.
   */
  lastingFolder(name: string): Promise<string>;
}
