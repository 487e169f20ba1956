import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, link, open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { Bytes } from '../source.ts';

/** Up to `length` bytes from `offset` of a run, fewer where it ends. */
export async function readBytes(bytes: Bytes, offset = 0, length = bytes.length - offset): Promise<Buffer> {
  await using file = await open(bytes.path);
  return readRun(file, bytes, offset, length);
}

/** As `readBytes`, of a file that is open. Throws UnreadableError where the file ends before the run does. */
export async function readRun(file: FileHandle, bytes: Bytes, offset: number, length: number): Promise<Buffer> {
  const wanted = Math.max(0, Math.min(length, bytes.length - offset));
  const buffer = Buffer.allocUnsafe(wanted);
  let done = 0;
  while (done < wanted) {
    const { bytesRead } = await file.read(buffer, done, wanted - done, bytes.start + offset + done);
    if (bytesRead === 0) {
      throw new UnreadableError(
        `The file ends at byte ${offset + done}, ${wanted - done} bytes before its end is due.`,
      );
    }
    done += bytesRead;
  }
  return buffer;
}

/** Makes a file of a run of bytes: a second name of the same file where it is all of it and the disk allows that. */
export async function copyBytes(bytes: Bytes, target: string): Promise<void> {
  const { size } = await stat(bytes.path);
  if (bytes.start + bytes.length > size) {
    throw new UnreadableError(`The file ends ${bytes.start + bytes.length - size} bytes too soon.`);
  }
  if (bytes.start === 0 && bytes.length === size) {
    // Other disks, and disks without links: the reason is of no interest, as a copy does as well.
    await link(bytes.path, target).catch(() => copyFile(bytes.path, target));
    return;
  }
  if (bytes.length === 0) throw new UnreadableError('It is empty.');
  const end = bytes.start + bytes.length - 1;
  await pipeline(createReadStream(bytes.path, { start: bytes.start, end }), createWriteStream(target));
}
