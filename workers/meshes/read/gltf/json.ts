import { open } from 'node:fs/promises';
import { LimitError, UnreadableError } from '../../../../manifests/errors.ts';
import type { Bytes } from '../../source.ts';
import { readRun } from '../bytes.ts';

const STEP = 1 << 20;

/**
 * Of the document without its embedded buffers and pictures. At these limits JSON.parse needs less than the 256 MB of
 * the heap, whatever the document is made of: names that differ cost most (1.5 million: 190 MB).
 */
const MAX_JSON = { bytes: 64e6, values: 4e6, names: 1.5e6, containers: 1e6 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BRACE = 0x7b;
const DATA = Buffer.from('data:');
/** Media type, parameters and `;base64` of a data: URI. */
const MAX_DATA_HEAD = 256;

export interface Json {
  value: unknown;
  /** What the data: URIs hold, encoded as it is in the file; a `uri` of `data:5` stands for the fifth, from 0. */
  payloads: DataPayload[];
}

export interface DataPayload {
  /** Of the kind `image/png;base64`. */
  head: string;
  bytes: Bytes;
}

/**
 * Parses a glTF document whose data: URIs may be larger than what a string can be: they are cut out while reading.
 * Throws UnreadableError with the byte where it is not JSON, LimitError where the rest is too large.
 */
export async function readJson(bytes: Bytes): Promise<Json> {
  const scanner = new Scanner(bytes);
  {
    await using file = await open(bytes.path);
    for (let at = 0; at < bytes.length; at += STEP) scanner.take(await readRun(file, bytes, at, STEP), at);
  }
  const text = scanner.text().replace(/^\uFEFF/, '');
  try {
    return { value: JSON.parse(text), payloads: scanner.payloads };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = text.trim() === '' ? 'it is empty' : error.message.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 200);
    throw new UnreadableError(
      `Expected a glTF document, but it is no JSON (${reason}). Upload the file anew, or export it anew.`,
      { cause: error },
    );
  }
}

/**
 * Outside of strings; in one; in one that is the value of a `uri`, until it is known whether it is data:; in its head;
 * in what it holds.
 */
type State = 'between' | 'string' | 'uri' | 'head' | 'payload';

class Scanner {
  readonly payloads: DataPayload[] = [];
  readonly #bytes: Bytes;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #values = 0;
  #names = 0;
  #containers = 0;
  #state: State = 'between';
  #escaped = false;
  /** Up to four bytes of the string that is read, to know the key `uri`. */
  #word = '';
  /** What was counted when that string ended: between a key and its value there is one colon and nothing else. */
  #before = { names: 0, signs: 0 };
  #head = '';
  #payloadStart = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  take(chunk: Buffer, at: number): void {
    let from = 0;
    let i = 0;
    while (i < chunk.length) {
      if (this.#state === 'between') i = this.#between(chunk, i);
      else if (this.#state === 'string') i = this.#inString(chunk, i);
      else if (this.#state === 'uri') i = this.#inUri(chunk, i);
      else if (this.#state === 'head') {
        if (this.#inHead(chunk[i]!)) {
          this.#keep(chunk.subarray(from, i + 1));
          this.#payloadStart = at + i + 1;
        }
        i++;
      } else {
        const end = chunk.indexOf(QUOTE, i);
        if (end < 0) return;
        this.#endPayload(at + end);
        from = end;
        i = end + 1;
      }
    }
    if (this.#state !== 'payload') this.#keep(chunk.subarray(from));
  }

  text(): string {
    return Buffer.concat(this.#kept, this.#keptBytes).toString('utf8');
  }

  #between(chunk: Buffer, start: number): number {
    let [values, names, containers] = [0, 0, 0];
    let i = start;
    for (; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte === COMMA) values++;
      else if (byte === COLON) names++;
      else if (byte === BRACE || byte === BRACKET) containers++;
      else if (byte === QUOTE) break;
    }
    this.#values += values;
    this.#names += names;
    this.#containers += containers;
    if (this.#values > MAX_JSON.values || this.#names > MAX_JSON.names || this.#containers > MAX_JSON.containers) {
      this.#refuse();
    }
    if (i === chunk.length) return i;
    this.#state =
      this.#word === 'uri' && this.#names === this.#before.names + 1 && this.#signs() === this.#before.signs
        ? 'uri'
        : 'string';
    this.#word = '';
    this.#head = '';
    return i + 1;
  }

  #inString(chunk: Buffer, start: number): number {
    let i = start;
    if (this.#escaped) {
      this.#escaped = false;
      i++;
    }
    for (; i < chunk.length; i++) {
      const byte = chunk[i]!;
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH) continue;
      if (++i === chunk.length) this.#escaped = true;
    }
    const end = Math.min(i, chunk.length);
    if (this.#word.length < 4) this.#word += chunk.toString('latin1', start, Math.min(end, start + 4));
    if (i >= chunk.length) return chunk.length;
    this.#state = 'between';
    this.#before = { names: this.#names, signs: this.#signs() };
    return i + 1;
  }

  #inUri(chunk: Buffer, i: number): number {
    if (chunk[i] !== DATA[this.#head.length]) {
      this.#state = 'string';
      return i;
    }
    this.#head += String.fromCharCode(chunk[i]!);
    if (this.#head.length === DATA.length) this.#state = 'head';
    return i + 1;
  }

  /** Whether the head ends here. */
  #inHead(byte: number): boolean {
    this.#head += String.fromCharCode(byte);
    if (byte === COMMA) {
      this.#state = 'payload';
      return true;
    }
    if (byte === QUOTE) this.#state = 'between';
    else if (byte === BACKSLASH || this.#head.length > MAX_DATA_HEAD) {
      this.#state = 'string';
      this.#escaped = byte === BACKSLASH;
    }
    return false;
  }

  /** In the text that is kept, the number of the payload takes the place of all that came after its comma. */
  #endPayload(at: number): void {
    const bytes = {
      path: this.#bytes.path,
      start: this.#bytes.start + this.#payloadStart,
      length: at - this.#payloadStart,
    };
    this.#keep(Buffer.from(`${this.payloads.length}`));
    this.payloads.push({ head: this.#head.slice(DATA.length, -1), bytes });
    this.#state = 'between';
    this.#word = '';
  }

  #signs(): number {
    return this.#values + this.#containers;
  }

  #keep(part: Buffer): void {
    this.#keptBytes += part.length;
    if (this.#keptBytes > MAX_JSON.bytes) this.#refuse();
    // A copy, as the chunk would otherwise stay for the few bytes around a payload.
    this.#kept.push(Buffer.from(part));
  }

  #refuse(): never {
    throw new LimitError(
      `The JSON of this glTF file is too large to be read: up to ${MAX_JSON.bytes / 1e6} MB with ${MAX_JSON.containers / 1e6} million objects and lists are, not counting embedded buffers. Join its nodes and meshes.`,
    );
  }
}
