import { LitElement, css, html, type PropertyValues } from 'lit';
import { controls, iconButton } from './controls.ts';
import { icons } from './icons.ts';
import { word } from './words.ts';

/** A panel at the side; on a phone, a sheet from below. The picture stays usable beside it. Fires `close`. */
export class Sheet extends LitElement {
  static override properties = { heading: {}, open: { type: Boolean, reflect: true } };
  declare heading: string;
  declare open: boolean;
  #opener: Element | null = null;

  static override styles = [
    controls,
    css`
      :host {
        display: none;
        --focus-gap: var(--paper);
      }
      :host([open]) {
        display: block;
        min-block-size: 0;
      }
      section {
        display: flex;
        flex-direction: column;
        block-size: 100%;
        background: var(--paper);
        color: var(--ink);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 10px 10px 10px 32px;
      }
      :host(:dir(rtl)) header {
        padding: 10px 32px 10px 10px;
      }
      h2 {
        margin: 0;
        font-size: 14px;
        font-weight: 500;
        color: var(--quiet);
      }
      h2:focus-visible {
        outline: none;
        box-shadow: 0 3px 0 -1px var(--accent);
      }
      .content {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        padding: 0 32px 48px;
      }
      @media (max-width: 719px) {
        header {
          padding-inline: 24px 8px;
          padding-block: 8px 0;
        }
        section {
          border-radius: 16px 16px 0 0;
          box-shadow: 0 -8px 40px rgb(0 0 0 / 40%);
        }
        .content {
          padding: 0 24px calc(32px + env(safe-area-inset-bottom));
        }
      }
      @media (prefers-reduced-motion: no-preference) {
        section {
          animation: arrive 220ms ease-out;
        }
        @keyframes arrive {
          from {
            opacity: 0;
            transform: translateY(16px);
          }
        }
      }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    this.open = false;
  }

  override render() {
    return html`<section role="dialog" aria-labelledby="heading" @keydown=${this.#onKey}>
      <header>
        <h2 id="heading" tabindex="-1">${this.heading}</h2>
        ${iconButton({ icon: icons.close, label: word('control.close'), action: () => this.#close() })}
      </header>
      <div class="content"><slot></slot></div>
    </section>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('open')) return;
    if (this.open) {
      this.#opener = deepActiveElement();
      this.renderRoot.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
    } else if (this.#opener instanceof HTMLElement) {
      this.#opener.focus({ preventScroll: true });
      this.#opener = null;
    }
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#close();
  };

  #close(): void {
    this.dispatchEvent(new Event('close'));
  }
}

function deepActiveElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

customElements.define('vitrine-sheet', Sheet);
