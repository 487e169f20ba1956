import { boxOfEdges } from '../boxes.ts';
import type { Box, Generator, TextItem, TextPage } from '../model.ts';
import type { Remarks } from '../remarks.ts';
import { parseTitle } from './hocr-title.ts';
import { InlineText } from './inline.ts';
import { directionOf, languageTag } from './language.ts';
import type { Attributes, MarkupHandler } from './markup.ts';
import { confidence, number, numbers, points } from './numbers.ts';
import { set } from './set.ts';
import { PageTree } from './tree.ts';

/** What classes of the specification and of programs mean. */
const CLASSES: Readonly<Record<string, TextItem['granularity']>> = {
  ocr_carea: 'block',
  ocr_column: 'block',
  ocr_block: 'block',
  ocrx_block: 'block',
  ocr_xycut: 'block',
  ocr_table: 'block',
  ocr_par: 'paragraph',
  ocr_line: 'line',
  ocrx_line: 'line',
  ocr_word: 'word',
  ocrx_word: 'word',
  ocr_glyph: 'glyph',
  ocr_cinfo: 'glyph',
  ocrx_cinfo: 'glyph',
};

/** Lines where programs write them as `span`, which Tesseract does; blocks where they are more. */
const LINES_OR_BLOCKS = new Set([
  'ocr_header',
  'ocr_footer',
  'ocr_caption',
  'ocr_textfloat',
  'ocr_float',
  'ocr_pageno',
]);

interface Element {
  item?: TextItem;
  tree?: PageTree;
}

/** Reads hOCR 1.2, as Tesseract, Kraken, OCRopus, ABBYY's converters and the Internet Archive write it. */
export class HocrReader implements MarkupHandler {
  readonly pages: TextPage[] = [];
  readonly #remarks: Remarks;
  readonly #place: () => string;
  readonly #elements: Element[] = [];
  readonly #inline = new InlineText();
  #generator: Generator | undefined;
  #tree: PageTree | undefined;
  #count = 0;

  constructor(remarks: Remarks, place: () => string) {
    this.#remarks = remarks;
    this.#place = place;
  }

  open(name: string, attributes: Attributes): void {
    const element: Element = {};
    this.#elements.push(element);
    const classes = (attributes['class'] ?? '').split(/\s+/);
    if (classes.includes('ocr_page')) {
      this.#endPage();
      this.#tree = element.tree = new PageTree(this.#page(attributes));
      return;
    }
    if (name === 'meta' && attributes['name']?.toLowerCase() === 'ocr-system') this.#system(attributes['content']);
    if (name === 'br' && this.#tree) this.#inline.add(this.#tree, '\n');
    const item = this.#item(name, classes, attributes);
    if (item) element.item = item;
  }

  close(): void {
    const { item, tree } = this.#elements.pop() ?? {};
    if (item) this.#endItem(item);
    if (tree && tree === this.#tree) this.#endPage();
  }

  text(text: string): void {
    if (this.#tree) this.#inline.add(this.#tree, text);
  }

  #system(content: string | undefined): void {
    const [, name, version] = /^(.*?)(?:[\s,/]+v?(\d[\w.+-]*))?$/.exec((content ?? '').trim()) ?? [];
    if (name) this.#generator = version ? { name, version } : { name };
  }

  #page(attributes: Attributes): TextPage {
    const title = parseTitle(attributes['title']);
    const page: TextPage = { index: this.#count, unit: 'pixel', parts: [] };
    this.#count += 1;
    set(page, 'id', attributes['id']);
    set(page, 'file', title.get('image') || title.get('x_source') || undefined);
    set(page, 'number', number(title.get('ppageno')));
    set(page, 'language', languageTag(attributes['lang'] ?? attributes['xml:lang'] ?? title.get('ocrp_lang')));
    set(page, 'direction', directionOf(attributes['dir']));
    set(page, 'generator', this.#generator);
    const box = this.#box(title);
    const [width, height] = [box && box.x + box.width, box && box.y + box.height];
    if (width && height && width > 0 && height > 0) Object.assign(page, { width, height });
    else this.#remarks.add('page-size', () => `A page has no bbox (${this.#place()}); its image's size stands for it.`);
    return page;
  }

  #item(name: string, classes: readonly string[], attributes: Attributes): TextItem | undefined {
    const tree = this.#tree;
    const named = classes.find((one) => CLASSES[one] || LINES_OR_BLOCKS.has(one));
    if (!tree || !named) return undefined;
    const granularity = CLASSES[named] ?? (name === 'span' ? 'line' : 'block');
    const title = parseTitle(attributes['title']);
    const item: TextItem = { granularity, parts: [] };
    set(item, 'id', attributes['id']);
    set(item, 'box', this.#box(title));
    set(item, 'polygon', tree.points(points(title.get('poly'), 3)));
    set(item, 'baseline', tree.points(baseline(title.get('baseline'), item.box)));
    set(item, 'language', languageTag(attributes['lang'] ?? attributes['xml:lang']));
    set(item, 'direction', directionOf(attributes['dir']));
    set(item, 'confidence', confidence(title.get('x_wconf') ?? title.get('x_conf'), 100));
    if (LINES_OR_BLOCKS.has(named)) item.kind = named;
    return tree.open(item);
  }

  #box(title: Map<string, string>): Box | undefined {
    const value = title.get('bbox') ?? title.get('x_bboxes');
    const [x0, y0, x1, y1] = numbers(value) ?? [];
    if (x0 !== undefined && y0 !== undefined && x1 !== undefined && y1 !== undefined) return boxOfEdges(x0, y0, x1, y1);
    if (value !== undefined) {
      this.#remarks.add(
        'bbox',
        () => `A bbox is not four numbers (${this.#place()}): ${value.slice(0, 60)}. It is passed over.`,
      );
    }
    return undefined;
  }

  #endItem(item: TextItem): void {
    if (!this.#tree?.holds(item)) return;
    this.#inline.finish(this.#tree, item);
    this.#tree.close(item);
  }

  /** Of a page that another one begins in, parts are still open. */
  #endPage(): void {
    for (let item = this.#tree?.top; item; item = this.#tree?.top) this.#endItem(item);
    if (this.#tree) this.pages.push(this.#tree.page);
    this.#tree = undefined;
  }
}

/** A slope and an offset from the box's bottom left corner; polynomials of a higher degree are drawn in nine points. */
function baseline(value: string | undefined, box: Box | undefined): number[] | undefined {
  const factors = numbers(value);
  if (!factors || !box) return undefined;
  const steps = factors.length > 2 ? 8 : 1;
  const line: number[] = [];
  for (let i = 0; i <= steps; i++) {
    const x = (box.width * i) / steps;
    line.push(box.x + x, box.y + box.height + factors.reduce((y, factor) => y * x + factor, 0));
  }
  return line;
}
