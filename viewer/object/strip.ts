import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Canvas } from '../iiif/canvas.ts';
import { controls } from '../ui/controls.ts';
import { plain } from '../ui/text.ts';
import { word } from '../ui/words.ts';

/** The height of a thumbnail in CSS pixels. */
const HEIGHT = 72;

/** The pages of an object: a list box, one stop for the Tab key. Fires `choose`, a CustomEvent of the index. */
export class Strip extends LitElement {
  static override properties = {
    canvases: { attribute: false },
    current: { type: Number },
    rightToLeft: { type: Boolean },
  };
  declare canvases: readonly Canvas[];
  declare current: number;
  declare rightToLeft: boolean;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
        overflow-x: auto;
        overscroll-behavior-x: contain;
        scrollbar-width: thin;
        scrollbar-color: var(--stage-line) transparent;
      }
      ol {
        display: flex;
        gap: 8px;
        margin: 0;
        padding: 8px;
        inline-size: max-content;
        list-style: none;
      }
      li {
        position: relative;
        block-size: ${HEIGHT}px;
        inline-size: var(--w);
        min-inline-size: 40px;
        display: grid;
        place-items: center;
        background: rgb(255 255 255 / 8%);
        border-radius: 2px;
        cursor: pointer;
        opacity: 0.72;
        transition: opacity var(--motion);
        content-visibility: auto;
        contain-intrinsic-size: var(--w) ${HEIGHT}px;
      }
      li:hover,
      li[aria-selected='true'] {
        opacity: 1;
      }
      li[aria-selected='true'] {
        outline: 2px solid var(--stage-accent);
        outline-offset: 2px;
      }
      li:focus-visible {
        outline: 3px solid var(--stage-ink);
        outline-offset: 2px;
        opacity: 1;
      }
      img {
        inline-size: 100%;
        block-size: 100%;
        object-fit: contain;
        border-radius: 2px;
      }
      .number {
        font-size: 13px;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  constructor() {
    super();
    this.canvases = [];
    this.current = 0;
    this.rightToLeft = false;
  }

  override render() {
    return html`<ol
      role="listbox"
      aria-orientation="horizontal"
      aria-label=${word('object.pages')}
      dir=${this.rightToLeft ? 'rtl' : nothing}
      @keydown=${this.#onKey}
    >
      ${this.canvases.map((canvas, index) => this.#page(canvas, index))}
    </ol>`;
  }

  #page(canvas: Canvas, index: number): TemplateResult {
    const name = plain(canvas.label, word('object.page', { number: index + 1 }));
    const thumbnail = canvas.thumbnail;
    const width = Math.round(Math.min(2.5, Math.max(0.4, canvas.width / canvas.height)) * HEIGHT);
    return html`<li
      role="option"
      .style=${`--w:${width}px`}
      tabindex=${index === this.current ? 0 : -1}
      aria-selected=${index === this.current}
      aria-label=${name}
      title=${name}
      @click=${() => this.#choose(index)}
    >
      ${
        thumbnail === null
          ? html`<span class="number">${index + 1}</span>`
          : html`<img
              alt=""
              loading="lazy"
              decoding="async"
              sizes="${width}px"
              srcset=${thumbnail.srcset || nothing}
              src=${thumbnail.src}
            />`
      }
    </li>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('current') && !changed.has('canvases')) return;
    const option = this.#options()[this.current];
    if (option === undefined) return;
    // scrollIntoView would also scroll the page under it.
    const middle = option.offsetLeft + option.offsetWidth / 2 - this.clientWidth / 2;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches || !changed.get('current');
    this.scrollTo({ left: middle, behavior: still ? 'instant' : 'smooth' });
    if (this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement !== null) {
      option.focus({ preventScroll: true });
    }
  }

  #onKey = (event: KeyboardEvent): void => {
    const forward = this.rightToLeft ? 'ArrowLeft' : 'ArrowRight';
    const back = this.rightToLeft ? 'ArrowRight' : 'ArrowLeft';
    const targets: Record<string, number> = {
      [forward]: this.current + 1,
      [back]: this.current - 1,
      Home: 0,
      End: this.canvases.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#choose(Math.min(Math.max(target, 0), this.canvases.length - 1));
  };

  #choose(index: number): void {
    this.dispatchEvent(new CustomEvent('choose', { detail: index }));
  }

  #options(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('li')];
  }
}

customElements.define('vitrine-strip', Strip);
