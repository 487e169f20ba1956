import { UnreadableError } from '../../../manifests/errors.ts';
import { endOfLines, LINE_FEED, Scanner } from './scanner.ts';
import type { Window } from './window.ts';

const HASH = 35;
/** Behind the end of a text: one for the line end that it lacks, more for one that a backslash would continue. */
const ENDING = 4;

/** Whole lines of a text: `scanner` may read up to `limit`, where one of them has ended. */
export class Lines {
  readonly scanner = new Scanner();
  limit = 0;
  readonly #window: Window;
  #done = false;

  constructor(window: Window) {
    this.#window = window;
  }

  /** To be called when all lines up to `limit` are read; false when there are no more. */
  async more(): Promise<boolean> {
    const window = this.#window;
    if (this.limit > 0) window.at = Math.min(this.limit, window.end);
    for (;;) {
      const limit = this.#wholeLines();
      if (limit > window.at) {
        this.scanner.bytes = window.bytes;
        this.scanner.at = window.at;
        this.limit = limit;
        return true;
      }
      if (this.#done) return false;
      if (window.full) await this.#skipComment();
      else await window.more();
    }
  }

  #wholeLines(): number {
    const window = this.#window;
    if (this.#done) return 0;
    if (!window.ended) return endOfLines(window.bytes, window.at, window.end);
    this.#done = true;
    if (window.at === window.end) return 0;
    window.bytes.fill(LINE_FEED, window.end, window.end + ENDING);
    return window.end + 1;
  }

  /** Of any length, as nothing has to be kept of it. */
  async #skipComment(): Promise<void> {
    const window = this.#window;
    if (window.bytes[window.at] !== HASH) {
      throw new UnreadableError(
        `Line ${this.scanner.line} is longer than 4 MB, which no mesh needs. Export it anew, or check that it is a mesh.`,
      );
    }
    do {
      // The last byte stays, as it may be the backslash or the half of a line end. It then counts as a comment.
      window.at = window.end - 1;
      window.bytes[window.at] = HASH;
    } while ((await window.more()) && endOfLines(window.bytes, window.at, window.end) === window.at);
  }
}
