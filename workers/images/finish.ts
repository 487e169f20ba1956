import { open as openFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { archiveEnd } from '../../manifests/derivatives/archive.ts';
import { tileSizeAt } from '../../manifests/derivatives/levels.ts';
import type { Size } from '../../manifests/derivatives/levels.ts';
import { tilePath, wholePath } from '../../manifests/derivatives/paths.ts';
import { newIndex, tilePlace, wholePlace } from '../../manifests/derivatives/tileindex.ts';
import type { TileIndex } from '../../manifests/derivatives/tileindex.ts';
import * as zip from '../../manifests/derivatives/zip.ts';
import { DamagedError } from '../../manifests/errors.ts';
import { jpegSize } from './jpegsize.ts';
import { JPEG, open } from './sharp.ts';

/** A local header with its name, and the tables before a JPEG's frame header: 250 bytes as libvips writes them, and a profile of 500. */
const HEAD_BYTES = 1024;

/**
 * Makes an archive of the ZIP that libvips wrote, in place: every tile that the image must have is found and its size
 * checked, whole sizes and the index are added. The file is on the disk when this returns. Throws DamagedError when a
 * tile is missing or wrong.
 */
export async function finishArchive(
  path: string,
  image: Size,
  onProgress: (step: 'sizes' | 'checking', fraction: number) => void,
): Promise<void> {
  await using file = await openFile(path, 'r+');
  const { written, directory } = await readWritten(file);
  const index = newIndex(image);
  const entries = await checkTiles(file, index, written, (fraction) => onProgress('checking', fraction));
  // What libvips wrote after the tiles (an info.json without an address, its own settings) is written over.
  const last = entries.reduce((most, { offset }) => Math.max(most, offset), 0);
  let end = written.reduce((least, { offset }) => (offset > last ? Math.min(least, offset) : least), directory);
  for (const [i, size] of index.sizes.entries()) {
    const added = await addWhole(file, index, index.levels.indexOf(size), end);
    if (added) {
      entries.push(added.entry);
      end = added.end;
    }
    onProgress('sizes', (i + 1) / index.sizes.length);
  }
  const closing = archiveEnd(index, entries, end);
  await file.write(closing, 0, closing.length, end);
  await file.truncate(end + closing.length);
  await file.sync();
}

async function readWritten(file: FileHandle): Promise<{ written: zip.ZipEntry[]; directory: number }> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - zip.MAX_END_BYTES), Math.min(size, zip.MAX_END_BYTES));
  const found = zip.findDirectory(tail, size);
  const written = found && zip.readDirectory(await readAt(file, found.offset, found.size));
  if (!found || !written) throw new DamagedError('The tiles were not written to the end.');
  return { written, directory: found.offset };
}

/** The entries of all tiles, in the index's order. */
async function checkTiles(
  file: FileHandle,
  index: TileIndex,
  written: readonly zip.ZipEntry[],
  onProgress: (fraction: number) => void,
): Promise<zip.ZipEntry[]> {
  const byName = new Map(written.map((entry) => [entry.name, entry]));
  const entries: zip.ZipEntry[] = [];
  for (const [i, level] of index.levels.entries()) {
    for (let row = 0; row < level.rows; row++) {
      for (let column = 0; column < level.columns; column++) {
        const name = tilePath(index, level, column, row);
        const entry = byName.get(name);
        if (!entry) throw new DamagedError(`The tile ${name} was not written.`);
        const head = await readAt(file, entry.offset, HEAD_BYTES);
        const header = zip.localHeaderBytes(head) ?? HEAD_BYTES;
        const [made, wanted] = [jpegSize(head.subarray(header)), tileSizeAt(level, column, row)];
        if (made?.width !== wanted.width || made.height !== wanted.height) {
          throw new DamagedError(`The tile ${name} was written with another size.`);
        }
        note(index, tilePlace(index, i, column, row), entry.offset + header, entry.length, entry.crc32);
        entries.push(entry);
      }
    }
    onProgress((i + 1) / index.levels.length);
  }
  return entries;
}

/** Notes where the whole of a level is; where no tile is the whole already, writes one at `end` and returns its entry. */
async function addWhole(
  file: FileHandle,
  index: TileIndex,
  at: number,
  end: number,
): Promise<{ entry: zip.ZipEntry; end: number } | undefined> {
  const level = index.levels[at];
  if (!level) return undefined;
  const tiles: Buffer[] = [];
  for (let row = 0; row < level.rows; row++) {
    for (let column = 0; column < level.columns; column++) {
      const place = tilePlace(index, at, column, row) ?? -1;
      if (level.columns * level.rows === 1) {
        note(index, wholePlace(index, at), index.offsets[place], index.lengths[place], index.checksums[place]);
        return undefined;
      }
      tiles.push(await readAt(file, index.offsets[place] ?? 0, index.lengths[place] ?? 0));
    }
  }
  const whole = await open(tiles, { join: { across: level.columns } })
    .extract({ left: 0, top: 0, width: level.width, height: level.height })
    .keepIccProfile()
    .jpeg(JPEG)
    .toBuffer();
  const entry = { name: wholePath(level), offset: end, length: whole.length, crc32: crc32(whole) };
  const header = zip.localHeader(entry.name, entry.length, entry.crc32);
  await file.write(Buffer.concat([header, whole]), 0, header.length + whole.length, end);
  note(index, wholePlace(index, at), end + header.length, entry.length, entry.crc32);
  return { entry, end: end + header.length + whole.length };
}

function note(index: TileIndex, place = -1, offset = 0, length = 0, checksum = 0): void {
  index.offsets[place] = offset;
  index.lengths[place] = length;
  index.checksums[place] = checksum;
}

async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
