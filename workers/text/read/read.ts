import { UnreadableError } from '../../../manifests/errors.ts';
import type { TextDocument, TextFormat, TextPage } from '../model.ts';
import { Remarks } from '../remarks.ts';
import { AltoReader } from './alto.ts';
import { readCsv } from './csv.ts';
import { decode } from './decode.ts';
import { HocrReader } from './hocr.ts';
import { htmlParser } from './html.ts';
import { readAnnotations } from './iiif.ts';
import { parsed } from './markup.ts';
import type { MarkupHandler, MarkupParser } from './markup.ts';
import { MiniOcrReader } from './miniocr.ts';
import { PageXmlReader } from './page.ts';
import { RECOGNISING_CHARACTERS, recogniseText } from './recognise.ts';
import { xmlParser } from './xml.ts';

export interface ReadTextOptions {
  /** The encoding (by its name on the web, such as `latin1`) of a file that does not say it and is not UTF-8. */
  encoding?: string;
}

/**
 * Reads a transcription, in whatever of the known formats it is. Pages are given one by one: what is kept in memory is
 * one page, and what fits into a piece of `source` at once. Nothing that a file names is opened.
 */
export async function readText(
  source: AsyncIterable<Uint8Array>,
  options: ReadTextOptions = {},
): Promise<TextDocument> {
  const characters = decode(source, options.encoding);
  let beginning = '';
  while (beginning.length < RECOGNISING_CHARACTERS) {
    const { value, done } = await characters.next();
    if (done) break;
    beginning += value;
  }
  const format = recogniseText(beginning);
  const remarks = new Remarks();
  return {
    format,
    pages: notEmpty(format, read(format, joined(beginning, characters), remarks), remarks),
    remarks: () => remarks.list(),
  };
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  yield first;
  yield* rest;
}

function read(format: TextFormat, characters: AsyncIterable<string>, remarks: Remarks): AsyncIterable<TextPage> {
  switch (format) {
    case 'hocr':
      return markup(characters, remarks, HocrReader, (handler) =>
        htmlParser(handler, (name) =>
          remarks.add('unclosed', () => `<${name}> is not closed at the end of the file: its end may be missing.`),
        ),
      );
    case 'alto':
      return markup(characters, remarks, AltoReader, xmlParser);
    case 'page':
      return markup(characters, remarks, PageXmlReader, xmlParser);
    case 'miniocr':
      return markup(characters, remarks, MiniOcrReader, xmlParser);
    case 'csv':
      return readCsv(characters, remarks);
    case 'iiif':
      return readAnnotations(characters, remarks);
  }
}

type Reader = new (remarks: Remarks, place: () => string) => MarkupHandler & { readonly pages: TextPage[] };

function markup(
  characters: AsyncIterable<string>,
  remarks: Remarks,
  Reader: Reader,
  makeParser: (handler: MarkupHandler) => MarkupParser,
): AsyncIterable<TextPage> {
  const reader: InstanceType<Reader> = new Reader(remarks, () => parser.place());
  const parser = makeParser(reader);
  return parsed(characters, parser, () => reader.pages.splice(0));
}

/** A file without any page is not what it was given as; one with empty pages is. */
async function* notEmpty(
  format: TextFormat,
  pages: AsyncIterable<TextPage>,
  remarks: Remarks,
): AsyncGenerator<TextPage, void, undefined> {
  let count = 0;
  for await (const page of pages) {
    count += 1;
    yield page;
  }
  if (count > 0) return;
  const why = remarks.list()[0]?.message;
  throw new UnreadableError(`Nothing to read in this file of ${NAMES[format]}${why ? `: ${why}` : '.'}`);
}

const NAMES: Readonly<Record<TextFormat, string>> = {
  alto: 'ALTO',
  hocr: 'hOCR (no element of class ocr_page)',
  page: 'PAGE XML',
  miniocr: 'MiniOCR',
  csv: 'CSV',
  iiif: 'annotations',
};
