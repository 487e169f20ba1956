import type { InternationalString } from '@iiif/presentation-3';
import { markup } from './html.ts';
import type { Pair, Text } from './model.ts';

/** A language map of plain text (Presentation 3.0, 4.4); labels never hold HTML. */
export function languageMap(text: Text): InternationalString {
  return mapped(text, wellFormed);
}

/** A language map whose values may hold HTML: for summaries, and for values of metadata and required statements. */
export function markupMap(text: Text): InternationalString {
  return mapped(text, (value) => markup(wellFormed(value)));
}

export function pair({ label, value }: Pair): { label: InternationalString; value: InternationalString } {
  return { label: languageMap(label), value: markupMap(value) };
}

function mapped(text: Text, change: (value: string) => string): InternationalString {
  if (typeof text === 'string') return { none: [change(text)] };
  return Object.fromEntries(Object.entries(text).map(([language, values]) => [language, values.map(change)]));
}

/** File names and foreign records hold half characters and control characters, which no reader of XML or UTF-8 takes. */
function wellFormed(value: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return value.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '\uFFFD');
}
