import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { controls } from '../ui/controls.ts';
import '../ui/copy.ts';
import { counted, word } from '../ui/words.ts';
import type { Note } from './annotation.ts';
import { byline, motivationName, noteBody, title } from './body.ts';
import { NO_FILTER } from './filter.ts';
import { listStyles } from './list-styles.ts';
import { isOwn } from './pages.ts';
import { RowMark, rowKey } from './row-mark.ts';
import type { Session } from './session.ts';
import { SessionController } from './session-controller.ts';
import { mayChange } from './writer.ts';

const STEP = 60;

/** The annotations that layers, filters and sight leave, each a way to its place. */
export class AnnotationList extends LitElement {
  static override properties = { session: { attribute: false } };
  declare session: Session;
  static override styles = [controls, listStyles];
  /** The part of the list that is made; it grows as it is asked to, as thousands of rows would take the page minutes. */
  #from = 0;
  #to = STEP;
  #scrolledTo: string | null = null;
  readonly #hovered = new RowMark('hovered');

  constructor() {
    super();
    this.addController(new SessionController(this, () => this.#markHovered()));
  }

  override render() {
    const { session } = this;
    const all = session.listed.filter(({ granularity }) => granularity === null);
    const at = all.findIndex(({ key }) => key === session.selected);
    if (this.#from >= all.length) [this.#from, this.#to] = [0, STEP];
    this.#cover(at);
    const listed = all.slice(this.#from, this.#to);
    if (session.state === 'loading') return html`<p class="quiet">${word('annotation.loading')}</p>`;
    if (session.state === 'failed') return this.#failed();
    if (all.length === 0) return this.#empty();
    return html`
      <p class="quiet count">
        ${counted('annotation.count', all.length)}${session.thinned ? html`. ${word('annotation.thinned')}` : nothing}
      </p>
      ${this.#from > 0 ? this.#more(() => (this.#from = Math.max(0, this.#from - STEP))) : nothing}
      <ul
        class="items"
        @pointerover=${this.#onPointer}
        @pointerleave=${this.#onLeave}
        @focusin=${this.#onPointer}
        @focusout=${this.#onLeave}
      >
        ${repeat(
          listed,
          ({ key }) => key,
          (note) => this.#item(note),
        )}
      </ul>
      ${this.#to < all.length ? this.#more(() => (this.#to += STEP)) : nothing}
    `;
  }

  override updated(): void {
    this.#markHovered();
    const { selected } = this.session;
    if (selected === this.#scrolledTo) return;
    this.#scrolledTo = selected;
    this.renderRoot.querySelector('li:has([aria-expanded=true])')?.scrollIntoView({ block: 'nearest' });
  }

  #markHovered(): void {
    this.#hovered.move(this.renderRoot, this.session.hovered);
  }

  #onPointer = (event: Event): void => {
    const key = rowKey(event);
    if (key !== null) this.session.hover(key);
  };

  #onLeave = (): void => this.session.hover(null);

  /** The one that is open, or the first. */
  override focus(): void {
    const item =
      this.renderRoot.querySelector<HTMLElement>('[aria-expanded=true]') ?? this.renderRoot.querySelector('button');
    item?.focus();
  }

  /** Makes the rows around the one that is open, where they are not there. */
  #cover(at: number): void {
    const { selected } = this.session;
    if (at < 0 || selected === this.#scrolledTo || (at >= this.#from && at < this.#to)) return;
    this.#from = Math.max(0, at - STEP / 2);
    this.#to = at + STEP / 2;
  }

  #more(grow: () => void): TemplateResult {
    const action = (): void => {
      grow();
      this.requestUpdate();
    };
    return html`<button type="button" class="action more" @click=${action}>${word('annotation.more')}</button>`;
  }

  #item(note: Note): TemplateResult {
    const { session } = this;
    const open = session.selected === note.key;
    return html`<li data-key=${note.key}>
      <button
        type="button"
        class="item"
        aria-expanded=${open}
        @click=${() => session.select(open ? null : note.key, true)}
      >
        <span class="title" dir="auto">${open ? note.motivations.map(motivationName).join(', ') : title(note)}</span>
      </button>
      ${byline(note)} ${open ? this.#details(note) : nothing}
    </li>`;
  }

  #details(note: Note): TemplateResult {
    const { session } = this;
    const address = `${location.origin}${location.pathname}#view=${encodeURIComponent(session.canvas.key)}&annotation=${encodeURIComponent(note.key)}`;
    return html`<div class="details">
      ${noteBody(note)}
      <vitrine-copy .text=${address} .name=${word('annotation.link')}></vitrine-copy>
      ${this.#actions(note)}
    </div>`;
  }

  #actions(note: Note): TemplateResult | typeof nothing {
    const { session } = this;
    const past = isOwn(note.page, session.canvas);
    const may = mayChange(session.writer, note);
    if (!past && !may) return nothing;
    return html`<div class="actions">
      ${
        !may
          ? nothing
          : html`<button type="button" class="action" ?disabled=${session.busy} @click=${() => void session.edit(note)}>
                ${word('annotation.edit')}
              </button>
              <button type="button" class="action" ?disabled=${session.busy} @click=${() => void session.remove(note)}>
                ${word('annotation.delete')}
              </button>`
      }
      ${
        past
          ? html`<button
              type="button"
              class="action"
              ?disabled=${session.busy}
              @click=${() => void session.openPast(note.id)}
            >
              ${word('annotation.history')}
            </button>`
          : nothing
      }
    </div>`;
  }

  #empty(): TemplateResult {
    const { session } = this;
    const narrowed = session.notes.some(({ granularity }) => granularity === null);
    const next = narrowed ? 'annotation.noneNext' : session.writer ? 'annotation.emptyWrite' : 'annotation.emptyRead';
    return html`<div class="empty">
      <p class="heading">${word(narrowed ? 'annotation.none' : 'annotation.empty')}</p>
      <p class="quiet">${word(next)}</p>
      ${
        narrowed
          ? html`<button type="button" class="action" @click=${this.#showAll}>${word('annotation.all')}</button>`
          : nothing
      }
    </div>`;
  }

  #failed(): TemplateResult {
    return html`<div class="empty">
      <p class="heading">${word('annotation.loadFailed')}</p>
      <p class="quiet">${word('error.brokenNext')}</p>
      <button type="button" class="action" @click=${() => void this.session.load()}>${word('object.tryAgain')}</button>
    </div>`;
  }

  #showAll = (): void => {
    for (const layer of this.session.hidden) this.session.toggleLayer(layer);
    this.session.set({ following: false });
    this.session.setFilter(NO_FILTER);
  };
}

customElements.define('vitrine-annotation-list', AnnotationList);
