import type { ArchiveStorage } from '../../../manifests/derivatives/archive.ts';
import type { StoredFile } from '../../../manifests/storage/storage.ts';

/** One file, in memory, that remembers what was read of it. */
export class BufferStorage implements ArchiveStorage {
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
}
