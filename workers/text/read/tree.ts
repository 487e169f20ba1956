import { LimitError } from '../../../manifests/errors.ts';
import { boxOfPoints, unite } from '../boxes.ts';
import { GRANULARITIES } from '../model.ts';
import type { TextItem, TextPage } from '../model.ts';

/**
 * What a page may have. The fullest newspaper pages have some 15,000 words; with each glyph of it a part of its own
 * these limits are still far, and a page within them takes less than 100 MB.
 */
const MAX_ITEMS = 250_000;
const MAX_COORDINATES = 4_000_000;

/** Puts a page together from elements as they open and close, whatever they are nested in. */
export class PageTree {
  readonly page: TextPage;
  readonly #open: TextItem[] = [];
  #items = 0;
  #coordinates = 0;

  constructor(page: TextPage) {
    this.page = page;
  }

  /** The innermost part that is open. */
  get top(): TextItem | undefined {
    return this.#open.at(-1);
  }

  /** The innermost open part of a granularity. */
  within(granularity: TextItem['granularity']): TextItem | undefined {
    return this.#open.findLast((item) => item.granularity === granularity);
  }

  /** Whether a part is open here. */
  holds(item: TextItem): boolean {
    return this.#open.includes(item);
  }

  /** What an open part is in. */
  around(item: TextItem): TextItem | undefined {
    return this.#open[this.#open.lastIndexOf(item) - 1];
  }

  /** A part of the innermost open one that is coarser: regions in regions, or lines in a line never closed, stand beside. */
  open(item: TextItem): TextItem {
    this.#items += 1;
    if (this.#items > MAX_ITEMS) throw new LimitError(`A page has more than ${MAX_ITEMS} words and other parts.`);
    this.#parts(item).push(item);
    this.#open.push(item);
    return item;
  }

  /** Outlines and baselines are counted, as a file may consist of them. */
  points(list: number[] | undefined): number[] | undefined {
    this.#coordinates += list?.length ?? 0;
    if (this.#coordinates > MAX_COORDINATES) {
      throw new LimitError(`The outlines of a page have more than ${MAX_COORDINATES / 2} points.`);
    }
    return list;
  }

  /** Ends a part and what is still open in it. One that says nothing is forgotten: pictures, rules, empty regions. */
  close(item: TextItem): void {
    const at = this.#open.lastIndexOf(item);
    if (at < 0) return;
    for (const closing of this.#open.splice(at).toReversed()) {
      if (!closing.text && closing.parts.length === 0) {
        const parts = this.#parts(closing);
        const index = parts.lastIndexOf(closing);
        if (index >= 0) parts.splice(index, 1);
        continue;
      }
      const box =
        closing.box ?? (closing.polygon ? boxOfPoints(closing.polygon) : unite(closing.parts.map((part) => part.box)));
      if (box) closing.box = box;
    }
  }

  #parts(item: TextItem): TextItem[] {
    const level = GRANULARITIES.indexOf(item.granularity);
    const parent = this.#open.findLast((other) => GRANULARITIES.indexOf(other.granularity) < level);
    return parent?.parts ?? this.page.parts;
  }
}
