import type { Note } from './annotation.ts';

/** What is shown of an annotation in one line. */
export function excerpt(note: Note): string {
  const text = note.texts.map(({ value, format }) => (format === 'text/html' ? plainText(value) : value)).join(' · ');
  return text.trim() || note.tags.join(', ') || note.links.map(({ label }) => label).join(', ');
}

/** Parsed in a document that runs and loads nothing. */
function plainText(html: string): string {
  return new DOMParser().parseFromString(html.replaceAll(/<(?:br|\/p|\/li)\b/gi, ' $&'), 'text/html').body.innerText;
}
