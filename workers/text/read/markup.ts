import { UnreadableError } from '../../../manifests/errors.ts';

export type Attributes = Readonly<Record<string, string | undefined>>;

/** Told of each element as it passes. Text comes in pieces. Names are without their prefix. */
export interface MarkupHandler {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text(text: string): void;
}

/** A parser that is fed; it tells its handler, and where it is. */
export interface MarkupParser {
  write(text: string): void;
  end(): void;
  /** `line 12, column 5`, both from 1. */
  place(): string;
}

/** What a single tag or run of text may have: the longest real ones are outlines of some 100,000 characters. */
const MAX_TOKEN = 4_000_000;

/** Transcriptions nest about ten deep. */
const MAX_DEPTH = 256;

/**
 * Stands between a parser and a handler and counts: a file of one endless tag, or of tags that never close, would fill
 * the memory before anything of it could be judged.
 */
export class Limits implements MarkupHandler {
  readonly #handler: MarkupHandler;
  #depth = 0;
  #sinceEvent = 0;

  constructor(handler: MarkupHandler) {
    this.#handler = handler;
  }

  /** To be told of each piece of the file before it is parsed. */
  fed(characters: number, place: () => string): void {
    this.#sinceEvent += characters;
    if (this.#sinceEvent > MAX_TOKEN) {
      throw new UnreadableError(
        `Before ${place()} one tag or text has more than ${MAX_TOKEN} characters: this is no transcription.`,
      );
    }
  }

  open(name: string, attributes: Attributes): void {
    this.#sinceEvent = 0;
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new UnreadableError(`<${name}> is inside of more than ${MAX_DEPTH} elements.`);
    this.#handler.open(name, attributes);
  }

  close(name: string): void {
    this.#sinceEvent = 0;
    this.#depth -= 1;
    this.#handler.close(name);
  }

  text(text: string): void {
    this.#sinceEvent = 0;
    this.#handler.text(text);
  }
}

/** Feeds a parser and gives what its handler has finished, piece by piece. */
export async function* parsed<T>(
  characters: AsyncIterable<string>,
  parser: MarkupParser,
  take: () => T[],
): AsyncGenerator<T, void, undefined> {
  for await (const text of characters) {
    parser.write(text);
    yield* take();
  }
  parser.end();
  yield* take();
}
