import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { controls, iconButton, island } from '../ui/controls.ts';
import { icons } from '../ui/icons.ts';
import { counted, word } from '../ui/words.ts';
import type { Note } from './annotation.ts';
import { byline, noteBody } from './body.ts';
import { listStyles } from './list-styles.ts';
import type { Session } from './session.ts';
import { SessionController } from './session-controller.ts';

/** One annotation at a time, in a corner of the picture, and the way from each to the next. */
export class AnnotationCard extends LitElement {
  static override properties = { session: { attribute: false } };
  declare session: Session;
  static override styles = [
    controls,
    island,
    listStyles,
    css`
      section {
        display: flex;
        flex-direction: column;
        max-block-size: 100%;
        font-size: 15px;
      }
      .bar {
        display: flex;
        align-items: center;
      }
      .bar p {
        flex: 1;
        margin: 0;
        font-size: 14px;
        text-align: center;
      }
      .read {
        overflow: auto;
        padding: 4px 14px 12px;
      }
      .read:empty {
        display: none;
      }
    `,
  ];

  constructor() {
    super();
    this.addController(new SessionController(this));
  }

  override render() {
    const { session } = this;
    const notes = this.#notes;
    const note = session.find(session.selected);
    const at = notes.findIndex(({ key }) => key === note?.key);
    return html`<section class="island" aria-label=${word('annotation.heading')} @keydown=${this.#onKey}>
      <div class="read" role="status">${note === null ? nothing : this.#read(note)}</div>
      <div class="bar">
        ${iconButton({
          icon: icons.previous,
          label: word('annotation.previous'),
          disabled: notes.length === 0,
          action: () => this.#go(at < 0 ? notes.length - 1 : at - 1),
        })}
        <p>${this.#count(notes.length, at)}</p>
        ${iconButton({
          icon: icons.next,
          label: word('annotation.next'),
          disabled: notes.length === 0,
          action: () => this.#go(at + 1),
        })}
      </div>
    </section>`;
  }

  /** The comments; where there is nothing but the text of a picture, that. */
  get #notes(): readonly Note[] {
    const comments = this.session.shown.filter(({ granularity }) => granularity === null);
    return comments.length > 0 ? comments : this.session.shown;
  }

  #count(total: number, at: number): string {
    const { state } = this.session;
    if (state !== 'ready') return word(state === 'loading' ? 'annotation.loading' : 'annotation.loadFailed');
    return at < 0 ? counted('annotation.count', total) : word('object.pageOf', { number: at + 1, total });
  }

  #read(note: Note): TemplateResult {
    return html`<div class="details">${noteBody(note)}</div>
      ${byline(note)}`;
  }

  #go(index: number): void {
    const notes = this.#notes;
    const note = notes[(index + notes.length) % notes.length];
    if (note !== undefined) this.session.select(note.key, true);
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.session.selected === null) return;
    event.stopPropagation();
    this.session.select(null);
  };
}

customElements.define('vitrine-annotation-card', AnnotationCard);
