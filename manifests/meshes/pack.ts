import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { centralDirectory, localHeader } from '../derivatives/zip.ts';
import type { ZipEntry } from '../derivatives/zip.ts';
import { InvalidError } from '../errors.ts';

/** A file of a pack. */
export interface Packed {
  /** Absolute. */
  path: string;
  /** In the pack, with `/` between folders. */
  name: string;
}

export interface PackOptions {
  signal?: AbortSignal;
  onProgress?: (bytesRead: number) => void;
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Writes a ZIP of stored entries in the order given, without dates: the same files are the same bytes, so that what is
 * added again unchanged is known by its SHA-256.
 */
export async function pack(files: readonly Packed[], to: string, options: PackOptions = {}): Promise<void> {
  await using archive = await open(to, 'wx');
  const entries: ZipEntry[] = [];
  let [offset, read] = [0, 0];
  for (const { path, name } of files) {
    const { size: length } = await stat(path);
    const start = offset + localHeader(name, length, 0).length;
    const checksum = await copy(path, length, archive, start, options.signal, (bytes) =>
      options.onProgress?.((read += bytes)),
    );
    await archive.write(localHeader(name, length, checksum), 0, undefined, offset);
    entries.push({ name, offset, length, crc32: checksum });
    offset = start + length;
  }
  await archive.write(centralDirectory(entries, offset, ''), 0, undefined, offset);
}

/** Resolves to the CRC-32 of the bytes. */
async function copy(
  path: string,
  length: number,
  archive: FileHandle,
  start: number,
  signal: AbortSignal | undefined,
  onRead: (bytes: number) => void,
): Promise<number> {
  let [checksum, position] = [0, start];
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal && { signal }) });
  for await (const chunk of source as AsyncIterable<Buffer>) {
    checksum = crc32(chunk, checksum);
    // A file that grows meanwhile would run into the next one.
    if (position + chunk.length > start + length) break;
    await archive.write(chunk, 0, chunk.length, position);
    position += chunk.length;
    onRead(chunk.length);
  }
  if (position !== start + length)
    throw new InvalidError(`${path} changed while it was being read: add it again when it is finished`);
  return checksum;
}
