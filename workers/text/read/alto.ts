import { boxOfEdges } from '../boxes.ts';
import type { Box, Generator, TextItem, TextPage, Unit } from '../model.ts';
import type { Remarks } from '../remarks.ts';
import { endsDivided, textOf } from '../text.ts';
import { languageTag } from './language.ts';
import type { Attributes, MarkupHandler } from './markup.ts';
import { confidence, number, points } from './numbers.ts';
import { sortByRanks } from './order.ts';
import { set } from './set.ts';
import { zonedTime } from './time.ts';
import { PageTree } from './tree.ts';

const UNITS: Readonly<Record<string, Unit>> = { pixel: 'pixel', mm10: 'mm10', inch1200: 'inch1200' };

/** Elements of the head whose text matters. */
const HEAD = new Set([
  'MeasurementUnit',
  'fileName',
  'softwareCreator',
  'softwareName',
  'softwareVersion',
  'processingDateTime',
]);

/**
 * Reads ALTO 1 to 4 (Library of Congress), in whatever namespace: the versions differ in little that is read here, and
 * files declare others than they are written in. Fonts, styles and alternatives are passed over.
 */
export class AltoReader implements MarkupHandler {
  readonly pages: TextPage[] = [];
  readonly #remarks: Remarks;
  readonly #place: () => string;
  #headText: string | undefined;
  #unit: Unit = 'pixel';
  readonly #files: string[] = [];
  #generator: Partial<Generator> & { creator?: string } = {};
  /** Inside of what came before the recognition, or after it is known what did it. */
  #passing = false;
  readonly #kinds = new Map<string, string>();
  readonly #ranks = new Map<string, number>();
  readonly #rankOf = new Map<TextItem, number>();
  readonly #groups: string[] = [];
  readonly #spaced = new Set<TextItem>();
  readonly #elements: (TextItem | undefined)[] = [];
  #tree: PageTree | undefined;
  #count = 0;

  constructor(remarks: Remarks, place: () => string) {
    this.#remarks = remarks;
    this.#place = place;
  }

  open(name: string, attributes: Attributes): void {
    const item = this.#opened(name, attributes);
    this.#elements.push(item);
    if (HEAD.has(name)) this.#headText = '';
  }

  close(name: string): void {
    const item = this.#elements.pop();
    if (this.#headText !== undefined && HEAD.has(name)) {
      this.#head(name, this.#headText.trim());
      this.#headText = undefined;
    }
    if (name === 'preProcessingStep') this.#passing = false;
    if (name === 'processingSoftware' && !this.#passing && this.#generator.name) this.#passing = true;
    if (name === 'ComposedBlock') this.#groups.pop();
    if (name === 'TextLine' && item) this.#endLine(item);
    if (item) this.#tree?.close(item);
    if (name === 'Page') this.#endPage();
  }

  text(text: string): void {
    if (this.#headText !== undefined && this.#headText.length < 4096) this.#headText += text;
  }

  #opened(name: string, attributes: Attributes): TextItem | undefined {
    switch (name) {
      case 'Page':
        this.#tree = new PageTree(this.#page(attributes));
        return undefined;
      case 'preProcessingStep':
        this.#passing = true;
        return undefined;
      case 'ComposedBlock':
        this.#groups.push(attributes['ID'] ?? '');
        return undefined;
      case 'ElementRef':
        if (attributes['REF'] && !this.#ranks.has(attributes['REF']))
          this.#ranks.set(attributes['REF'], this.#ranks.size);
        return undefined;
      case 'TextBlock':
        return this.#item('block', attributes);
      case 'TextLine':
        return this.#item('line', attributes);
      case 'String':
        return this.#item('word', attributes);
      case 'Glyph':
        return this.#item('glyph', attributes);
      case 'SP':
      case 'HYP':
        this.#between(name, attributes);
        return undefined;
      case 'Polygon':
        this.#polygon(attributes);
        return undefined;
      default:
        if (name.endsWith('Tag') && attributes['ID']) {
          this.#kinds.set(attributes['ID'], attributes['LABEL'] ?? attributes['TYPE'] ?? '');
        }
        return undefined;
    }
  }

  #head(name: string, value: string): void {
    if (value === '') return;
    if (name === 'MeasurementUnit') this.#measure(value);
    else if (name === 'fileName') this.#files.push(value);
    else if (this.#passing) return;
    else if (name === 'softwareCreator') this.#generator.creator ??= value;
    else if (name === 'softwareName') this.#generator.name ??= value;
    else if (name === 'softwareVersion') this.#generator.version ??= value;
    else set(this.#generator, 'generated', zonedTime(value));
  }

  #measure(value: string): void {
    const unit = UNITS[value.toLowerCase()];
    if (unit) this.#unit = unit;
    else {
      this.#remarks.add(
        'unit',
        () =>
          `The measurement unit ${JSON.stringify(value.slice(0, 40))} is none of ALTO's (${this.#place()}); lengths count as pixels.`,
      );
    }
  }

  #page(attributes: Attributes): TextPage {
    const { creator, name, ...rest } = this.#generator;
    const software = name ?? creator;
    const page: TextPage = { index: this.#count, unit: this.#unit, parts: [] };
    this.#count += 1;
    const file = this.#files.length > 1 ? this.#files[page.index] : this.#files[0];
    set(page, 'id', attributes['ID']);
    set(page, 'file', file);
    set(page, 'number', number(attributes['PHYSICAL_IMG_NR']));
    set(page, 'language', languageTag(attributes['LANG']));
    set(page, 'confidence', confidence(attributes['PC'], 1));
    set(page, 'generator', software ? { ...rest, name: software } : undefined);
    const [width, height] = [number(attributes['WIDTH']), number(attributes['HEIGHT'])];
    if (width && height && width > 0 && height > 0) Object.assign(page, { width, height });
    else {
      this.#remarks.add(
        'page-size',
        () => `A page has no WIDTH and HEIGHT (${this.#place()}); its image's size stands for them.`,
      );
    }
    return page;
  }

