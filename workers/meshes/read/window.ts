import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Bytes } from '../source.ts';

/** Of the file at a time. It is also what a line or a row may have at least, as these are looked at whole. */
export const WINDOW_BYTES = 4 * 1024 * 1024;
/** Behind the last byte, for the line end that a text may lack. */
const SLACK = 8;

/** Gives the bytes of a run in order; 0 at its end. */
interface Feed {
  read(into: Uint8Array, offset: number, length: number): Promise<number>;
  /** Bytes of the file that were read. */
  readonly consumed: number;
}

/**
 * A view of a file that moves forwards: `bytes` from `at` to `end` are to be worked on, and `more` brings what comes
 * next behind what was left. The next part is read while the present one is worked on.
 */
export class Window {
  bytes: Uint8Array;
  /** Of `bytes`. */
  view: DataView;
  at: number;
  end: number;
  /** Nothing comes after `end`. */
  ended = false;
  readonly #handle: FileHandle;
  readonly #feed: Feed;
  readonly #length: number;
  readonly #part: number;
  #spare: Uint8Array;
  #next: Promise<number>;
  #delivered = 0;

  private constructor(handle: FileHandle, feed: Feed, length: number) {
    this.#handle = handle;
    this.#feed = feed;
    this.#length = length;
    this.#part = Math.max(64, Math.min(WINDOW_BYTES, length));
    this.bytes = new Uint8Array(2 * this.#part + SLACK);
    this.view = new DataView(this.bytes.buffer);
    this.#spare = new Uint8Array(2 * this.#part + SLACK);
    this.at = this.#part;
    this.end = this.#part;
    this.#next = this.#ahead();
  }

  /** `text`: a byte order mark is dropped, and UTF-16 becomes UTF-8; positions are then none of the file. */
  static async open(run: Bytes, text: 'text' | 'binary'): Promise<Window> {
    const handle = await open(run.path);
    try {
      const feed = text === 'text' ? await textFeed(handle, run) : new FileFeed(handle, run, 0);
      const window = new Window(handle, feed, run.length);
      await window.more();
      return window;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Where `at` is in the run. */
  get position(): number {
    return this.#delivered - (this.end - this.at);
  }

  /** Share of the file that was brought. */
  get fraction(): number {
    return this.#length === 0 ? 1 : Math.min(1, this.#feed.consumed / this.#length);
  }

  /** What is left is as much as there may be: whoever wants more must use some first. */
  get full(): boolean {
    return this.end - this.at > this.#part;
  }

  /** False when nothing came: at the end, or where the window is full. */
  async more(): Promise<boolean> {
    if (this.ended || this.full) return false;
    const came = await this.#next;
    if (came === 0) {
      this.ended = true;
      return false;
    }
    const left = this.end - this.at;
    const { bytes } = this;
    this.#spare.set(bytes.subarray(this.at, this.end), this.#part - left);
    this.bytes = this.#spare;
    this.#spare = bytes;
    this.view = new DataView(this.bytes.buffer);
    this.at = this.#part - left;
    this.end = this.#part + came;
    this.#delivered += came;
    this.#next = this.#ahead();
    return true;
  }

  /** Has `count` bytes in view, if there are so many and they fit. */
  async need(count: number): Promise<boolean> {
    while (this.end - this.at < count) if (!(await this.more())) return false;
    return true;
  }

  /** False where the file ends before. */
  async skip(count: number): Promise<boolean> {
    for (let left = count; ;) {
      const step = Math.min(left, this.end - this.at);
      this.at += step;
      left -= step;
      if (left === 0) return true;
      if (!(await this.more())) return false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#next.catch(() => 0);
    await this.#handle.close();
  }

  #ahead(): Promise<number> {
    const reading = this.#feed.read(this.#spare, this.#part, this.#part);
    // Awaited by `more`; until then its failure is nobody's.
    reading.catch(() => undefined);
    return reading;
  }
}

class FileFeed implements Feed {
  readonly #handle: FileHandle;
  readonly #run: Bytes;
  consumed: number;

  constructor(handle: FileHandle, run: Bytes, consumed: number) {
    this.#handle = handle;
    this.#run = run;
    this.consumed = consumed;
  }

  async read(into: Uint8Array, offset: number, length: number): Promise<number> {
    const wanted = Math.min(length, this.#run.length - this.consumed);
    if (wanted <= 0) return 0;
    const { bytesRead } = await this.#handle.read(into, offset, wanted, this.#run.start + this.consumed);
    this.consumed += bytesRead;
    return bytesRead;
  }
}

/** UTF-16 as UTF-8: a unit of two bytes becomes three at most, so that what is read always fits. */
class Utf16Feed implements Feed {
  readonly #feed: FileFeed;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #encoder = new TextEncoder();

  constructor(feed: FileFeed, encoding: string) {
    this.#feed = feed;
    this.#decoder = new TextDecoder(encoding);
  }

  get consumed(): number {
    return this.#feed.consumed;
  }

  async read(into: Uint8Array, offset: number, length: number): Promise<number> {
    const raw = new Uint8Array(Math.floor((length - 4) / 3) * 2);
    for (;;) {
      const came = await this.#feed.read(raw, 0, raw.length);
      const text = this.#decoder.decode(raw.subarray(0, came), { stream: came > 0 });
      const { written } = this.#encoder.encodeInto(text, into.subarray(offset, offset + length));
      if (written > 0 || came === 0) return written;
    }
  }
}

async function textFeed(handle: FileHandle, run: Bytes): Promise<Feed> {
  const mark = new Uint8Array(3);
  await new FileFeed(handle, run, 0).read(mark, 0, 3);
  const [a, b, c] = mark;
  if (a === 0xfe && b === 0xff) return new Utf16Feed(new FileFeed(handle, run, 2), 'utf-16be');
  if (a === 0xff && b === 0xfe) return new Utf16Feed(new FileFeed(handle, run, 2), 'utf-16le');
  return new FileFeed(handle, run, a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0);
}
