import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { direction } from '../iiif/language.ts';
import { controls } from '../ui/controls.ts';
import { word } from '../ui/words.ts';
import type { Note } from './annotation.ts';
import { RowMark, rowKey, rowOf } from './row-mark.ts';
import type { Session } from './session.ts';
import { SessionController } from './session-controller.ts';

/**
 * Lines that are laid out together, when they come into sight. Of 5,000 lines, each for itself took 0.3 s to open and 60 ms to scroll to one; parts of
 * this size 0.1 s and 20 ms; without any of it 0.6 s and 25 ms.
 */
const PART = 50;
/** What a line may be, in the order in which it is looked for. */
const GRANULARITIES = ['line', 'block', 'page', 'word'];

/** The text of the picture, line by line as it was recognised or transcribed. */
export function linesOf(notes: readonly Note[]): readonly Note[] {
  const texts = notes.filter((note) => note.motivations.includes('supplementing') && note.texts.length > 0);
  for (const granularity of GRANULARITIES) {
    const found = texts.filter((note) => note.granularity === granularity);
    if (found.length > 0) return found;
  }
  return texts;
}

/** Text beside the picture: can be selected and copied, and shows where each line is. */
export class Transcription extends LitElement {
  static override properties = { session: { attribute: false } };
  declare session: Session;
  /** The key of the line that had the focus last. */
  #current: string | null = null;
  /** The line that has a tab stop. */
  #stop: Element | null = null;
  readonly #hovered = new RowMark('hovered');
  readonly #selected = new RowMark('selected');
  #scrolledTo: string | null = null;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        --focus-gap: var(--paper);
      }
      [role='list'] {
        margin: 0 -12px;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      /* Text that is not in sight is found and selected, but not laid out. */
      ol:not(:last-child) {
        content-visibility: auto;
        contain-intrinsic-size: auto 1500px;
      }
      li {
        padding: 2px 12px;
        border-radius: 4px;
        line-height: 26px;
        overflow-wrap: anywhere;
      }
      /* A block of its own: it begins where its writing begins, which may be on the right. */
      span {
        display: block;
      }
      li.hovered {
        background: rgb(128 128 128 / 14%);
      }
      li.selected {
        background: var(--wash);
        box-shadow: inset 2px 0 var(--accent);
      }
      li:focus-visible {
        outline-offset: -2px;
        box-shadow: none;
      }
    `,
  ];

  constructor() {
    super();
    this.addController(new SessionController(this, () => this.#mark()));
  }

  /** Thousands of lines are made once, and again when the annotations are others; marks and focus move without that. */
  override render() {
    const { shown } = this.session;
    return html`<div
      role="list"
      aria-label=${word('annotation.lines')}
      @keydown=${this.#onKey}
      @click=${this.#onClick}
      @pointerover=${this.#onPointer}
      @pointerleave=${this.#onLeave}
      @focusin=${this.#onFocus}
      @focusout=${this.#onLeave}
    >
      ${guard([shown], () => parts(linesOf(shown)).map(partOf))}
    </div>`;
  }

  override updated(): void {
    this.#mark();
    this.#moveStop(rowOf(this.renderRoot, this.#current) ?? this.renderRoot.querySelector('li'));
  }

  #mark(): void {
    const { hovered, selected } = this.session;
    const rows = [this.#hovered.move(this.renderRoot, hovered), this.#selected.move(this.renderRoot, selected)];
    const wanted = hovered ?? selected;
    if (wanted === this.#scrolledTo) return;
    this.#scrolledTo = wanted;
    // What the pointer is on in the list itself is in sight already.
    if (!this.matches(':hover')) rows.find((row) => row !== null)?.scrollIntoView({ block: 'nearest' });
  }

  /** The one line that the tab key comes to. */
  #moveStop(row: Element | null): void {
    if (row === this.#stop) return;
    this.#stop?.setAttribute('tabindex', '-1');
    row?.setAttribute('tabindex', '0');
    this.#stop = row;
  }

  #onPointer = (event: Event): void => {
    const key = rowKey(event);
    if (key !== null) this.session.hover(key);
  };

  #onLeave = (): void => this.session.hover(null);

  #onFocus = (event: Event): void => {
    this.#current = rowKey(event);
    this.#moveStop(rowOf(this.renderRoot, this.#current));
    this.session.hover(this.#current);
  };

  /** A click that selected words was no choice of the line. */
  #onClick = (event: Event): void => {
    const key = rowKey(event);
    if (key !== null && getSelection()?.type !== 'Range') this.session.select(key, true);
  };

  #onKey = (event: KeyboardEvent): void => {
    const row = event.target instanceof Element ? event.target.closest('li') : null;
    const key = rowKey(event);
    if (row === null || key === null) return;
    const [part, rows] = [row.parentElement, this.renderRoot.querySelectorAll('li')];
    const next: Readonly<Record<string, Element | null | undefined>> = {
      ArrowDown: row.nextElementSibling ?? part?.nextElementSibling?.firstElementChild,
      ArrowUp: row.previousElementSibling ?? part?.previousElementSibling?.lastElementChild,
      Home: rows.item(0),
      End: rows.item(rows.length - 1),
    };
    if (event.key === 'Enter') this.session.select(key, true);
    else if (!(event.key in next)) return;
    else (next[event.key] as HTMLElement | null | undefined)?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
}

function parts(lines: readonly Note[]): (readonly Note[])[] {
  return Array.from({ length: Math.ceil(lines.length / PART) }, (_, part) =>
    lines.slice(part * PART, (part + 1) * PART),
  );
}

const partOf = (lines: readonly Note[]): TemplateResult =>
  html`<ol role="none">
    ${lines.map(lineRow)}
  </ol>`;

function lineRow({ key, texts }: Note): TemplateResult {
  return html`<li role="listitem" tabindex="-1" data-key=${key}>
    ${texts.map(
      ({ value, language }) => html`<span lang=${language ?? nothing} dir=${direction(language)}>${value}</span>`,
    )}
  </li>`;
}

customElements.define('vitrine-transcription', Transcription);
