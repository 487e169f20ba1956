import { UnreadableError } from '../../../../manifests/errors.ts';
import type { Bytes, Finding } from '../../source.ts';
import { readBytes } from '../bytes.ts';

const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;
/** GLB: 12 bytes of header; 8 of each chunk (glTF 2.0, 4.4). */
const HEADER = 12;
const CHUNK_HEADER = 8;

export interface Container {
  json: Bytes;
  /** The first buffer, where that has no URI. */
  binary?: Bytes;
  mediaType: 'model/gltf-binary' | 'model/gltf+json';
  findings: Finding[];
}

/** Where the JSON of a glTF lies, and in a GLB its binary chunk. Throws UnreadableError with the byte that is wrong. */
export async function readContainer(main: Bytes): Promise<Container> {
  const header = await readBytes(main, 0, HEADER + CHUNK_HEADER);
  if (header.length < 4 || header.readUInt32LE(0) !== GLB_MAGIC) {
    return { json: main, mediaType: 'model/gltf+json', findings: [] };
  }
  if (header.length < HEADER + CHUNK_HEADER) throw bad(header.length, 'the file ends within its header');
  const version = header.readUInt32LE(4);
  if (version !== 2) throw bad(4, `the file is of version ${version}; version 2 is read`);
  const declared = header.readUInt32LE(8);
  const findings: Finding[] = [];
  if (declared > main.length) throw bad(8, `the file says that it has ${declared} bytes, but has ${main.length}`);
  if (declared < main.length) {
    findings.push({
      code: 'trailing-bytes',
      count: 1,
      message: `The file goes on for ${main.length - declared} bytes after its end (byte ${declared}); they are left out.`,
    });
  }
  const json = chunkAt(main, header.subarray(HEADER), HEADER, declared);
  if (json.type !== JSON_CHUNK) throw bad(HEADER + 4, 'the first chunk is not JSON');
  const found: Container = { json: json.bytes, mediaType: 'model/gltf-binary', findings };
  const next = json.end;
  if (next + CHUNK_HEADER > declared) return found;
  const second = chunkAt(main, await readBytes(main, next, CHUNK_HEADER), next, declared);
  // Unknown chunks are to be ignored (4.4.3.1); a binary one is the second or none.
  return second.type === BIN_CHUNK ? { ...found, binary: second.bytes } : found;
}

function chunkAt(main: Bytes, head: Buffer, at: number, declared: number): { bytes: Bytes; type: number; end: number } {
  const length = head.readUInt32LE(0);
  const start = at + CHUNK_HEADER;
  if (start + length > declared) {
    throw bad(at, `a chunk of ${length} bytes begins there, but only ${Math.max(0, declared - start)} bytes are left`);
  }
  const bytes = { path: main.path, start: main.start + start, length };
  return { bytes, type: head.readUInt32LE(4), end: start + length };
}

function bad(byte: number, reason: string): UnreadableError {
  return new UnreadableError(`The GLB file is damaged at byte ${byte}: ${reason}.`);
}