  #item(granularity: TextItem['granularity'], attributes: Attributes): TextItem | undefined {
    if (!this.#tree) return undefined;
    const item: TextItem = { granularity, parts: [] };
    set(item, 'id', attributes['ID']);
    set(item, 'text', attributes['CONTENT']);
    set(item, 'box', this.#box(attributes));
    set(item, 'language', languageTag(attributes['LANG'] ?? attributes['language']));
    set(item, 'confidence', confidence(attributes['WC'] ?? attributes['GC'], 1));
    set(item, 'whole', attributes['SUBS_CONTENT'] || undefined);
    set(item, 'kind', this.#kind(attributes['TAGREFS']));
    if (attributes['BASELINE']) set(item, 'baseline', this.#tree.points(baseline(attributes['BASELINE'], item.box)));
    if (attributes['SUBS_TYPE'] === 'HypPart1') {
      const line = this.#tree.within('line');
      if (line) line.divided = true;
    }
    const rank =
      this.#rank(item.id) ??
      (granularity === 'block' ? this.#rank(this.#groups.findLast((id) => this.#ranks.has(id))) : undefined);
    if (rank !== undefined) this.#rankOf.set(item, rank);
    return this.#tree.open(item);
  }

  #rank(id: string | undefined): number | undefined {
    return id === undefined ? undefined : this.#ranks.get(id);
  }

  #kind(references: string | undefined): string | undefined {
    for (const reference of references?.split(/\s+/) ?? []) {
      const kind = this.#kinds.get(reference);
      if (kind) return kind;
    }
    return undefined;
  }

  #box(attributes: Attributes): Box | undefined {
    const [x, y, width, height] = ['HPOS', 'VPOS', 'WIDTH', 'HEIGHT'].map((name) => number(attributes[name]));
    if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
    if (width < 0 || height < 0) {
      this.#remarks.add(
        'negative',
        () => `A width or height is negative (${this.#place()}); it counts from the other side.`,
      );
    }
    return boxOfEdges(x, y, x + width, y + height);
  }

  /** Both stand in a line between its words: a space, and the hyphen that divides the last one. */
  #between(name: 'SP' | 'HYP', attributes: Attributes): void {
    const line = this.#tree?.within('line');
    const word = line?.parts.at(-1);
    if (!line || !word) return;
    if (name === 'SP') {
      this.#spaced.add(word);
      return;
    }
    line.divided = true;
    const sign = (attributes['CONTENT'] ?? '-').replaceAll('\u00ad', '-');
    if (word.text !== undefined && !/[-\u00ad\u00ac]$/.test(word.text)) word.text += sign;
  }

  /** In a line with spaces, words without one between them are pieces of one; many programs write no spaces at all. */
  #endLine(line: TextItem): void {
    const words = line.parts;
    if (
      words.slice(0, -1).some((word) => this.#spaced.has(word)) &&
      words.slice(0, -1).some((word) => !this.#spaced.has(word))
    ) {
      line.text = words
        .map((word) => textOf(word) + (this.#spaced.has(word) ? ' ' : ''))
        .join('')
        .trim();
    }
    this.#spaced.clear();
    const last = words.at(-1);
    if (last && endsDivided(textOf(last))) line.divided = true;
  }

  #polygon(attributes: Attributes): void {
    const item = this.#tree?.top;
    if (!item || item.polygon) return;
    set(item, 'polygon', this.#tree!.points(points(attributes['POINTS'], 3)));
    if (!item.polygon) {
      this.#remarks.add(
        'polygon',
        () => `An outline has not three or more points x y (${this.#place()}); the box stands for it.`,
      );
    }
  }

  #endPage(): void {
    const page = this.#tree?.page;
    this.#tree = undefined;
    if (!page) return;
    if (this.#ranks.size > 0) sortByRanks(page.parts, (item) => this.#rankOf.get(item));
    this.#rankOf.clear();
    this.pages.push(page);
  }
}

/** ALTO 2 and 3 have one number for it, the height of a level line; ALTO 4 has points. */
function baseline(value: string, box: Box | undefined): number[] | undefined {
  const level = number(value);
  if (level === undefined) return points(value, 2);
  return box && [box.x, level, box.x + box.width, level];
}
