import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Canvas } from '../iiif/canvas.ts';
import { formatAddress, parseAddress, regionOf, type Address } from './address.ts';
import type { View } from './deep-zoom.ts';

const EVERYTHING: View = { region: null, rotation: 0 };

/** Where the visitor is in an object: which canvas, which options of it, which part; kept in step with the page's address. */
export class PlaceController implements ReactiveController {
  #canvases: readonly Canvas[] = [];
  #key: string | null = null;
  #view: View = EVERYTHING;
  #twinView = '';
  #annotation: string | null = null;
  /** What the address asks for, until the canvases are known. */
  #asked: Address = parseAddress(location.hash);
  readonly #chosen = new Map<string, readonly number[]>();
  readonly #host: ReactiveControllerHost;
  readonly #go: (view: View) => void;

  constructor(host: ReactiveControllerHost, go: (view: View) => void) {
    this.#host = host;
    this.#go = go;
    host.addController(this);
  }

  get canvases(): readonly Canvas[] {
    return this.#canvases;
  }

  get index(): number {
    return Math.max(
      0,
      this.#canvases.findIndex((canvas) => canvas.key === this.#key),
    );
  }

  get canvas(): Canvas | null {
    return this.#canvases[this.index] ?? null;
  }

  get chosen(): readonly number[] {
    return this.#chosen.get(this.canvas?.id ?? '') ?? NOTHING_CHOSEN;
  }

  /** How a twin is looked at, in its own words: the address as it stands behind the name of the view. */
  get twinView(): string {
    return this.#twinView;
  }

  /** The key of the annotation that is read. */
  get annotation(): string | null {
    return this.#annotation;
  }

  /** Whether more is shown, or something else, than the whole of the canvas. */
  get isPart(): boolean {
    return this.#view.region !== null || this.#twinView.includes('camera=');
  }

  /** The part of the address from `#` on; empty for what the page opens with. */
  get fragment(): string {
    const { region, rotation } = this.#view;
    const opening =
      this.index === 0 && region === null && rotation === 0 && this.#twinView === '' && this.#annotation === null;
    if (this.canvas === null || opening) return '';
    const more = [
      this.#annotation === null ? '' : `annotation=${encodeURIComponent(this.#annotation)}`,
      this.#twinView,
    ];
    return [formatAddress(this.canvas, region, rotation), ...more.filter((part) => part !== '')].join('&');
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#onHash);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#onHash);
  }

  /** The canvases may be read again while the visitor looks at one: what is looked at stays. */
  setCanvases(canvases: readonly Canvas[]): void {
    const first = this.#canvases.length === 0 && canvases.length > 0;
    this.#canvases = canvases;
    if (first) this.#follow();
    this.#host.requestUpdate();
  }

  turnTo(index: number): void {
    const canvas = this.#canvases[index];
    if (canvas === undefined || index === this.index) return;
    this.#key = canvas.key;
    this.#view = EVERYTHING;
    this.#twinView = '';
    this.#annotation = null;
    this.#go(this.#view);
    this.#write();
  }

  choose(layer: number, option: number): void {
    const { canvas } = this;
    if (canvas === null) return;
    this.#chosen.set(
      canvas.id,
      canvas.layers.map((_, index) => (index === layer ? option : (this.chosen[index] ?? 0))),
    );
    this.#host.requestUpdate();
  }

  /** The visitor has moved there. */
  seen(view: View): void {
    this.#view = view;
    this.#write();
  }

  /** The visitor has moved around the twin. */
  seenTwin(view: string): void {
    this.#twinView = view;
    this.#write();
  }

  /** The visitor reads an annotation, or none any more. */
  readAnnotation(key: string | null): void {
    if (key === this.#annotation) return;
    this.#annotation = key;
    this.#write();
  }

  #write(): void {
    history.replaceState(history.state, '', `${location.pathname}${location.search}${this.fragment}`);
    this.#host.requestUpdate();
  }

  #onHash = (): void => {
    this.#asked = parseAddress(location.hash);
    this.#follow();
    this.#host.requestUpdate();
  };

  #follow(): void {
    const found = this.#canvases.find((canvas) => canvas.key === this.#asked.view) ?? this.#canvases[0];
    if (found === undefined) return;
    this.#key = found.key;
    // A region belongs to the view that it was cut from.
    const meant = this.#asked.view === null || this.#asked.view === found.key;
    const image = meant && found.model === null;
    this.#view = image ? { region: regionOf(this.#asked, found), rotation: this.#asked.rotation } : EVERYTHING;
    this.#annotation = meant ? this.#asked.annotation : null;
    this.#twinView = meant && found.model !== null ? this.#asked.rest : '';
    this.#go(this.#view);
  }
}

/** One array for ever, so that a new rendering is no change. */
const NOTHING_CHOSEN: readonly number[] = [];
