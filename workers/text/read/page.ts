import type { Generator, TextItem, TextPage } from '../model.ts';
import type { Remarks } from '../remarks.ts';
import { endsDivided, textOf } from '../text.ts';
import { directionOf, languageTag } from './language.ts';
import type { Attributes, MarkupHandler } from './markup.ts';
import { confidence, number, points } from './numbers.ts';
import { sortByRanks } from './order.ts';
import { set } from './set.ts';
import { zonedTime } from './time.ts';
import { PageTree } from './tree.ts';

const ELEMENTS: Readonly<Record<string, TextItem['granularity']>> = {
  TextRegion: 'block',
  TextLine: 'line',
  Word: 'word',
  Glyph: 'glyph',
};

/** One reading of what stands in a region, a line or a word: of several, the one of the lowest index counts. */
interface Equivalent {
  index: number;
  confidence?: number | undefined;
  text?: string;
}

interface Open {
  name: string;
  item?: TextItem;
  points?: string[];
  best?: Equivalent;
}

/**
 * Reads PAGE XML (PRImA) of every year from 2009 on: points in an attribute or as elements, readings by their index,
 * order from ReadingOrder or, where that is missing, from `custom` as Transkribus writes it.
 */
export class PageXmlReader implements MarkupHandler {
  readonly pages: TextPage[] = [];
  readonly #remarks: Remarks;
  readonly #place: () => string;
  readonly #open: Open[] = [];
  readonly #ranks = new Map<string, number>();
  readonly #rankOf = new Map<TextItem, number>();
  readonly #customOf = new Map<TextItem, number>();
  #text: string | undefined;
  #generator: Partial<Generator> = {};
  #equivalent: Equivalent | undefined;
  #tree: PageTree | undefined;
  #count = 0;

  constructor(remarks: Remarks, place: () => string) {
    this.#remarks = remarks;
    this.#place = place;
  }

