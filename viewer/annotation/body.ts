import { html, nothing, type TemplateResult } from 'lit';
import { direction } from '../iiif/language.ts';
import { ANNOTATION_ELEMENTS, richText } from '../ui/rich-text.ts';
import { locale, word, type Key } from '../ui/words.ts';
import type { Note, Text } from './annotation.ts';
import { excerpt } from './excerpt.ts';
import { figureLength } from './figure.ts';
import { toHtml } from './markup.ts';

/** A text as nodes made anew: whatever it holds, nothing of it runs. */
export function textBody({ value, format, language }: Text): TemplateResult {
  const [tag, way] = [language ?? nothing, direction(language)];
  const formatted = format === 'text/html' ? value : format === 'text/markdown' ? toHtml(value) : null;
  if (formatted === null) return html`<div class="text plain" lang=${tag} dir=${way} .textContent=${value}></div>`;
  return html`<div class="text" lang=${tag} dir=${way}>
    ${richText(`<div>${formatted}</div>`, ANNOTATION_ELEMENTS)}
  </div>`;
}

/** What an annotation says: its texts, tags and links, and how long it is where it is a line on a twin. */
export function noteBody(note: Note): TemplateResult {
  const length = note.figure === null ? null : figureLength(note.figure);
  return html`${note.texts.map(textBody)}
  ${
    note.tags.length === 0
      ? nothing
      : html`<ul class="tags" aria-label=${word('annotation.tag')}>
          ${note.tags.map((tag) => html`<li dir="auto">${tag}</li>`)}
        </ul>`
  }
  ${note.links.map(({ id, label }) => html`<p><a href=${id} rel="noopener">${label}</a></p>`)}
  ${length === null ? nothing : html`<p>${length}</p>`}`;
}

/** Who wrote it, when, and whether that was a machine. */
export function byline({ creator, created, machine }: Note): TemplateResult {
  const percent = new Intl.NumberFormat(locale(), { style: 'percent' });
  const date =
    created === null
      ? ''
      : new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(created);
  const parts = [machine === null ? creator : null, date].filter((part) => part !== null && part !== '');
  return html`<div class="byline">
    ${
      machine === null
        ? nothing
        : html`<span class="machine"
              >${word('annotation.byMachine')}${machine.name === '' ? '' : `: ${machine.name}`}${
                machine.confidence === null
                  ? ''
                  : `, ${word('annotation.sure', { part: percent.format(machine.confidence) })}`
              }</span
            >
            ${parts.length > 0 ? ' · ' : nothing}`
    }
    ${parts.join(' · ')}
  </div>`;
}

export function title(note: Note): string {
  const text = excerpt(note).replaceAll(/\s+/g, ' ');
  return text === '' ? word('annotation.noText') : text.length > 140 ? `${text.slice(0, 139)}…` : text;
}

/** Our words for a motivation, or the vocabulary's where we have none. */
export function motivationName(motivation: string): string {
  const key = `annotation.${motivation}` as Key;
  const found = word(key);
  return found === key ? motivation.slice(motivation.search(/[^/#]*$/)) : found;
}
