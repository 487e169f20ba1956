import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { direction } from '../iiif/language.ts';
import { controls } from '../ui/controls.ts';
import { word } from '../ui/words.ts';
import type { Note } from './annotation.ts';
import type { Session } from './session.ts';
import { SessionController } from './session-controller.ts';

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
  #current: string | null = null;
  #scrolledTo: string | null = null;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        --focus-gap: var(--paper);
      }
      ol {
        margin: 0 -12px;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 2px 12px;
        border-radius: 4px;
        line-height: 26px;
        overflow-wrap: anywhere;
        content-visibility: auto;
        contain-intrinsic-size: auto 30px;
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
    this.addController(new SessionController(this));
  }

  override render() {
    const lines = linesOf(this.session.shown);
    const current = lines.find(({ key }) => key === this.#current)?.key ?? lines[0]?.key;
    return html`<ol aria-label=${word('annotation.lines')} @keydown=${this.#onKey}>
      ${lines.map((line) => this.#line(line, line.key === current))}
    </ol>`;
  }

  override updated(): void {
    const { hovered, selected } = this.session;
    const wanted = hovered ?? selected;
    if (wanted === this.#scrolledTo) return;
    this.#scrolledTo = wanted;
    // What the pointer is on in the list itself is in sight already.
    if (!this.matches(':hover')) {
      this.renderRoot.querySelector('.hovered, .selected')?.scrollIntoView({ block: 'nearest' });
    }
  }

  #line(line: Note, current: boolean): TemplateResult {
    const { session } = this;
    const classes = [session.hovered === line.key ? 'hovered' : '', session.selected === line.key ? 'selected' : ''];
    return html`<li
      class=${classes.join(' ').trim() || nothing}
      tabindex=${current ? 0 : -1}
      data-key=${line.key}
      @pointerenter=${() => session.hover(line.key)}
      @pointerleave=${() => session.hover(null)}
      @focus=${() => this.#focus(line.key)}
      @blur=${() => session.hover(null)}
      @click=${() => this.#choose(line.key)}
    >
      ${line.texts.map(
        ({ value, language }) => html`<span lang=${language ?? nothing} dir=${direction(language)}>${value}</span>`,
      )}
    </li>`;
  }

  #focus(key: string): void {
    this.#current = key;
    this.session.hover(key);
  }

  /** A click that selected words was no choice of the line. */
  #choose(key: string): void {
    if (getSelection()?.type !== 'Range') this.session.select(key, true);
  }

  #onKey = (event: KeyboardEvent): void => {
    const lines = [...this.renderRoot.querySelectorAll<HTMLElement>('li')];
    const at = lines.findIndex((line) => line.matches(':focus'));
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: lines.length - 1,
    };
    const step = steps[event.key];
    const key = lines[at]?.dataset['key'];
    if (event.key === 'Enter' && key !== undefined) this.session.select(key, true);
    else if (step === undefined) return;
    else lines[Math.min(Math.max(step, 0), lines.length - 1)]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
}

customElements.define('vitrine-transcription', Transcription);
