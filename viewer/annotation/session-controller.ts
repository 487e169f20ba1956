import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Session } from './session.ts';

/** Renders its host anew when its session changes, and calls `hovered` when another annotation is hovered. */
export class SessionController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { session: Session };
  readonly #hovered: (() => void) | undefined;
  #abort = new AbortController();
  #heard: Session | null = null;

  constructor(host: ReactiveControllerHost & { session: Session }, hovered?: () => void) {
    this.#host = host;
    this.#hovered = hovered;
  }

  hostUpdate(): void {
    const { session } = this.#host;
    if (session === this.#heard) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#heard = session;
    session.listen(() => this.#host.requestUpdate(), this.#abort.signal);
    if (this.#hovered !== undefined) session.listenToHover(this.#hovered, this.#abort.signal);
  }

  hostConnected(): void {
    if (this.#heard !== null) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#abort.abort();
    this.#heard = null;
  }
}
