import type { ReferringFormat } from './files.ts';

/**
 * What a mesh refers to, found by looking for the words that lead to names, without reading the mesh: hundreds of
 * megabytes a second, in constant memory. It finds too much rather than too little; who packs looks what is there.
 */

/** One reference in all the ways in which it may be meant, the likeliest first. */
export type Reference = readonly string[];

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/** Bytes after a word in which its name must end. */
const MAX_NAME = 4096;
/** White space before a word that is still seen at the border of two chunks. */
const INDENT = 64;
/** Names of PLY stand in its header. */
const MAX_PLY_HEADER = 64 * 1024;

export async function* references(format: ReferringFormat, chunks: Chunks): AsyncGenerator<Reference> {
  if (format === 'obj') yield* linesOf(['mtllib'], chunks, materialLibraries);
  else if (format === 'mtl')
    yield* linesOf(['map_', 'bump', 'disp', 'decal', 'refl', 'norm'], chunks, ([, ...words]) => [tailsOf(words)]);
  else if (format === 'ply') yield* linesOf(['comment'], firstBytes(chunks, MAX_PLY_HEADER), texturesOfPly);
  else yield* uris(format === 'glb' ? jsonChunk(chunks) : chunks);
}

/** `mtllib a.mtl b.mtl`, or one name with spaces in it. */
function materialLibraries([, ...words]: string[]): Reference[] {
  const whole = words.join(' ');
  return words.length === 1 ? [[whole]] : words.map((word) => [whole, word]);
}

/** `map_Kd -bm 1.0 fuze uv.jpg`: the options have values of many kinds, but stand before the name. */
const tailsOf = (words: string[]): Reference => words.map((_, i) => words.slice(i).join(' '));

const texturesOfPly = ([, word, ...words]: string[]): Reference[] =>
  word?.toLowerCase() === 'texturefile' ? [[words.join(' ')]] : [];

/** Of each line that begins with one of the words what `meant` makes of its words, the first of them included. */
async function* linesOf(
  keywords: readonly string[],
  chunks: Chunks,
  meant: (words: string[]) => Reference[],
): AsyncGenerator<Reference> {
  for await (const text of passages(keywords, chunks)) {
    const line = /^[^\r\n]*/.exec(text)?.[0] ?? '';
    const words = line
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('"', ''));
    for (const reference of meant(words)) if (reference.some((name) => name !== '')) yield reference;
  }
}

/** All that glTF names is a value of `uri` (glTF 2.0, 5.11 and 5.18): buffers and images. */
async function* uris(chunks: Chunks): AsyncGenerator<Reference> {
  for await (const text of passages(['"uri"'], chunks, false)) {
    const literal = /^"uri"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
    if (literal === undefined || /^"\s*data:/i.test(literal)) continue;
    try {
      yield [JSON.parse(literal) as string];
    } catch {
      // Not JSON, as the reader of the file will say.
    }
  }
}

/**
 * The words' occurrences, each with the text that follows it, at most `MAX_NAME` bytes; only those at lines' beginnings,
 * unless they are sought anywhere.
 */
async function* passages(keywords: readonly string[], chunks: Chunks, atLines = true): AsyncGenerator<string> {
  const longest = MAX_NAME + Math.max(...keywords.map(({ length }) => length));
  let held = Buffer.from('\n');
  let from = held.length;
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk]);
    const to = held.length - longest;
    if (to <= from) continue;
    for (const at of occurrences(keywords, held, from, to))
      if (!atLines || beginsLine(held, at)) yield held.toString('utf8', at, at + longest);
    from = Math.min(to, INDENT);
    held = held.subarray(to - from);
  }
  for (const at of occurrences(keywords, held, from, held.length))
    if (!atLines || beginsLine(held, at)) yield held.toString('utf8', at, at + longest);
}

function* occurrences(keywords: readonly string[], bytes: Buffer, from: number, to: number): Generator<number> {
  for (const keyword of keywords) {
    for (let at = bytes.indexOf(keyword, from); at >= 0 && at < to; at = bytes.indexOf(keyword, at + 1)) yield at;
  }
}

const [NEWLINE, RETURN, SPACE, TAB] = [0x0a, 0x0d, 0x20, 0x09];

function beginsLine(bytes: Buffer, at: number): boolean {
  let before = at - 1;
  while (before > 0 && (bytes[before] === SPACE || bytes[before] === TAB)) before--;
  return bytes[before] === NEWLINE || bytes[before] === RETURN;
}

async function* firstBytes(chunks: Chunks, most: number): AsyncGenerator<Buffer> {
  let left = most;
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) return;
  }
}

/** The first chunk of a GLB (glTF 2.0, 4.4): its length stands at byte 12, its bytes begin at 20. */
async function* jsonChunk(chunks: Chunks): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  let left: number | undefined;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (left === undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.length < 20) continue;
      left = head.readUInt32LE(12);
      bytes = head.subarray(20);
    }
    yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left <= 0) return;
  }
}
