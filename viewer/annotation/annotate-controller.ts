import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { DeepZoom, Overlay } from '../deep-zoom/deep-zoom.ts';
import type { PlaceController } from '../deep-zoom/place-controller.ts';
import type { TwinOverlay } from '../twin/stage-overlay.ts';
import type { Twin } from '../twin/twin.ts';
import { word } from '../ui/words.ts';
import type { ImageLayer } from './image-layer.ts';
import type { Session } from './session.ts';
import type { TwinLayer } from './twin-layer.ts';
import type { Figure } from './wkt.ts';

/** What is fetched when annotations are first wanted. */
export interface Code {
  ImageLayer: typeof ImageLayer;
  Session: typeof Session;
  TwinLayer: typeof TwinLayer;
}

export interface AnnotateOptions {
  code: () => Promise<Code>;
  /** Whether what others write is followed. That takes a connection for as long as annotations are shown. */
  live: boolean;
  viewer: () => DeepZoom | Twin | null;
}

/**
 * Annotations on a page that shows an object: fetches their code when they are first wanted, and keeps a session for each canvas, so that what
 * somebody began to write waits for them. Updates its host.
 */
export class AnnotateController implements ReactiveController {
  overlay: Overlay | null = null;
  twinOverlay: TwinOverlay | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #place: PlaceController;
  readonly #options: AnnotateOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #abort = new AbortController();
  #code: Code | null = null;
  #asked = false;
  #failed = false;
  #current: Session | null = null;
  /** To be annotated as soon as it is known who is signed in. */
  #kept: Figure | null = null;

  constructor(host: ReactiveControllerHost, place: PlaceController, options: AnnotateOptions) {
    this.#host = host;
    this.#place = place;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('beforeunload', this.#onLeave, { signal: this.#abort.signal });
  }

  hostDisconnected(): void {
    if (this.#current !== null) this.#current.live = false;
    this.#abort.abort();
  }

  /** Whether the address names an annotation that is not read yet. */
  get isAsked(): boolean {
    return this.#place.annotation !== null && this.#place.canvas !== null;
  }

  /** Whether a part of the canvas is being marked, and the panel makes room for that. */
  get drawing(): boolean {
    return this.#current?.tool != null;
  }

  cancel(): void {
    this.#current?.cancel();
  }

  /** What is shown while the panel is open, and only then. */
  follow(open: boolean): void {
    const { canvas } = this.#place;
    if (!open || canvas === null) return this.#show(null);
    if (this.#code === null) {
      if (!this.#asked) void this.#fetch();
      return;
    }
    let session = this.#sessions.get(canvas.id);
    if (session === undefined) {
      const chosen = (key: string | null): void => {
        if (this.#place.canvas?.id === canvas.id) this.#place.readAnnotation(key);
      };
      session = new this.#code.Session(canvas, this.#place.annotation, !this.#place.isPart, chosen);
      session.listen(() => this.#host.requestUpdate(), this.#abort.signal);
      this.#sessions.set(canvas.id, session);
    } else if (this.#place.annotation !== null) session.ask(this.#place.annotation);
    this.#show(session);
    if (this.#kept === null || session.state === 'loading') return;
    session.keep(this.#kept);
    this.#kept = null;
  }

  /** Begins an annotation of what was measured. */
  keep(figure: Figure): void {
    this.#kept = figure;
    this.#host.requestUpdate();
  }

  /** What is shown; null before it can be. */
  get session(): Session | null {
    return this.#current;
  }

  panel(): TemplateResult | typeof nothing {
    if (this.#failed) {
      return html`<p role="alert">${word('annotation.loadFailed')}. ${word('error.brokenNext')}</p>`;
    }
    const session = this.#current;
    return session === null ? nothing : html`<vitrine-annotations .session=${session}></vitrine-annotations>`;
  }

  #show(session: Session | null): void {
    if (session === this.#current) return;
    if (this.#current !== null) this.#current.live = false;
    if (session !== null) session.live = this.#options.live;
    this.#current = session;
    const code = this.#code;
    const image = session !== null && session.canvas.model === null;
    this.overlay =
      image && code !== null ? new code.ImageLayer(session, () => this.#options.viewer() as DeepZoom | null) : null;
    this.twinOverlay =
      session === null || image || code === null
        ? null
        : new code.TwinLayer(session, () => this.#options.viewer()?.focus());
  }

  async #fetch(): Promise<void> {
    this.#asked = true;
    try {
      this.#code = await this.#options.code();
    } catch {
      this.#failed = true;
    }
    this.#host.requestUpdate();
  }

  /** A browser asks before words are lost that nobody saved. */
  #onLeave = (event: BeforeUnloadEvent): void => {
    if ([...this.#sessions.values()].some(({ draft }) => draft !== null && draft.text !== '')) event.preventDefault();
  };
}
