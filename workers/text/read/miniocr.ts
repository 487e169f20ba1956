import { unite } from '../boxes.ts';
import type { TextItem, TextPage } from '../model.ts';
import type { Remarks } from '../remarks.ts';
import { InlineText } from './inline.ts';
import type { Attributes, MarkupHandler } from './markup.ts';
import { numbers } from './numbers.ts';
import { set } from './set.ts';
import { PageTree } from './tree.ts';

const ELEMENTS: Readonly<Record<string, TextItem['granularity']>> = { b: 'block', l: 'line', w: 'word' };

/** Reads MiniOCR, the small format that solr-ocrhighlighting indexes: pages, blocks, lines, and words with their boxes. */
export class MiniOcrReader implements MarkupHandler {
  readonly pages: TextPage[] = [];
  readonly #remarks: Remarks;
  readonly #place: () => string;
  readonly #elements: (TextItem | undefined)[] = [];
  readonly #inline = new InlineText();
  #tree: PageTree | undefined;
  #count = 0;

  constructor(remarks: Remarks, place: () => string) {
    this.#remarks = remarks;
    this.#place = place;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'p') this.#tree = new PageTree(this.#page(attributes));
    this.#elements.push(this.#item(ELEMENTS[name], attributes));
  }

  close(name: string): void {
    const item = this.#elements.pop();
    if (!this.#tree) return;
    if (item) {
      this.#inline.finish(this.#tree, item);
      this.#tree.close(item);
    }
    if (name === 'p') this.#endPage(this.#tree.page);
  }

  text(text: string): void {
    if (this.#tree) this.#inline.add(this.#tree, text);
  }

  #page(attributes: Attributes): TextPage {
    const page: TextPage = { index: this.#count, unit: 'pixel', parts: [] };
    this.#count += 1;
    set(page, 'id', attributes['id']);
    const [width, height] = numbers(attributes['wh']) ?? [];
    if (width && height && width > 0 && height > 0) Object.assign(page, { width, height });
    return page;
  }

  #item(granularity: TextItem['granularity'] | undefined, attributes: Attributes): TextItem | undefined {
    if (!granularity || !this.#tree) return undefined;
    const item: TextItem = { granularity, parts: [] };
    set(item, 'id', attributes['id']);
    const [x, y, width, height] = numbers(attributes['x']) ?? [];
    if (x !== undefined && y !== undefined && width !== undefined && height !== undefined) {
      item.box = { x, y, width, height };
    } else if (granularity === 'word') {
      this.#remarks.add(
        'no-box',
        () => `A word's x is not four numbers (${this.#place()}); it has no place of its own.`,
      );
    }
    return this.#tree.open(item);
  }

  #endPage(page: TextPage): void {
    this.#tree = undefined;
    const box = unite(page.parts.map((part) => part.box));
    // Without the page's size, places are shares of it.
    if (page.width === undefined && box && box.x + box.width <= 1.01 && box.y + box.height <= 1.01) {
      Object.assign(page, { width: 1, height: 1, unit: 'relative' } satisfies Partial<TextPage>);
    }
    this.pages.push(page);
  }
}
