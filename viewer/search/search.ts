import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { formatAddress } from '../deep-zoom/address.ts';
import type { PlaceController } from '../deep-zoom/place-controller.ts';
import type { Canvas } from '../iiif/canvas.ts';
import { controls, icon } from '../ui/controls.ts';
import { icons } from '../ui/icons.ts';
import { plain } from '../ui/text.ts';
import { counted, word } from '../ui/words.ts';
import { regionOf, withRoom, type Hit } from './results.ts';
import type { SearchController } from './search-controller.ts';
import { searchStyles } from './styles.ts';

/** Milliseconds after the last letter until words are proposed. */
const PAUSE = 150;

/** A field, and the places where what is typed into it stands, page by page. Fires `read` with a hit on a twin. */
export class SearchPanel extends LitElement {
  static override properties = {
    search: { attribute: false },
    place: { attribute: false },
    shown: { attribute: false, hasChanged: () => true },
  };
  declare search: SearchController;
  declare place: PlaceController;
  /** What of the search is shown: another one is a reason to render. */
  declare shown: readonly unknown[];
  static override styles = [controls, searchStyles];
  #typing: ReturnType<typeof setTimeout> | undefined;

  override render() {
    const { query, terms, state, next } = this.search;
    return html`
      <form role="search" @submit=${this.#onSubmit}>
        <label class="unseen" for="q">${word('search.field')}</label>
        <input
          id="q"
          type="search"
          name="q"
          maxlength="1000"
          autocomplete="off"
          spellcheck="false"
          list="terms"
          placeholder=${word('search.field')}
          .value=${query}
          @input=${this.#onInput}
        />
        <datalist id="terms">${terms.map((term) => html`<option value=${term}></option>`)}</datalist>
        <button class="tool" aria-label=${word('search.heading')} title=${word('search.heading')}>
          ${icon(icons.search)}
        </button>
      </form>
      <p class="quiet" role="status">${this.#status()}</p>
      ${state === 'failed' ? html`<p role="alert">${word('search.failed')}. ${word('error.brokenNext')}</p>` : nothing}
      ${this.#pages()}
      ${
        next === null
          ? nothing
          : html`<button
              type="button"
              class="action"
              ?disabled=${state === 'asking'}
              @click=${() => void this.search.more()}
            >
              ${word('search.more')}
            </button>`
      }
      ${state === 'resting' || (state === 'answered' && this.search.hits.length === 0) ? html`<p class="quiet">${word('search.hint')}</p>` : nothing}
    `;
  }

  override firstUpdated(): void {
    // The sheet puts the focus on its heading first.
    requestAnimationFrame(() => this.renderRoot.querySelector('input')?.focus({ preventScroll: true }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  #status(): string {
    const { state, total, hits, query } = this.search;
    if (state === 'asking') return word('search.asking');
    if (state !== 'answered') return '';
    if (hits.length === 0) return word('search.none', { query });
    return total === null ? word('search.many') : counted('search.count', total);
  }

  #pages(): TemplateResult[] {
    const { canvases } = this.place;
    const pages = Map.groupBy(this.search.hits, ({ canvas }) => canvas);
    return [...pages].flatMap(([id, hits]) => {
      const index = canvases.findIndex((canvas) => canvas.id === id);
      const canvas = canvases[index];
      if (canvas === undefined) return [];
      const name = plain(canvas.label, word('object.page', { number: index + 1 }));
      return html`<section aria-label=${name}>
        ${canvases.length > 1 ? html`<h3>${name}</h3>` : nothing}
        <ol>
          ${hits.map((hit) => html`<li>${this.#link(hit, canvas)}</li>`)}
        </ol>
      </section>`;
    });
  }

  #link(hit: Hit, canvas: Canvas): TemplateResult {
    const text = html`<span dir="auto"
      >${hit.before}${hit.match === '' ? nothing : html`<mark>${hit.match}</mark>`}${hit.after}</span
    >`;
    if (canvas.model !== null) {
      return html`<button type="button" @click=${() => this.#read(hit)}>${text}</button>`;
    }
    const region = regionOf(hit, canvas);
    const address = formatAddress(canvas, region === null ? null : withRoom(region, canvas), 0);
    return html`<a href=${address}>${text}</a>`;
  }

  /** On a twin, a place is where its annotation was written from. */
  #read(hit: Hit): void {
    this.dispatchEvent(new CustomEvent('read', { detail: hit }));
  }

  #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    clearTimeout(this.#typing);
    void this.search.search(this.renderRoot.querySelector('input')?.value ?? '');
  };

  #onInput = (event: Event): void => {
    clearTimeout(this.#typing);
    if (!(event.target instanceof HTMLInputElement)) return;
    const { value } = event.target;
    // One that was chosen from the proposals is searched at once.
    if (this.search.terms.includes(value) && !(event instanceof InputEvent)) return void this.search.search(value);
    this.#typing = setTimeout(() => void this.search.complete(value), PAUSE);
  };
}

customElements.define('vitrine-search', SearchPanel);
