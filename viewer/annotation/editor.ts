import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { controls, iconButton } from '../ui/controls.ts';
import { locale, word, type Key } from '../ui/words.ts';
import { motivationName } from './body.ts';
import { draftBody } from './draft-body.ts';
import { draftOf, MOTIVATIONS, type Draft } from './draft.ts';
import { editorStyles } from './editor-styles.ts';
import { formatIcons } from './icons.ts';
import { listStyles } from './list-styles.ts';
import type { Session } from './session.ts';
import { SessionController } from './session-controller.ts';
import { boundsOf, fittedTo, moved, type Shape } from './shape.ts';

const LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'la',
  'grc',
  'el',
  'nl',
  'pt',
  'pl',
  'cs',
  'sv',
  'ru',
  'ar',
  'he',
  'fa',
  'sa',
  'zh',
  'ja',
];

/** What is put around, or before, the words that are selected. */
const FORMATS = {
  bold: ['**', '**'],
  italic: ['*', '*'],
  insertLink: ['[', '](https://)'],
  bullets: ['- ', ''],
} as const;
type Format = keyof typeof FORMATS;

/** Writes one annotation. */
export class AnnotationEditor extends LitElement {
  static override properties = { session: { attribute: false } };
  declare session: Session;
  static override styles = [controls, listStyles, editorStyles];

  constructor() {
    super();
    this.addController(new SessionController(this));
  }