  open(name: string, attributes: Attributes): void {
    const open: Open = { name };
    this.#open.push(open);
    const granularity = ELEMENTS[name];
    if (granularity && this.#tree) open.item = this.#item(this.#tree, granularity, attributes);
    else if (name === 'Page') this.#tree = new PageTree(this.#page(attributes));
    else if (name === 'Coords' || name === 'Baseline') open.points = attributes['points'] ? [attributes['points']] : [];
    else if (name === 'Point') this.#open.at(-2)?.points?.push(`${attributes['x']},${attributes['y']}`);
    else if (name === 'TextEquiv') this.#startEquivalent(attributes);
    else if (name === 'MetadataItem') this.#metadata(attributes);
    else if (name === 'Creator' || name === 'Created' || name === 'Unicode') this.#text = '';
    else if (attributes['regionRef'] && !this.#ranks.has(attributes['regionRef'])) {
      this.#ranks.set(attributes['regionRef'], this.#ranks.size);
    }
  }

  close(name: string): void {
    const { item, points: given } = this.#open.pop() ?? {};
    if (given) this.#shape(name, given.join(' '));
    if (name === 'Unicode' && this.#equivalent) this.#equivalent.text = this.#text ?? '';
    if (name === 'Creator' && this.#text?.trim()) this.#generator.name ??= this.#text.trim();
    if (name === 'Created') set(this.#generator, 'generated', zonedTime(this.#text));
    if (name === 'Unicode' || name === 'Creator' || name === 'Created') this.#text = undefined;
    if (name === 'TextEquiv') this.#endEquivalent();
    if (item) this.#endItem(item);
    if (name === 'Page') this.#endPage();
  }

  text(text: string): void {
    if (this.#text !== undefined && this.#text.length < 1_000_000) this.#text += text;
  }

  #page(attributes: Attributes): TextPage {
    const page: TextPage = { index: this.#count, unit: 'pixel', parts: [] };
    this.#count += 1;
    set(page, 'file', attributes['imageFilename'] || undefined);
    set(page, 'language', languageTag(attributes['primaryLanguage']));
    set(page, 'direction', directionOf(attributes['readingDirection']));
    set(page, 'confidence', confidence(attributes['conf'], 1));
    const { name } = this.#generator;
    if (name) page.generator = { ...this.#generator, name };
    const [width, height] = [number(attributes['imageWidth']), number(attributes['imageHeight'])];
    if (width && height && width > 0 && height > 0) Object.assign(page, { width, height });
    else {
      this.#remarks.add(
        'page-size',
        () => `A page has no imageWidth and imageHeight (${this.#place()}); its image's size stands for them.`,
      );
    }
    return page;
  }

  #item(tree: PageTree, granularity: TextItem['granularity'], attributes: Attributes): TextItem {
    const item: TextItem = { granularity, parts: [] };
    const custom = attributes['custom'] ?? '';
    set(item, 'id', attributes['id']);
    set(item, 'language', languageTag(attributes['primaryLanguage'] ?? attributes['language']));
    set(item, 'direction', directionOf(attributes['readingDirection']));
    set(
      item,
      'kind',
      attributes['type'] ?? (/structure\s*\{[^}]*\btype:\s*([^;}]+)/.exec(custom)?.[1]?.trim() || undefined),
    );
    const index = number(/readingOrder\s*\{[^}]*\bindex:\s*(\d+)/.exec(custom)?.[1]);
    if (index !== undefined) this.#customOf.set(item, index);
    // A region in another one, a table say, is where that one is, unless it is named itself.
    const around = granularity === 'block' ? tree.within('block') : undefined;
    const rank = (item.id !== undefined ? this.#ranks.get(item.id) : undefined) ?? (around && this.#rankOf.get(around));
    if (rank !== undefined) this.#rankOf.set(item, rank);
    return tree.open(item);
  }

  #metadata(attributes: Attributes): void {
    if (attributes['type'] === 'processingStep' && attributes['value']) this.#generator.name ??= attributes['value'];
  }

  #shape(name: string, given: string): void {
    const item = this.#open.at(-1)?.item;
    if (!item || !this.#tree) return;
    const least = name === 'Coords' ? 3 : 2;
    const list = this.#tree.points(points(given, least));
    if (list) item[name === 'Coords' ? 'polygon' : 'baseline'] = list;
    else {
      this.#remarks.add(
        'points',
        () => `${name} has not ${least} or more points x,y (${this.#place()}); what is inside of it gives the place.`,
      );
    }
  }

  #startEquivalent(attributes: Attributes): void {
    this.#equivalent = {
      index: number(attributes['index']) ?? 0,
      confidence: confidence(attributes['conf'], 1),
    };
  }

  #endEquivalent(): void {
    const equivalent = this.#equivalent;
    const of = this.#open.at(-1);
    this.#equivalent = undefined;
    if (!of || !equivalent || equivalent.text === undefined) return;
    if (!of.best || equivalent.index < of.best.index) of.best = equivalent;
    if (of.item && of.best === equivalent) {
      of.item.text = equivalent.text.trim();
      set(of.item, 'confidence', equivalent.confidence);
    }
  }

  #endItem(item: TextItem): void {
    if (item.granularity === 'line') {
      if (item.text === '' || item.text === undefined) delete item.text;
      if (endsDivided(textOf(item))) item.divided = true;
    }
    if (this.#customOf.size > 0) sortLevel(item.parts, this.#customOf);
    this.#tree?.close(item);
  }

  #endPage(): void {
    const page = this.#tree?.page;
    this.#tree = undefined;
    if (!page) return;
    if (this.#ranks.size > 0) sortByRanks(page.parts, (item) => this.#rankOf.get(item));
    else if (this.#customOf.size > 0) sortLevel(page.parts, this.#customOf);
    for (const map of [this.#ranks, this.#rankOf, this.#customOf]) map.clear();
    this.pages.push(page);
  }
}

/** Parts with an index by it; the others after them. */
function sortLevel(parts: TextItem[], indexOf: ReadonlyMap<TextItem, number>): void {
  const rank = (item: TextItem): number => indexOf.get(item) ?? Number.MAX_SAFE_INTEGER;
  parts.sort((a, b) => rank(a) - rank(b));
}
