import type { JsonObject } from './annotation.ts';
import { isObject, listed } from '../model/values.ts';

/**
 * An annotation in the form of Presentation 4.0, after its release candidate and its examples: `body` and `target` are single objects,
 * what may have several values is a list of them, and every SpecificResource has an `id`.
 */

export const PRESENTATION4 = 'http://iiif.io/api/presentation/4/context.json';

/** What annotations are on: the canvas, of which regions in two dimensions are, and the scene of a twin. */
export interface Ground {
  canvas: string;
  scene?: string;
}

/** Of an item of a page of Presentation 3, in the form for viewers. */
export function annotation4(item: JsonObject, ground: Ground): JsonObject {
  const { motivation, body, target, via, ...rest } = item;
  const writer = new Writer(String(item['id']), ground);
  const bodies = listed(body).map((one) => writer.resource(one));
  return {
    ...rest,
    ...(via !== undefined && { via: listed(via) }),
    motivation: listed(motivation),
    ...(bodies.length > 0 && { body: together(bodies) }),
    target: together(listed(target).map((one) => writer.resource(one))),
  };
}

/** Several are each for itself, as they are where a list of them is allowed (Web Annotation Data Model, 5.4). */
const together = (items: readonly JsonObject[]): JsonObject => {
  const [only] = items;
  return only && items.length === 1 ? only : { type: 'Independents', items };
};

/** Of what only the address is known: a type there must be. */
const UNKNOWN = 'Text';

/** What must have an `id`. */
const NAMED = new Set<unknown>(['Annotation', 'AnnotationPage', 'SpecificResource']);

class Writer {
  readonly #annotation: string;
  readonly #ground: Ground;
  #parts = 0;

  constructor(annotation: string, ground: Ground) {
    this.#annotation = annotation;
    this.#ground = ground;
  }

  /** A body, a target, or what one is a part of. */
  resource(thing: unknown): JsonObject {
    if (!isObject(thing)) return this.#reference(String(thing));
    const { type, items, language, format, source, selector, scope, ...rest } = thing as JsonObject;
    if (rest['id'] === this.#ground.canvas) return { ...rest, ...this.#reference(this.#ground.canvas) };
    const [kind = source === undefined ? UNKNOWN : 'SpecificResource'] = listed(type);
    return {
      ...(kind === 'SpecificResource' && rest['id'] === undefined && { id: this.#name() }),
      ...rest,
      type: kind,
      ...(format !== undefined && { format: listed(format)[0] }),
      ...(language !== undefined && { language: listed(language) }),
      ...(items !== undefined && { items: listed(items).map((one) => this.resource(one)) }),
      ...(source !== undefined && { source: this.#source(source, listed(selector)) }),
      ...(selector !== undefined && { selector: listed(selector) }),
      ...(scope !== undefined && { scope: listed(scope).map((one) => this.#within(one)) }),
    };
  }

  /** Only what is flat is selected on the canvas. */
  #source(source: unknown, selectors: readonly unknown[]): JsonObject {
    const { canvas } = this.#ground;
    const address = isObject(source) ? source['id'] : source;
    if (address !== canvas) return this.resource(source);
    const isFlat = selectors.some(
      (one) => isObject(one) && (one['type'] === 'SvgSelector' || one['type'] === 'FragmentSelector'),
    );
    return isFlat ? { id: canvas, type: 'Canvas' } : this.#reference(canvas);
  }

  #reference(address: string): JsonObject {
    const { canvas, scene } = this.#ground;
    if (address === canvas && scene !== undefined) return { id: scene, type: 'Scene' };
    if (address.split('#', 1)[0] === canvas) return { id: address, type: 'Canvas' };
    return { id: address, type: UNKNOWN };
  }

  /** What a scope says of the view: a camera is painted into the scene. */
  #within(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#within(one));
    if (!isObject(value)) return value;
    if (value['type'] === 'SpecificResource') return this.resource(value);
    const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.#within(one)]));
    if (inner['id'] === this.#ground.canvas) return { ...inner, ...this.#reference(this.#ground.canvas) };
    return NAMED.has(inner['type']) && inner['id'] === undefined ? { id: this.#name(), ...inner } : inner;
  }

  #name(): string {
    this.#parts += 1;
    return `${this.#annotation}#part-${this.#parts}`;
  }
}
