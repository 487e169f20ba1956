import type { Urls } from '../presentation/urls.ts';
import type { JsonObject } from './documents/annotation.ts';
import { forViewers } from './model/viewers.ts';
import { ownKey, withAddresses } from './own-iris.ts';
import type { Received } from './receive.ts';
import type { ViewSize } from './selectors/target.ts';

/**
 * Begins our own addresses in the text that is kept for viewers. A control character, so that no client means anything by it: where
 * one sends it in a text, it is replaced. JSON writes it as \u0001, so that a text in plain Latin letters stays one of a byte a letter.
 */
const MARK = '\u0001';
/** As they stand in JSON: `\u0001` can follow quotation marks only where a string begins with it. */
const OWN = /"\\u0001\//g;
const OWN_CANVAS = /"\\u0001\/iiif\/canvas\//g;

/**
 * An annotation in the form that IIIF viewers draw, without its id, as it is kept beside the plain form. Made when it is written:
 * making it of each of 100,000 lines when they are read took eleven seconds of CPU, and joining these texts takes one.
 */
export function viewerForm(
  { annotation }: Received,
  completed: JsonObject,
  view: string,
  size: ViewSize | undefined,
): JsonObject {
  const { motivation, body, target } = forViewers(annotation, ownKey(`/iiif/canvas/${view}`), size);
  const { '@context': _context, body: _body, target: _target, motivation: _motivation, ...rest } = completed;
  const form = { ...rest, motivation, ...(body !== undefined && { body }), target };
  return withAddresses(JSON.parse(JSON.stringify(form), unmarked) as JsonObject, MARK);
}

/** One as it is kept. */
export interface Kept {
  container: string;
  id: string;
  /** The text of its form for viewers. */
  viewer: string;
}

/**
 * Texts of viewers' forms, with their ids and `,` between them, under the addresses of this server or of an export. Addresses are
 * put into all of them at once: one by one, of a page of 500, it took a quarter longer (2.0 instead of 1.6 ms).
 */
export function viewerText(
  kept: readonly Kept[],
  urls: Urls,
  addressOf = ({ container, id }: Kept): string => urls.annotation(container, id),
): string {
  const text = kept.map((one) => `{"id":${JSON.stringify(addressOf(one))},${one.viewer.slice(1)}`).join(',');
  const [own, canvas] = [`"${urls.base}/`, `"${urls.canvas('')}`].map((address) => address.replaceAll('$', '$$$$'));
  // A function for what is put in would be called for each.
  return text.replace(OWN_CANVAS, canvas ?? '').replace(OWN, own ?? '');
}

const unmarked = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll(MARK, '\uFFFD') : value;
