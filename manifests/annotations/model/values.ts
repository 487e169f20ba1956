import { AnnotationError, pointer } from './refuse.ts';
import type { Json, JsonObject } from './types.ts';

export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What may be one value or a list, as a list. */
export function listed<T>(value: T | readonly T[] | null | undefined): T[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as T[]) : [value as T];
}

/** What may be one value or a list, as pairs of value and place. */
export function many(value: Json | undefined, place: string): [Json, string][] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((item, index) => [item, pointer(place, index)]) : [[value, place]];
}

/** What is one value, which some write as a list of one. */
export function one(value: Json | undefined, place: string, what: string): [Json, string] | undefined {
  const all = many(value, place);
  if (all.length > 1) throw new AnnotationError(`one ${what}`, place, value);
  return all[0];
}

export function text(value: Json | undefined, place: string, what = 'text'): string {
  if (typeof value === 'string' && value !== '') return value.toWellFormed();
  throw new AnnotationError(what, place, value);
}

/** RFC 3987 as far as it matters here: absolute, nothing that ends a URL or an attribute, nothing that a browser runs. */
export function iri(value: Json | undefined, place: string): string {
  const found = isObject(value) ? value['id'] : value;
  if (typeof found === 'string' && isIri(found)) return found;
  throw new AnnotationError('an absolute IRI', place, isObject(value) && found !== undefined ? found : value);
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const IRI = /^[a-z_][a-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u001F\u007F]+$/i;
const RUNS = /^(?:javascript|vbscript|livescript|mocha|data|blob|filesystem|view-source):/i;
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp|avif)[;,]/i;

export function isIri(value: string): boolean {
  return IRI.test(value) && (!RUNS.test(value) || PICTURE.test(value));
}

const DATE_TIME = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

export function dateTime(value: Json, place: string): string {
  if (typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value))) return value;
  throw new AnnotationError('a date and time such as 2026-01-31T12:00:00Z', place, value);
}

export function whole(value: Json | undefined, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new AnnotationError('a whole number, 0 or more', place, value);
}

export function real(value: Json | undefined, place: string): number {
  if (typeof value === 'number' && Math.abs(value) <= 1e12) return value;
  throw new AnnotationError('a number', place, value);
}
