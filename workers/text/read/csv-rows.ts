import { UnreadableError } from '../../../manifests/errors.ts';

/** No field of a transcription is longer; a quote that is never closed would take in the rest of the file. */
const MAX_FIELD = 1_000_000;

export interface Row {
  /** Where it begins, from 1. */
  line: number;
  fields: string[];
}

/** Rows of RFC 4180, and of what spreadsheets make of it: any separator, any line end, quotes within quotes. */
export class CsvRows {
  readonly #separator: string;
  readonly #done: Row[] = [];
  #fields: string[] = [];
  #field = '';
  #state: 'start' | 'plain' | 'quoted' | 'after-quote' = 'start';
  #line = 1;
  #rowLine = 1;
  #afterReturn = false;

  constructor(separator: string) {
    this.#separator = separator;
  }

  /** Gives the rows that are complete. */
  feed(text: string): Row[] {
    for (const character of text) this.#take(character);
    return this.#done.splice(0);
  }

  end(): Row[] {
    if (this.#state === 'quoted') {
      throw new UnreadableError(`The CSV is broken: a quote in the row of line ${this.#rowLine} is not closed.`);
    }
    if (this.#fields.length > 0 || this.#state !== 'start') this.#endRow();
    return this.#done.splice(0);
  }

  #take(character: string): void {
    const newline = character === '\n' || character === '\r';
    const second = character === '\n' && this.#afterReturn;
    this.#afterReturn = character === '\r';
    if (newline && !second) this.#line += 1;
    if (this.#state === 'quoted') {
      if (character === '"') this.#state = 'after-quote';
      else this.#add(character);
    } else if (newline) {
      if (!second) this.#endRow();
    } else if (character === this.#separator) this.#endField();
    else if (character === '"' && this.#state === 'start') this.#state = 'quoted';
    else if (character === '"' && this.#state === 'after-quote') {
      this.#add('"');
      this.#state = 'quoted';
    } else {
      this.#add(character);
      this.#state = 'plain';
    }
  }

  #add(character: string): void {
    this.#field += character;
    if (this.#field.length > MAX_FIELD) {
      throw new UnreadableError(
        `A field in the row of line ${this.#rowLine} has more than ${MAX_FIELD} characters: is a quote missing?`,
      );
    }
  }

  #endField(): void {
    this.#fields.push(this.#field);
    this.#field = '';
    this.#state = 'start';
  }

  #endRow(): void {
    this.#endField();
    if (this.#fields.some((field) => field !== '')) this.#done.push({ line: this.#rowLine, fields: this.#fields });
    this.#fields = [];
    this.#rowLine = this.#line;
  }
}
