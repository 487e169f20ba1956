import { UnreadableError } from '../../../manifests/errors.ts';
import { CsvRows } from './csv-rows.ts';

/**
 * The columns of a table, in any order, by any of their names; others are passed over. A row has a text and says whose
 * it is: the view's id, the image's file name, or the number of the page from 1. Where, if not on the whole page: x, y,
 * w, h, or a polygon (points or WKT), or an SVG outline.
 */
const COLUMNS = {
  view: ['view', 'canvas'],
  file: ['file', 'image', 'filename'],
  page: ['page'],
  text: ['text', 'value', 'body', 'transcription'],
  x: ['x', 'left'],
  y: ['y', 'top'],
  w: ['w', 'width'],
  h: ['h', 'height'],
  xywh: ['xywh', 'region'],
  polygon: ['polygon', 'wkt', 'points'],
  svg: ['svg'],
  language: ['language', 'lang'],
  motivation: ['motivation'],
  confidence: ['confidence'],
  granularity: ['granularity', 'level'],
  format: ['format'],
  id: ['id'],
  pageWidth: ['page_width', 'image_width'],
  pageHeight: ['page_height', 'image_height'],
} as const;

export type Column = keyof typeof COLUMNS;

const SEPARATORS = [',', ';', '\t', '|'];

/** The separator and the columns of a table, from the beginning of its file. */
export function findColumns(beginning: string): { separator: string; columns: Map<Column, number> } {
  let best: { separator: string; columns: Map<Column, number> } | undefined;
  for (const separator of SEPARATORS) {
    const columns = columnsOf(headerOf(beginning, separator));
    if (!best || columns.size > best.columns.size) best = { separator, columns };
  }
  const { columns } = best!;
  if (!columns.has('text') || !(columns.has('view') || columns.has('file') || columns.has('page'))) {
    throw new UnreadableError(
      `The first line of a CSV file names its columns: Expected text, and one of view, file and page, but found ${JSON.stringify(
        beginning.split(/[\r\n]/, 1)[0]!.slice(0, 120),
      )}.`,
    );
  }
  return best!;
}

function headerOf(beginning: string, separator: string): readonly string[] {
  const end = beginning.search(/[\r\n]/);
  const rows = new CsvRows(separator);
  const line = end < 0 ? beginning : beginning.slice(0, end);
  // A quote that is left open in the first line: no header of this kind.
  if ((line.split('"').length - 1) % 2 === 1) return [];
  return [...rows.feed(line), ...rows.end()][0]?.fields ?? [];
}

function columnsOf(header: readonly string[]): Map<Column, number> {
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  );
  const columns = new Map<Column, number>();
  for (const [column, aliases] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const at = names.findIndex((name) => aliases.includes(name));
    if (at >= 0) columns.set(column, at);
  }
  return columns;
}
