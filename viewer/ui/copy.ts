import { LitElement, css, html } from 'lit';
import { controls, icon } from './controls.ts';
import { icons } from './icons.ts';
import { word } from './words.ts';

/** A line of text to take along, with a button that copies it. */
export class CopyField extends LitElement {
  static override properties = { text: {}, name: {}, copied: { state: true } };
  declare text: string;
  /** What the text is, for those who do not see what is beside it. */
  declare name: string;
  declare copied: boolean;

  static override styles = [
    controls,
    css`
      :host {
        display: flex;
        align-items: stretch;
        border: 1px solid var(--line);
        border-radius: 6px;
        background: var(--wash);
      }
      code {
        flex: 1;
        min-inline-size: 0;
        padding: 10px 12px;
        font:
          13px/1.5 ui-monospace,
          monospace;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        max-block-size: 7.5em;
        overflow-y: auto;
        direction: ltr;
        user-select: all;
      }
    `,
  ];

  constructor() {
    super();
    this.text = '';
    this.name = '';
    this.copied = false;
  }

  override render() {
    return html`
      <code tabindex="0" role="textbox" aria-readonly="true" aria-label=${this.name}>${this.text}</code>
      <button
        type="button"
        class="tool"
        aria-label="${word('control.copy')}: ${this.name}"
        title=${word('control.copy')}
        @click=${this.#copy}
      >
        ${icon(this.copied ? icons.done : icons.copy)}
      </button>
      <span class="unseen" role="status">${this.copied ? word('control.copied') : ''}</span>
    `;
  }

  #copy = async (): Promise<void> => {
    // Without HTTPS there is no clipboard to write to: the text is selected, one key away from it.
    if (navigator.clipboard === undefined) {
      const code = this.renderRoot.querySelector('code');
      if (code !== null) getSelection()?.selectAllChildren(code);
      return;
    }
    await navigator.clipboard.writeText(this.text);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2000);
  };
}

customElements.define('vitrine-copy', CopyField);
