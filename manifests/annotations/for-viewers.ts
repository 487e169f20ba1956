import type { Urls } from '../presentation/urls.ts';
import type { JsonObject } from './documents/annotation.ts';
import { forViewers } from './model/viewers.ts';
import { ownKey, withAddresses } from './own-iris.ts';
import type { Received } from './receive.ts';
import type { ViewSize } from './selectors/target.ts';

/**
 * Begins our own addresses in the text that is kept for viewers. No character, so that no client means anything by it: where
 * one sends it in a text, it is replaced.
 */
const MARK = '\u{10FFFE}';

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
  return withAddresses(JSON.parse(JSON.stringify(form).replaceAll(MARK, '\uFFFD')) as JsonObject, MARK);
}

/** The text of a viewer's form, with its id, under the addresses of this server or of an export. */
export function viewerText(
  { container, id, viewer }: { container: string; id: string; viewer: string },
  urls: Urls,
  address = urls.annotation(container, id),
): string {
  const addressed = viewer
    .slice(1)
    .replaceAll(`"${MARK}/iiif/canvas/`, `"${urls.canvas('')}`)
    .replaceAll(`"${MARK}/`, `"${urls.base}/`);
  return `{"id":${JSON.stringify(address)},${addressed}`;
}
