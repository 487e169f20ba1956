import { crc32 } from 'node:zlib';
import { DamagedError, InvalidError, NotFoundError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { TILE_SIZE } from './levels.ts';
import { INDEX_NAME } from './paths.ts';
import type { Pyramid } from './pyramid.ts';
import { decodeIndex, encodeIndex, tilePlace, wholePlace } from './tileindex.ts';
import type { TileIndex } from './tileindex.ts';
import { centralDirectory, END_BYTES, endComment, localHeader } from './zip.ts';
import type { ZipEntry } from './zip.ts';

/**
 * An archive is a ZIP of stored JPEGs. The table of where they lie is its last entry, and the archive's comment says
 * where that is, so that the file's last bytes are all it takes to open one and no ZIP directory is parsed to serve it.
 */
const COMMENT = /^Vitrine pyramid 1, index at (\d{16}), (\d{10}) bytes$/;
/** A larger index, beyond four million tiles, is not one of ours. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
/** Read from a file's end at first: directory and index of images up to about 250 megapixels. Larger ones take a second read. */
const TAIL_BYTES = 128 * 1024;
const CHECKED_FOR_MS = 60_000;

function comment(offset: number, length: number): string {
  return `Vitrine pyramid 1, index at ${String(offset).padStart(16, '0')}, ${String(length).padStart(10, '0')} bytes`;
}

/** The bytes that close an archive of these entries at `offset`: the index as one more entry, directory and end records. */
export function archiveEnd(index: TileIndex, entries: readonly ZipEntry[], offset: number): Buffer {
  const bytes = encodeIndex(index);
  const entry = { name: INDEX_NAME, offset, length: bytes.length, crc32: crc32(bytes) };
  const header = localHeader(entry.name, entry.length, entry.crc32);
  const start = offset + header.length;
  const directory = centralDirectory([...entries, entry], start + bytes.length, comment(start, bytes.length));
  return Buffer.concat([header, bytes, directory]);
}

/** All that reading an archive takes. */
export type ArchiveStorage = Pick<Storage, 'read' | 'stat'>;

/**
 * Opens the archive under the key, which whoever asks for it knows to have been written. Throws DamagedError if it is
 * not there, cannot be read, or is not a whole archive of ours.
 */
export async function openPyramid(storage: ArchiveStorage, key: string): Promise<Pyramid> {
  const file = await storage.stat(key);
  if (!file) throw new DamagedError(`The image pyramid ${key} is missing.`);
  return new Archive(storage, key, await readIndex(storage, key, file.size));
}

/** What was written once can be read for ever, unless it was damaged. */
async function read(storage: ArchiveStorage, key: string, offset: number, length: number): Promise<Buffer> {
  try {
    return await storage.read(key, offset, length);
  } catch (cause) {
    if (cause instanceof NotFoundError) throw new DamagedError(`The image pyramid ${key} is missing.`, { cause });
    if ((cause as NodeJS.ErrnoException).code === 'EIO')
      throw new DamagedError(`The disk cannot read the image pyramid ${key}.`, { cause });
    throw cause;
  }
}

async function readIndex(storage: ArchiveStorage, key: string, size: number): Promise<TileIndex> {
  const tailStart = Math.max(0, size - TAIL_BYTES);
  const tail = size < END_BYTES ? Buffer.alloc(0) : await read(storage, key, tailStart, size - tailStart);
  const found = COMMENT.exec(endComment(tail, comment(0, 0).length) ?? '');
  if (!found) throw new DamagedError(`${key} is not an image pyramid, or its end is missing.`);
  const [offset, length] = [Number(found[1]), Number(found[2])];
  if (offset + length > size || length > MAX_INDEX_BYTES) {
    throw new DamagedError(`The image pyramid ${key} is not as it was written: its index cannot be where it says.`);
  }
  const bytes =
    offset >= tailStart
      ? tail.subarray(offset - tailStart, offset - tailStart + length)
      : await read(storage, key, offset, length);
  const index = decodeIndex(bytes, size);
  if (!index) throw new DamagedError(`The index of the image pyramid ${key} is damaged.`);
  return index;
}

class Archive implements Pyramid {
  readonly tileSize = TILE_SIZE;
  readonly #storage: ArchiveStorage;
  readonly #key: string;
  readonly #index: TileIndex;
  /** A byte for each place: 1 where it was checked since `#checkedSince`. */
  readonly #checked: Uint8Array;
  #checkedSince = Date.now();

  constructor(storage: ArchiveStorage, key: string, index: TileIndex) {
    this.#storage = storage;
    this.#key = key;
    this.#index = index;
    this.#checked = new Uint8Array(index.lengths.length);
  }

  get width() {
    return this.#index.width;
  }
  get height() {
    return this.#index.height;
  }
  get levels() {
    return this.#index.levels;
  }
  get sizes() {
    return this.#index.sizes;
  }

  tile(level: number, column: number, row: number): Promise<Buffer> {
    return this.#read(tilePlace(this.#index, level, column, row), `tile ${column},${row} of level ${level}`);
  }

  whole(level: number): Promise<Buffer> {
    return this.#read(wholePlace(this.#index, level), `whole image of level ${level}`);
  }

  async #read(place: number | undefined, what: string): Promise<Buffer> {
    const { offsets, lengths, checksums } = this.#index;
    const [offset, length, checksum] = [offsets[place ?? -1], lengths[place ?? -1], checksums[place ?? -1]];
    if (place === undefined || offset === undefined || length === undefined)
      throw new InvalidError(`The image pyramid has no ${what}.`);
    const bytes = await read(this.#storage, this.#key, offset, length);
    if (bytes.length !== length || (this.#isDue(place) && crc32(bytes) !== checksum)) {
      throw new DamagedError(`In the image pyramid ${this.#key}, ${what} is not as it was written.`);
    }
    this.#checked[place] = 1;
    return bytes;
  }

  /**
   * A flipped bit still decodes to a picture, a wrong one. Checking costs 9 µs for 45 KB, a sixth of the read: it is done
   * at the first read of a tile and again after a minute, which is less than visitors may keep the tile themselves.
   */
  #isDue(place: number): boolean {
    const now = Date.now();
    if (now - this.#checkedSince > CHECKED_FOR_MS) {
      this.#checked.fill(0);
      this.#checkedSince = now;
    }
    return this.#checked[place] === 0;
  }
}
