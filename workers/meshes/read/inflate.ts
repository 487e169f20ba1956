import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { UnreadableError } from '../../../manifests/errors.ts';
import type { Bytes } from '../source.ts';

/** Unpacks a deflated file of a ZIP. Throws UnreadableError as soon as there is more than was declared, or another sum. */
export async function inflate(
  packed: Bytes,
  target: string,
  declared: { name: string; size: number; crc32: number },
): Promise<Bytes> {
  const bad = (reason: string, cause?: unknown): UnreadableError =>
    new UnreadableError(`The ZIP is damaged: ${JSON.stringify(declared.name.slice(0, 200))} ${reason}.`, { cause });
  let length = 0;
  let sum = 0;
  async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > declared.size) throw bad(`is larger than the ${declared.size} bytes that it should have`);
      sum = crc32(chunk, sum);
      yield chunk;
    }
  }
  if (packed.length === 0) await writeFile(target, '');
  else {
    const source = createReadStream(packed.path, { start: packed.start, end: packed.start + packed.length - 1 });
    try {
      await pipeline(source, createInflateRaw(), counted, createWriteStream(target));
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
        throw bad('cannot be unpacked', error);
      throw error;
    }
  }
  if (length !== declared.size) throw bad(`has ${length} bytes instead of ${declared.size}`);
  if (sum !== declared.crc32) throw bad('has another checksum than it should have');
  return { path: target, start: 0, length };
}
