import { Readable } from 'node:stream';
import { NotFoundError } from '../../../manifests/errors.ts';
import type { Storage, StoredFile } from '../../../manifests/storage/storage.ts';

/** One file, in memory, that remembers what was read of it. */
export class BufferStorage implements Storage {
  readonly reads: { offset: number; length: number }[] = [];
  bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  read(_key: string, offset: number, length: number): Promise<Buffer> {
    this.reads.push({ offset, length });
    return Promise.resolve(this.bytes.subarray(offset, offset + length));
  }
  stat(key: string): Promise<StoredFile | undefined> {
    const file = { key, size: this.bytes.length, modified: new Date(0) };
    return Promise.resolve(key === 'missing' ? undefined : file);
  }
  stream(): Promise<Readable> {
    return Promise.resolve(Readable.from([this.bytes]));
  }
  write(): Promise<StoredFile> {
    return Promise.reject(new NotFoundError('nothing is written here'));
  }
  adopt(): Promise<StoredFile> {
    return this.write();
  }
  async *list(): AsyncIterable<StoredFile> {}
  delete(): Promise<void> {
    return Promise.resolve();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
