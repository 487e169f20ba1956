import { LitElement, css, html } from 'lit';
import { controls } from '../ui/controls.ts';
import { word } from '../ui/words.ts';
import { LIGHT, lightAt, lightDirection, lightMoved, type Light } from './light.ts';

/** A disc with a lamp on it, to be dragged or moved with the arrow keys. Fires `light`, a CustomEvent of Light. */
export class LightPad extends LitElement {
  static override properties = { light: { attribute: false } };
  declare light: Light;

  static override styles = [
    controls,
    css`
      :host {
        display: block;
      }
      .pad {
        position: relative;
        inline-size: 128px;
        block-size: 128px;
        margin: auto;
        border-radius: 50%;
        border: 1px solid var(--stage-quiet);
        touch-action: none;
        cursor: grab;
      }
      .pad:active {
        cursor: grabbing;
      }
      /* The middle, where the light comes from the visitor. */
      .pad::before {
        content: '';
        position: absolute;
        inset: 61px;
        border-radius: 50%;
        background: var(--stage-quiet);
      }
      .lamp {
        position: absolute;
        inset-block-start: 50%;
        left: 50%;
        inline-size: 28px;
        block-size: 28px;
        margin: -14px;
        border-radius: 50%;
        background: var(--stage-accent);
        border: 3px solid #1b1b1b;
      }
    `,
  ];

  constructor() {
    super();
    this.light = LIGHT;
  }

  override render() {
    const { x, y } = this.light;
    const height = Math.round((Math.asin(lightDirection(this.light)[2]) * 180) / Math.PI);
    const around = (Math.round((Math.atan2(x, y) * 180) / Math.PI) + 360) % 360;
    return html`<div
      class="pad"
      role="slider"
      tabindex="0"
      aria-label=${word('twin.lamp')}
      aria-valuemin="0"
      aria-valuemax="90"
      aria-valuenow=${height}
      aria-valuetext=${word('twin.lampAt', { around, height })}
      @pointerdown=${this.#onPointer}
      @pointermove=${this.#onPointer}
      @dblclick=${() => this.#set(LIGHT)}
      @keydown=${this.#onKey}
    >
      <div class="lamp" .style=${`transform: translate(${x * 50}px, ${-y * 50}px)`}></div>
    </div>`;
  }

  #onPointer = (event: PointerEvent): void => {
    const pad = event.currentTarget;
    if (!(pad instanceof HTMLElement) || event.buttons === 0) return;
    if (event.type === 'pointerdown') pad.setPointerCapture(event.pointerId);
    const { left, top, width, height } = pad.getBoundingClientRect();
    // The lamp moves 50 px each way of the 64 that the disc has.
    const reach = 50 / 64;
    const across = ((event.clientX - left) / width) * 2 - 1;
    const up = 1 - ((event.clientY - top) / height) * 2;
    this.#set(lightAt(across / reach, up / reach));
  };

  #onKey = (event: KeyboardEvent): void => {
    const light = lightMoved(this.light, event.key);
    if (light === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#set(light);
  };

  #set(light: Light): void {
    this.dispatchEvent(new CustomEvent('light', { detail: light }));
  }
}

customElements.define('vitrine-light-pad', LightPad);
