import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Overlay } from '../deep-zoom/deep-zoom.ts';
import type { PlaceController } from '../deep-zoom/place-controller.ts';
import { HitLayer } from './hit-layer.ts';
import { readResults, readTerms, regionOf, type Hit } from './results.ts';
import './search.ts';

/** More marks than these on one picture say nothing, and each is an element. */
const MOST_MARKS = 200;

export type SearchState = 'resting' | 'asking' | 'answered' | 'failed';

/** A search in what is said of an object: it stays while its panel is closed and pages are turned. Updates its host. */
export class SearchController implements ReactiveController {
  query = new URLSearchParams(location.search).get('q') ?? '';
  state: SearchState = 'resting';
  hits: readonly Hit[] = [];
  total: number | null = null;
  next: string | null = null;
  terms: readonly string[] = [];
  /** Places found on the picture that is shown, while the panel is open. */
  overlay: Overlay | null = null;
  /** Whether the address asks for a search that was not made yet. */
  isAsked = this.query !== '';
  readonly #host: ReactiveControllerHost;
  readonly #place: PlaceController;
  readonly #service: string;
  #asking = new AbortController();
  #completing = new AbortController();
  #marked: readonly unknown[] = [];

  /** `id` of the object as it stands in the address, still percent-encoded. */
  constructor(host: ReactiveControllerHost, place: PlaceController, id: string) {
    this.#host = host;
    this.#place = place;
    this.#service = `/iiif/search/1/manifests/${id}`;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#asking.abort();
    this.#completing.abort();
  }

  /** What is shown while the panel is open, and only then. */
  follow(open: boolean): void {
    if (open && this.isAsked) void this.search(this.query);
    const { canvas } = this.#place;
    const marked = [open, canvas?.id, this.hits];
    if (marked.every((value, index) => value === this.#marked[index])) return;
    this.#marked = marked;
    const regions =
      !open || canvas === null || canvas.model !== null
        ? []
        : this.hits.flatMap((hit) => (hit.canvas === canvas.id ? (regionOf(hit, canvas) ?? []) : []));
    this.overlay = canvas === null || regions.length === 0 ? null : new HitLayer(canvas, regions.slice(0, MOST_MARKS));
  }

  panel(read: (hit: Hit) => void): TemplateResult {
    return html`<vitrine-search
      .search=${this}
      .place=${this.#place}
      .shown=${[this.state, this.hits, this.terms, this.#place.index]}
      @read=${(event: CustomEvent<Hit>) => read(event.detail)}
    ></vitrine-search>`;
  }

  async search(query: string): Promise<void> {
    this.isAsked = false;
    this.query = query.trim();
    this.terms = [];
    this.#completing.abort();
    this.#remember();
    [this.hits, this.total, this.next] = [[], null, null];
    this.state = 'resting';
    this.#asking.abort();
    if (this.query !== '') await this.#ask(`${this.#service}?${new URLSearchParams({ q: this.query }).toString()}`);
    else this.#host.requestUpdate();
  }

  async more(): Promise<void> {
    if (this.next !== null && this.state !== 'asking') await this.#ask(this.next);
  }

  /** Words that begin as what is typed. */
  async complete(letters: string): Promise<void> {
    this.#completing.abort();
    this.#completing = new AbortController();
    const { signal } = this.#completing;
    if (letters.trim().length < 2) return;
    try {
      const address = `${this.#service}/autocomplete?${new URLSearchParams({ q: letters }).toString()}`;
      this.terms = readTerms(await fetchJson(address, signal));
      this.#host.requestUpdate();
    } catch {
      // Without proposals, one types on.
    }
  }

  async #ask(address: string): Promise<void> {
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    this.state = 'asking';
    this.#host.requestUpdate();
    try {
      const { hits, total, next } = readResults(await fetchJson(address, signal));
      [this.hits, this.total, this.next] = [[...this.hits, ...hits], total, next];
      this.state = 'answered';
    } catch {
      if (signal.aborted) return;
      this.state = 'failed';
    }
    this.#host.requestUpdate();
  }

  /** The page's address finds the same again. */
  #remember(): void {
    const url = new URL(location.href);
    if (this.query === '') url.searchParams.delete('q');
    else url.searchParams.set('q', this.query);
    history.replaceState(history.state, '', url);
  }
}

async function fetchJson(address: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(address, { headers: { accept: 'application/json' }, signal });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return response.json();
}
