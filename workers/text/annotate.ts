import { frameOf } from './frame.ts';
import type { Frame, TextView } from './frame.ts';
import type { Box, Direction, Generator as Software, Granularity, TextItem, TextPage } from './model.ts';
import type { Remarks } from './remarks.ts';
import { selectorOf } from './selector.ts';
import { retarget } from './target.ts';
import { textOf, textOfPage } from './text.ts';

const TEXT_GRANULARITY_CONTEXT = 'http://iiif.io/api/extension/text-granularity/context.json';
const ANNOTATION_CONTEXT = 'http://www.w3.org/ns/anno.jsonld';

export interface AnnotateOptions {
  /**
   * What becomes an annotation. Text that is given in none of these, of a region without lines for instance, becomes one
   * at its own granularity, so that nothing is lost.
   */
  granularities?: readonly Granularity[];
}

export const ANNOTATE_DEFAULTS: Required<AnnotateOptions> = Object.freeze({ granularities: ['line'] as const });

/** An annotation, and what has no place in one by the W3C's model. */
export interface TextAnnotation {
  annotation: Record<string, unknown>;
  /** Of what the file had as an annotation: only what that says. */
  granularity?: Granularity;
  /** Its place in the order of reading of its page, from 0. */
  order: number;
  /** 0 to 1: its own, or else the mean of its words'. */
  confidence?: number;
  generator?: Software;
}

/** What a part takes over from that which it is in. */
interface Inherited {
  language?: string | undefined;
  direction?: Direction | undefined;
  box?: Box | undefined;
  polygon?: number[] | undefined;
  /** Whether its text is in an annotation already. */
  covered: boolean;
}

/**
 * Web Annotations that put a page's text upon its view, in reading order. Annotations that the file had are given on
 * the view instead of their source and are otherwise as they came: to be validated like anybody's.
 */
export function* annotate(
  page: TextPage,
  view: TextView,
  remarks: Remarks,
  options: AnnotateOptions = {},
): Generator<TextAnnotation, void, undefined> {
  const granularities = new Set(options.granularities ?? ANNOTATE_DEFAULTS.granularities);
  const writer = new Writer(page, view, remarks, granularities);
  const whole = granularities.has('page');
  if (whole) yield* writer.page();
  const { language, direction } = page;
  for (const part of page.parts) yield* writer.item(part, { language, direction, covered: whole });
}

class Writer {
  readonly #page: TextPage;
  readonly #view: TextView;
  readonly #remarks: Remarks;
  readonly #granularities: ReadonlySet<Granularity>;
  readonly #frame: Frame;
  #order = 0;

  constructor(page: TextPage, view: TextView, remarks: Remarks, granularities: ReadonlySet<Granularity>) {
    this.#page = page;
    this.#view = view;
    this.#remarks = remarks;
    this.#granularities = granularities;
    this.#frame = frameOf(page, view, remarks);
  }

  *page(): Generator<TextAnnotation, void, undefined> {
    const text = textOfPage(this.#page);
    if (text === '') return;
    const body = bodyOf(text, 'text/plain', this.#page.language, this.#page.direction);
    yield this.#make('page', 'supplementing', body, this.#view.id, this.#page.confidence);
  }

  *item(item: TextItem, inherited: Inherited): Generator<TextAnnotation, void, undefined> {
    if (item.annotation) {
      yield this.#taken(item, item.annotation);
      return;
    }
    const asked = this.#granularities.has(item.granularity) || (item.parts.length === 0 && !inherited.covered);
    const placed = item.box !== undefined || item.polygon !== undefined;
    const now: Inherited = {
      language: item.language ?? inherited.language,
      direction: item.direction ?? inherited.direction,
      box: placed ? item.box : inherited.box,
      polygon: placed ? item.polygon : inherited.polygon,
      covered: inherited.covered || asked,
    };
    const text = asked ? textOf(item).trim() : '';
    if (text !== '') yield* this.#written(item, text, now);
    for (const part of item.parts) yield* this.item(part, now);
  }

  *#written(item: TextItem, text: string, place: Inherited): Generator<TextAnnotation, void, undefined> {
    const target = this.#target(item, place);
    if (target === undefined) {
      this.#remarks.add(
        'outside',
        () =>
          `${JSON.stringify(text.slice(0, 60))} is outside of its view (${this.#view.width} × ${this.#view.height}); it is left out.`,
      );
      return;
    }
    const body = bodyOf(text, item.format ?? 'text/plain', place.language, place.direction);
    yield this.#make(
      item.granularity,
      item.motivation ?? 'supplementing',
      body,
      target,
      item.confidence ?? meanOf(item.parts),
    );
  }

  #target(item: TextItem, place: Inherited): unknown {
    const svgSelector = (value: string): unknown => ({
      type: 'SpecificResource',
      source: this.#view.id,
      selector: { type: 'SvgSelector', value },
    });
    if (item.svg !== undefined) return svgSelector(item.svg);
    if (!place.box && !place.polygon) return this.#view.id;
    const selector = selectorOf(place, this.#frame);
    if (!selector) return undefined;
    return 'svg' in selector ? svgSelector(selector.svg) : `${this.#view.id}#xywh=${selector.xywh}`;
  }

  #make(
    granularity: Granularity,
    motivation: string,
    body: unknown,
    target: unknown,
    confidence: number | undefined,
  ): TextAnnotation {
    const { generator } = this.#page;
    const annotation: Record<string, unknown> = {
      '@context': [TEXT_GRANULARITY_CONTEXT, ANNOTATION_CONTEXT],
      type: 'Annotation',
      motivation,
      textGranularity: granularity,
      body,
      target,
    };
    if (generator) {
      const { name, version, generated } = generator;
      annotation['generator'] = { type: 'Software', name: version ? `${name} ${version}` : name };
      if (generated) annotation['generated'] = generated;
    }
    const made: TextAnnotation = { annotation, granularity, order: this.#order++ };
    if (confidence !== undefined) made.confidence = confidence;
    if (generator) made.generator = generator;
    return made;
  }

  #taken(item: TextItem, given: Record<string, unknown>): TextAnnotation {
    const target = retarget(given['target'], this.#page.view ?? '', this.#view.id);
    const made: TextAnnotation = { annotation: { ...given, target }, order: this.#order++ };
    if (given['textGranularity'] === item.granularity) made.granularity = item.granularity;
    return made;
  }
}

function bodyOf(
  value: string,
  format: string,
  language: string | undefined,
  direction: Direction | undefined,
): unknown {
  const body: Record<string, unknown> = { type: 'TextualBody', value, format };
  if (language !== undefined) body['language'] = language;
  if (direction !== undefined) body['textDirection'] = direction;
  return body;
}

function meanOf(parts: readonly TextItem[]): number | undefined {
  const all = parts.map((part) => part.confidence ?? meanOf(part.parts)).filter((one) => one !== undefined);
  return all.length > 0 ? all.reduce((sum, one) => sum + one, 0) / all.length : undefined;
}
