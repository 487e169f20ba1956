import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Session } from './session.ts';

/** Renders its host anew when its session changes. */
export class SessionController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { session: Session };
  #abort = new AbortController();
  #heard: Session | null = null;

  constructor(host: ReactiveControllerHost & { session: Session }) {
    this.#host = host;
  }

  hostUpdate(): void {
    const { session } = this.#host;
    if (session === this.#heard) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#heard = session;
    session.listen(() => this.#host.requestUpdate(), this.#abort.signal);
  }

  hostConnected(): void {
    if (this.#heard !== null) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#abort.abort();
    this.#heard = null;
  }
}
