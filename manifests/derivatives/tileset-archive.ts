import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { DamagedError } from '../errors.ts';
import { MAX_END_BYTES, centralDirectory, findDirectory, localHeader, readDirectory } from './zip.ts';
import type { ZipEntry } from './zip.ts';

/** The last entry of an archive by the 3D Tiles Archive Format 1.3 (3TZ): a table of the others by the hashes of their names. */
export const INDEX_NAME = '@3dtilesIndex1@';
const RECORD_BYTES = 24;
/** Some millions of tiles: more are not ours. */
const MAX_DIRECTORY_BYTES = 512 * 2 ** 20;

/** Writes an archive from its beginning to its end; the same entries in the same order are the same bytes. */
export class TilesetArchiveWriter {
  readonly #file: FileHandle;
  readonly #entries: ZipEntry[] = [];
  #offset = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async add(name: string, bytes: Uint8Array): Promise<void> {
    const checksum = crc32(bytes);
    const header = localHeader(name, bytes.length, checksum);
    await this.#file.writev([header, bytes], this.#offset);
    this.#entries.push({ name, offset: this.#offset, length: bytes.length, crc32: checksum });
    this.#offset += header.length + bytes.length;
  }

  /** Writes the index and the directory, and flushes. Returns the bytes of the whole. */
  async finish(): Promise<number> {
    await this.add(INDEX_NAME, indexOf(this.#entries));
    const directory = centralDirectory(this.#entries, this.#offset, '');
    await this.#file.write(directory, 0, directory.length, this.#offset);
    await this.#file.sync();
    return this.#offset + directory.length;
  }
}

/** MD5 of each name and where its local header begins, sorted by the hash as two little-endian numbers of 64 bits. */
function indexOf(entries: readonly ZipEntry[]): Buffer {
  const records = entries.map(({ name, offset }) => {
    const record = Buffer.alloc(RECORD_BYTES);
    createHash('md5').update(name).digest().copy(record);
    record.writeBigUInt64LE(BigInt(offset), 16);
    return { record, low: record.readBigUInt64LE(0), high: record.readBigUInt64LE(8) };
  });
  const sorted = records.toSorted((a, b) => compare(a.low, b.low) || compare(a.high, b.high));
  return Buffer.concat(sorted.map(({ record }) => record));
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));

export interface ArchivedFile {
  /** Where its bytes begin in the archive. */
  offset: number;
  length: number;
  crc32: number;
}

/**
 * What an archive holds, by name: two reads, and one for each file from then on. Throws DamagedError for what is not an
 * archive of ours.
 */
export async function openTilesetArchive(
  read: (offset: number, length: number) => Promise<Buffer>,
  size: number,
): Promise<Map<string, ArchivedFile>> {
  const tailStart = Math.max(0, size - MAX_END_BYTES);
  const found = findDirectory(await read(tailStart, size - tailStart), size);
  const entries = found && found.size <= MAX_DIRECTORY_BYTES && readDirectory(await read(found.offset, found.size));
  if (!entries)
    throw new DamagedError(
      'This is not an archive of 3D Tiles: it has no directory of stored files. Make the twin anew',
    );
  const files = entries.map(({ name, offset, length, crc32: checksum }) => {
    const start = offset + localHeader(name, length, checksum).length;
    if (start + length > found.offset)
      throw new DamagedError(`${name} reaches beyond the archive's files. Make the twin anew`);
    return [name, { offset: start, length, crc32: checksum }] as const;
  });
  return new Map(files);
}
