import { GRANULARITIES } from '../model.ts';
import type { Box, TextItem, TextPage } from '../model.ts';
import type { Remarks } from '../remarks.ts';
import { findColumns } from './csv-columns.ts';
import type { Column } from './csv-columns.ts';
import { CsvRows } from './csv-rows.ts';
import type { Row } from './csv-rows.ts';
import { languageTag } from './language.ts';
import { confidence, number, numbers, points } from './numbers.ts';
import { RECOGNISING_CHARACTERS } from './recognise.ts';
import { set } from './set.ts';
import { PageTree } from './tree.ts';

type Field = (column: Column) => string | undefined;

/** Which row is wrong in what; it is passed over. */
class RowFault extends Error {}

/**
 * Reads a table. Rows of one page that follow each other make a page; where a page comes again later, its pieces have
 * one index. Rows that cannot be understood are told and passed over, as one slip in ten thousand rows is usual.
 */
export async function* readCsv(
  characters: AsyncIterable<string>,
  remarks: Remarks,
): AsyncGenerator<TextPage, void, undefined> {
  let beginning = '';
  let table: CsvTable | undefined;
  for await (const text of characters) {
    if (table) yield* table.take(text);
    else {
      beginning += text;
      if (beginning.length < RECOGNISING_CHARACTERS) continue;
      table = new CsvTable(beginning, remarks);
      yield* table.take(beginning);
    }
  }
  if (!table) {
    table = new CsvTable(beginning, remarks);
    yield* table.take(beginning);
  }
  yield* table.end();
}

class CsvTable {
  readonly #remarks: Remarks;
  readonly #columns: Map<Column, number>;
  readonly #rows: CsvRows;
  readonly #indices = new Map<string, number>();
  #header = true;
  #key: string | undefined;
  #tree: PageTree | undefined;

  constructor(beginning: string, remarks: Remarks) {
    const { separator, columns } = findColumns(beginning);
    this.#remarks = remarks;
    this.#columns = columns;
    this.#rows = new CsvRows(separator);
  }

  *take(text: string): Generator<TextPage, void, undefined> {
    for (const row of this.#rows.feed(text)) yield* this.#row(row);
  }

  *end(): Generator<TextPage, void, undefined> {
    for (const row of this.#rows.end()) yield* this.#row(row);
    if (this.#tree) yield this.#tree.page;
  }

  *#row(row: Row): Generator<TextPage, void, undefined> {
    if (this.#header) {
      this.#header = false;
      return;
    }
    const field: Field = (column) => {
      const at = this.#columns.get(column);
      return at === undefined ? undefined : row.fields[at]?.trim() || undefined;
    };
    try {
      const key = field('view') ?? field('file') ?? field('page');
      if (key === undefined) throw new RowFault('says of no page: view, file and page are empty');
      const item = itemOf(field);
      if (!this.#tree || key !== this.#key) {
        const page = pageOf(field, this.#index(key));
        if (this.#tree) yield this.#tree.page;
        this.#tree = new PageTree(page);
        this.#key = key;
      }
      this.#tree.points(item.polygon);
      this.#tree.close(this.#tree.open(item));
    } catch (error) {
      if (!(error instanceof RowFault)) throw error;
      this.#remarks.add('row', () => `The row of line ${row.line} ${error.message}; it is passed over.`);
    }
  }

  #index(key: string): number {
    const index = this.#indices.get(key) ?? this.#indices.size;
    this.#indices.set(key, index);
    return index;
  }
}

function pageOf(field: Field, index: number): TextPage {
  const page: TextPage = { index, unit: 'pixel', parts: [] };
  set(page, 'view', field('view'));
  set(page, 'file', field('file'));
  const given = field('page');
  const at = number(given);
  if (given !== undefined && (at === undefined || !Number.isInteger(at) || at < 1)) {
    throw new RowFault(`has ${JSON.stringify(given.slice(0, 40))} for page, which is counted from 1`);
  }
  set(page, 'number', at);
  const [width, height] = [number(field('pageWidth')), number(field('pageHeight'))];
  if (width && height && width > 0 && height > 0) Object.assign(page, { width, height });
  return page;
}

function itemOf(field: Field): TextItem {
  const text = field('text');
  if (text === undefined) throw new RowFault('has no text');
  const item: TextItem = { granularity: granularityOf(field('granularity')), text, parts: [] };
  set(item, 'id', field('id'));
  set(item, 'box', boxOf(field));
  set(item, 'polygon', polygonOf(field('polygon')));
  set(item, 'svg', field('svg'));
  set(item, 'language', languageTag(field('language')));
  set(item, 'motivation', field('motivation'));
  set(item, 'format', field('format'));
  const sure = field('confidence');
  set(item, 'confidence', confidence(sure, 1));
  if (sure !== undefined && item.confidence === undefined) throw new RowFault('has a confidence that is not 0 to 1');
  return item;
}

function granularityOf(given: string | undefined): TextItem['granularity'] {
  const granularity = GRANULARITIES.find((one) => one === (given ?? 'line').toLowerCase());
  if (granularity && granularity !== 'page') return granularity;
  throw new RowFault(
    `has ${JSON.stringify(given!.slice(0, 40))} for granularity, which is block, paragraph, line, word or glyph`,
  );
}

function boxOf(field: Field): Box | undefined {
  const together = field('xywh');
  const apart = (['x', 'y', 'w', 'h'] as const).map((column) => field(column));
  if (together === undefined && apart.every((value) => value === undefined)) return undefined;
  const [x, y, width, height, more] =
    together === undefined ? apart.map(number) : (numbers(together.replace(/^(xywh=)?(pixel:)?/, '')) ?? []);
  if (x === undefined || y === undefined || width === undefined || height === undefined || more !== undefined) {
    throw new RowFault('has no four numbers x, y, w, h');
  }
  if (width <= 0 || height <= 0) throw new RowFault('has a width or height that is not above 0');
  return { x, y, width, height };
}

function polygonOf(given: string | undefined): number[] | undefined {
  if (given === undefined) return undefined;
  const list = points(/^\s*POLYGON\s*\(\(([^()]+)\)\)\s*$/i.exec(given)?.[1] ?? given, 3);
  if (!list)
    throw new RowFault('has a polygon that is neither points x,y x,y x,y nor POLYGON ((x y, x y, x y)) with one ring');
  return list;
}
