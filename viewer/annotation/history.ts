import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { direction } from '../iiif/language.ts';
import { controls } from '../ui/controls.ts';
import { locale, word } from '../ui/words.ts';
import { difference, type Part } from './difference.ts';
import { draftBody } from './draft-body.ts';
import type { Draft } from './draft.ts';
import { listStyles } from './list-styles.ts';
import type { Past } from './past.ts';
import type { Session } from './session.ts';
import { SessionController } from './session-controller.ts';
import type { Version } from './version.ts';
import { mayChange } from './writer.ts';

/** The versions of one annotation: who made each, when and with what, what changed in it, and the way back to it. */
export class AnnotationHistory extends LitElement {
  static override properties = { session: { attribute: false } };
  declare session: Session;
  static override styles = [
    controls,
    listStyles,
    css`
      h3 {
        margin: 0 0 12px;
        font-size: 16px;
        font-weight: 600;
      }
      ol.items {
        margin-block-start: 16px;
      }
      ins,
      del {
        text-decoration-thickness: 2px;
        border-radius: 2px;
      }
      ins {
        background: color-mix(in srgb, var(--accent), transparent 82%);
        text-decoration: underline;
      }
      del {
        color: var(--quiet);
        text-decoration: line-through;
      }
      .compared {
        white-space: pre-line;
      }
    `,
  ];

  constructor() {
    super();
    this.addController(new SessionController(this));
  }

  override render() {
    const { past } = this.session;
    if (past === null) return nothing;
    const { deletion } = past;
    return html`<section @keydown=${this.#onKey}>
      <h3>${word('annotation.history')}</h3>
      <button type="button" class="action" @click=${() => this.session.closePast()}>
        ${word('annotation.backToList')}
      </button>
      <ol class="items">
        ${deletion === null ? nothing : html`<li class="byline">${word('annotation.deletedBy', { name: deletion.by })} · ${dated(deletion.at)}</li>`}
        ${past.versions.map((version) => this.#version(past, version))}
      </ol>
    </section>`;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.action')?.focus();
  }

  #version(past: Past, version: Version): TemplateResult {
    const { session } = this;
    const open = past.looked?.version === version;
    const made = [version.by, dated(version.at)].filter((part) => part !== '').join(' · ');
    return html`<li>
      <button
        type="button"
        class="item"
        aria-expanded=${open}
        @click=${() => void session.lookAt(open ? null : version)}
      >
        <span class="title">${word('annotation.version', { number: version.number })}</span>
      </button>
      <div class="byline">
        ${made}${version.software === null ? nothing : html` · ${word('annotation.madeWith', { name: version.software })}`}
      </div>
      ${open ? this.#looked(past, version) : nothing}
    </li>`;
  }

  #looked(past: Past, version: Version): TemplateResult {
    const { session } = this;
    const { draft = null, before = null } = past.looked ?? {};
    const note = session.notes.find(({ id }) => id === past.id);
    const may = session.writer !== null && (note === undefined || mayChange(session.writer, note));
    const present = version === past.versions[0] && past.deletion === null;
    return html`<div class="details">
      ${draft === null ? nothing : before === null || before.text === draft.text ? draftBody(draft) : compared(before, draft)}
      ${draft === null ? nothing : tagsOf(before, draft)}
      ${
        draft !== null && before !== null && placed(before) !== placed(draft)
          ? html`<p class="quiet">${word('annotation.placeChanged')}</p>`
          : nothing
      }
      ${
        may && !present
          ? html`<div class="actions">
              <button
                type="button"
                class="action"
                ?disabled=${session.busy}
                @click=${() => void session.restore(version)}
              >
                ${word('annotation.bringBack')}
              </button>
            </div>`
          : nothing
      }
    </div>`;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.session.closePast();
  };
}

/** What became of the text since the version before, marked by more than colours. */
function compared(before: Draft, { text, language }: Draft): TemplateResult {
  const parts = difference(before.text, text).map(partOf);
  return html`<div class="text" lang=${language || nothing} dir=${direction(language || null)}>
    <span class="compared">${parts}</span>
  </div>`;
}

function partOf({ kind, text }: Part): TemplateResult | string {
  if (kind === 'same') return text;
  const said = html`<span class="unseen">${word(`annotation.${kind}`)}: </span>`;
  return kind === 'added' ? html`<ins>${said}${text}</ins>` : html`<del>${said}${text}</del>`;
}

function tagsOf(before: Draft | null, { tags }: Draft): TemplateResult | typeof nothing {
  const gone = before?.tags.filter((tag) => !tags.includes(tag)) ?? [];
  if (tags.length + gone.length === 0) return nothing;
  const isNew = (tag: string): boolean => before !== null && !before.tags.includes(tag);
  return html`<ul class="tags" aria-label=${word('annotation.tag')}>
    ${tags.map((tag) => html`<li dir="auto">${isNew(tag) ? html`<ins>${tag}</ins>` : tag}</li>`)}
    ${gone.map((tag) => html`<li dir="auto"><del>${tag}</del></li>`)}
  </ul>`;
}

function placed({ shape, figure }: Draft): string {
  return JSON.stringify([shape, figure]);
}

function dated(date: Date | null): string {
  return date === null
    ? ''
    : new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

customElements.define('vitrine-annotation-history', AnnotationHistory);
