import { html, nothing, type TemplateResult } from 'lit';
import { chooseText, direction, type LanguageMap } from '../iiif/language.ts';
import { richText } from './rich-text.ts';

/** The visitor's text of a language map on one line's worth of string, for names and attributes. */
export function plain(map: LanguageMap, fallback = ''): string {
  return chooseText(map, navigator.languages).values.join(' · ') || fallback;
}

/** Text of the collection, marked with its language and direction. */
export function label(map: LanguageMap, fallback = ''): TemplateResult {
  const { language, values } = chooseText(map, navigator.languages);
  return values.length === 0
    ? html`<span>${fallback}</span>`
    : html`<span lang=${language ?? nothing} dir=${direction(language)}>${values.join(' · ')}</span>`;
}

/** Values that may hold the HTML that Presentation 3.0, section 4.3, allows; each a paragraph. */
export function prose(map: LanguageMap): TemplateResult {
  const { language, values } = chooseText(map, navigator.languages);
  return html`${values.map(
    (value) => html`<div class="prose" lang=${language ?? nothing} dir=${direction(language)}>${richText(value)}</div>`,
  )}`;
}