  override render() {
    const { draft, conflict, busy } = this.session;
    if (draft === null) return nothing;
    if (conflict !== null) return this.#conflict(draft);
    return html`<form @submit=${this.#save} @keydown=${this.#onKey}>
      <h3>${word(draft.before === null ? 'annotation.newHeading' : 'annotation.editHeading')}</h3>
      ${this.#overtaken()}
      <div class="field">
        <label for="text">${word('annotation.text')}</label>
        ${draft.format === null ? this.#formatting() : html`<p class="quiet">${word('annotation.asWritten', { format: draft.format })}</p>`}
        <textarea
          id="text"
          rows="5"
          dir="auto"
          lang=${draft.language || nothing}
          .value=${draft.text}
          @input=${(event: Event) => this.#write('text', event)}
        ></textarea>
      </div>
      <div class="pair">
        <div class="field">
          <label for="motivation">${word('annotation.motivation')}</label>
          <select id="motivation" @change=${(event: Event) => this.#write('motivation', event)}>
            ${[...new Set([...MOTIVATIONS, draft.motivation])].map((name) => option(name, motivationName(name), draft.motivation))}
          </select>
        </div>
        <div class="field">
          <label for="language">${word('annotation.language')}</label>
          <select id="language" @change=${(event: Event) => this.#write('language', event)}>
            ${option('', word('annotation.noLanguage'), draft.language)}
            ${[...new Set([...LANGUAGES, draft.language])].filter((tag) => tag !== '').map((tag) => option(tag, languageName(tag), draft.language))}
          </select>
        </div>
      </div>
      <div class="field">
        <label for="tags">${word('annotation.tags')}</label>
        <input
          id="tags"
          autocomplete="off"
          dir="auto"
          .value=${draft.tags.join(', ')}
          @change=${(event: Event) => this.#writeList('tags', event, ',')}
        />
      </div>
      <div class="field">
        <label for="links">${word('annotation.links')}</label>
        <textarea
          id="links"
          rows="2"
          inputmode="url"
          .value=${draft.links.join('\n')}
          @change=${(event: Event) => this.#writeList('links', event, '\n')}
        ></textarea>
      </div>
      ${draft.shape === null ? nothing : this.#position(draft.shape)}
      <div class="actions">
        <button type="submit" class="action main" ?disabled=${busy}>
          ${word(busy ? 'annotation.saving' : 'annotation.save')}
        </button>
        <button type="button" class="action" @click=${() => this.session.cancel()}>${word('annotation.cancel')}</button>
      </div>
    </form>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('textarea, .conflict .action')?.focus();
  }

  #overtaken(): TemplateResult {
    const { overtaken } = this.session;
    return html`<div class="overtaken" role="status">
      ${
        overtaken === null
          ? nothing
          : html`<p>${word(overtaken.theirs === null ? 'annotation.overtakenGone' : 'annotation.overtaken')}</p>
              <button type="button" class="action" @click=${() => this.session.compare()}>
                ${word('annotation.lookAtBoth')}
              </button>`
      }
    </div>`;
  }

  #formatting(): TemplateResult {
    return html`<div class="formatting" role="group" aria-label=${word('annotation.formatting')}>
      ${(Object.keys(FORMATS) as Format[]).map((format) =>
        iconButton({
          icon: formatIcons[format],
          label: word(`annotation.${format}`),
          action: () => this.#format(format),
        }),
      )}
    </div>`;
  }

  #position(shape: Shape): TemplateResult {
    const bounds = boundsOf(shape);
    const names = shape.type === 'point' ? (['x', 'y'] as const) : (['x', 'y', 'width', 'height'] as const);
    return html`<fieldset>
      <legend>${word('annotation.position')}</legend>
      ${names.map(
        (name) =>
          html`<div class="field">
            <label for=${name}>${word(`annotation.${name}`)}</label>
            <input
              id=${name}
              type="number"
              step="1"
              min=${name === 'x' || name === 'y' ? 0 : 1}
              .value=${String(Math.round(bounds[name]))}
              @change=${(event: Event) => this.#place(name, event)}
            />
          </div>`,
      )}
    </fieldset>`;
  }

  #conflict(draft: Draft): TemplateResult {
    const theirs = this.session.conflict?.theirs ?? null;
    const other = theirs === null ? null : draftOf(theirs.json, theirs.etag, this.session.canvas);
    return html`<section class="conflict" role="alert">
      <h3>${word(theirs === null ? 'annotation.conflictGone' : 'annotation.conflict')}</h3>
      ${version('annotation.mine', draft)} ${other === null ? nothing : version('annotation.theirs', other)}
      <div class="actions">
        <button type="button" class="action main" @click=${() => void this.session.keepMine()}>
          ${word(theirs === null ? 'annotation.saveAnew' : 'annotation.keepMine')}
        </button>
        <button type="button" class="action" @click=${() => this.session.takeTheirs()}>
          ${word(theirs === null ? 'annotation.leaveGone' : 'annotation.takeTheirs')}
        </button>
        <button type="button" class="action" @click=${() => this.session.compare()}>${word('annotation.goOn')}</button>
      </div>
    </section>`;
  }

  #format(format: Format): void {
    const area = this.renderRoot.querySelector<HTMLTextAreaElement>('#text');
    if (area === null) return;
    const [before, after] = FORMATS[format];
    const { selectionStart: start, selectionEnd: end } = area;
    const words = area.value.slice(start, end);
    const marked =
      format === 'bullets'
        ? words
            .split('\n')
            .map((line) => before + line)
            .join('\n')
        : before + words + after;
    area.setRangeText(marked, start, end, 'end');
    // Where nothing was selected, the words go between the signs.
    if (words === '') area.selectionStart = area.selectionEnd = start + before.length;
    area.focus();
    this.session.write({ text: area.value });
  }

  #place(name: 'x' | 'y' | 'width' | 'height', event: Event): void {
    const { draft, canvas } = this.session;
    if (!(event.target instanceof HTMLInputElement) || !draft?.shape) return;
    const value = event.target.valueAsNumber;
    if (!Number.isFinite(value)) return this.requestUpdate();
    const { x, y, width, height } = boundsOf(draft.shape);
    const next = { x, y, width, height, [name]: Math.max(name === 'x' || name === 'y' ? 0 : 1, value) };
    next.width = Math.min(next.width, canvas.width);
    next.height = Math.min(next.height, canvas.height);
    this.session.write({ shape: moved(fittedTo(draft.shape, next), 0, 0, canvas) });
  }

  #write(name: 'text' | 'motivation' | 'language', event: Event): void {
    this.session.write({ [name]: valueOf(event) });
  }

  #writeList(name: 'tags' | 'links', event: Event, separator: string): void {
    const values = valueOf(event)
      .split(separator)
      .map((value) => value.trim());
    this.session.write({ [name]: [...new Set(values.filter((value) => value !== ''))] });
  }

  #save = (event: Event): void => {
    event.preventDefault();
    void this.session.save();
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      // What was typed last may not have been told yet.
      if (event.target instanceof HTMLElement) event.target.dispatchEvent(new Event('change', { bubbles: true }));
      void this.session.save();
    } else if (event.key === 'Escape') this.session.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function option(value: string, name: string, chosen: string): TemplateResult {
  return html`<option value=${value} ?selected=${value === chosen}>${name}</option>`;
}

function version(key: Key, draft: Draft): TemplateResult {
  const { tags } = draft;
  return html`<div class="version">
    <h4>${word(key)}</h4>
    ${draftBody(draft)} ${tags.length === 0 ? nothing : html`<p class="quiet">${tags.join(', ')}</p>`}
  </div>`;
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLTextAreaElement ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement
    ? target.value
    : '';
}

customElements.define('vitrine-annotation-editor', AnnotationEditor);
