import { Parser } from 'htmlparser2';
import { Limits } from './markup.ts';
import type { MarkupHandler, MarkupParser } from './markup.ts';

/**
 * HTML as programs write it: closed or not, quoted or not. Empty elements written as XML has them (`<div/>`) are
 * closed, unlike in a browser, because hOCR is XHTML as often as HTML. What is not closed at the end is told by its
 * name.
 */
export function htmlParser(handler: MarkupHandler, unclosed: (name: string) => void): MarkupParser {
  const limits = new Limits(handler);
  const lines = new Lines();
  let ending = false;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => limits.open(name, attributes),
      onclosetag: (name, implied) => {
        if (ending && implied) unclosed(name);
        limits.close(name);
      },
      ontext: (text) => limits.text(text),
    },
    { recognizeSelfClosing: true, recognizeCDATA: true },
  );
  return {
    write(text) {
      limits.fed(text.length, () => lines.place(parser.startIndex));
      lines.feed(text);
      parser.write(text);
    },
    end() {
      ending = true;
      parser.end();
    },
    place: () => lines.place(parser.startIndex),
  };
}

/** Finds lines and columns of places in the piece that is being read; only counts them where somebody asks. */
class Lines {
  #text = '';
  #start = 0;
  #line = 1;
  #column = 1;

  feed(text: string): void {
    [this.#line, this.#column] = this.#at(this.#text.length);
    this.#start += this.#text.length;
    this.#text = text;
  }

  place(index: number): string {
    const [line, column] = this.#at(index - this.#start);
    return `line ${line}, column ${column}`;
  }

  #at(offset: number): [number, number] {
    let line = this.#line;
    let start = 1 - this.#column;
    for (let at = this.#text.indexOf('\n'); at >= 0 && at < offset; at = this.#text.indexOf('\n', at + 1)) {
      line += 1;
      start = at + 1;
    }
    return [line, Math.max(1, offset - start + 1)];
  }
}
