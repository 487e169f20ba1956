import { AnnotationError, pointer } from './refuse.ts';
import { isObject } from './values.ts';

export interface AnnotationLimits {
  /** Nesting of objects and lists. */
  depth?: number;
  /** Values in all lists and objects together. */
  items?: number;
  /** UTF-8 bytes of all strings and keys together. */
  bytes?: number;
  /** Points that one selector's shape may have, curves flattened. */
  points?: number;
}

/** Each can be given another value where annotations are read. */
export const ANNOTATION_LIMITS: Required<AnnotationLimits> = Object.freeze({
  depth: 32,
  items: 20_000,
  bytes: 1_000_000,
  points: 20_000,
});

/** Refuses what is not plain JSON and what is larger than the limits, before anything else looks at it. */
export function checkLimits(json: unknown, limits: Required<AnnotationLimits>): void {
  let items = 0;
  let bytes = 0;
  const count = (text: string, place: string): void => {
    // A string of more UTF-16 units than bytes are left need not be counted.
    bytes += text.length > limits.bytes ? text.length : Buffer.byteLength(text);
    if (bytes > limits.bytes) {
      throw new AnnotationError(`at most ${limits.bytes} bytes of text in all`, place, `${bytes} bytes or more`);
    }
  };
  const walk = (value: unknown, place: string, depth: number): void => {
    if (depth > limits.depth) {
      throw new AnnotationError(`at most ${limits.depth} levels of nesting`, place, 'more');
    }
    if (++items > limits.items) throw new AnnotationError(`at most ${limits.items} values in all`, place, 'more');
    if (value === null || typeof value === 'boolean') return;
    if (typeof value === 'string') return count(value, place);
    if (typeof value === 'number' && Number.isFinite(value)) return;
    if (Array.isArray(value)) return value.forEach((item, index) => walk(item, pointer(place, index), depth + 1));
    if (!isObject(value)) throw new AnnotationError('plain JSON', place, typeof value);
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__') throw new AnnotationError('a property', place, key);
      count(key, place);
      walk(item, pointer(place, key), depth + 1);
    }
  };
  walk(json, '', 0);
}
