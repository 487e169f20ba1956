/**
 * What transcriptions of all formats are read into. Words of IIIF's text granularity extension; lengths and places are
 * in the units of their page, from its top left corner.
 */
export type Granularity = 'page' | 'block' | 'paragraph' | 'line' | 'word' | 'glyph';

/** From coarse to fine: what may be a part of what. */
export const GRANULARITIES: readonly Granularity[] = ['page', 'block', 'paragraph', 'line', 'word', 'glyph'];

export type Direction = 'ltr' | 'rtl';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface TextItem {
  granularity: Exclude<Granularity, 'page'>;
  /** Its name in the file. */
  id?: string;
  /** What the file says stands here; without it, what its parts say. */
  text?: string;
  /** The whole of a word that is divided between two lines, on both of its parts, where the file gives it. */
  whole?: string;
  /** A line whose last word goes on in the next one, after a hyphen that is none of the word's own. */
  divided?: true;
  /** A BCP 47 tag. */
  language?: string;
  direction?: Direction;
  box?: Box;
  /** x, y, x, y… of its outline, where the file has one. */
  polygon?: number[];
  /** x, y, x, y… of the line its letters stand on, from the first to the last. */
  baseline?: number[];
  /** 0 to 1. */
  confidence?: number;
  /** What the file calls this part of the page: `heading`, `MarginTextZone`, `ocr_footer`. */
  kind?: string;
  /** In reading order. */
  parts: TextItem[];
  /** Of what was an annotation already: all of it in the form of the W3C, its targets as they came. */
  annotation?: Record<string, unknown>;
  /** Of a table's row, where it says so. */
  motivation?: string;
  format?: string;
  /** An SVG outline in the view's own coordinates, as it came. */
  svg?: string;
}

/** What made a transcription. */
export interface Generator {
  name: string;
  version?: string;
  /** When, as ISO 8601 with a time zone: what has none is no moment. */
  generated?: string;
}

/** What a page's coordinates count: pixels of its image, parts of an inch or millimetre, or those of the view it is for. */
export type Unit = 'pixel' | 'mm10' | 'inch1200' | 'relative' | 'view';

export interface TextPage {
  /** Which page of its file, from 0. Pieces of one page that a table gives apart have one number. */
  index: number;
  id?: string;
  /** The image's name in the transcription, as written there; may be a path or a URL. */
  file?: string;
  /** The id of the view or canvas, where the transcription names that. */
  view?: string;
  /** The page's number in its book, as the transcription counts. */
  number?: number;
  /** Of the page in its units; unknown where the coordinates are the view's own. */
  width?: number;
  height?: number;
  unit: Unit;
  language?: string;
  direction?: Direction;
  confidence?: number;
  generator?: Generator;
  /** In reading order: blocks, or finer ones where the file has no blocks. */
  parts: TextItem[];
}

export type TextFormat = 'alto' | 'hocr' | 'page' | 'miniocr' | 'csv' | 'iiif';

/** Something a reader passed over or made sense of; the first of its kind, and how many there were. */
export interface Remark {
  code: string;
  count: number;
  message: string;
}

export interface TextDocument {
  format: TextFormat;
  /** Each page as soon as it is read. Can be gone through once; throws an `UnreadableError` at what is broken. */
  pages: AsyncGenerator<TextPage, void, undefined>;
  /** What was noticed until now: complete when the pages are. */
  remarks(): Remark[];
}
