import { css, html, nothing, svg, type TemplateResult } from 'lit';

export interface IconButton {
  icon: TemplateResult<2>;
  label: string;
  action: () => void;
  /** The key that does the same, as `aria-keyshortcuts` writes it. */
  key?: string;
  pressed?: boolean;
  expanded?: boolean;
  disabled?: boolean;
}

export function icon(drawing: TemplateResult<2>): TemplateResult<2> {
  return svg`<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">${drawing}</svg>`;
}

export function iconButton(button: IconButton): TemplateResult {
  return html`<button
    type="button"
    class="tool"
    aria-label=${button.label}
    title=${button.key === undefined ? button.label : `${button.label} (${button.key})`}
    aria-keyshortcuts=${button.key ?? nothing}
    aria-pressed=${button.pressed ?? nothing}
    aria-expanded=${button.expanded ?? nothing}
    ?disabled=${button.disabled ?? false}
    @click=${button.action}
  >
    ${icon(button.icon)}
  </button>`;
}

/** Focus, links and buttons: the same in every shadow root. */
export const controls = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  /* Two rings, so that one of them stands out whatever the picture behind shows. */
  :focus-visible {
    outline: 2px solid var(--focus, var(--accent));
    outline-offset: 2px;
    box-shadow: 0 0 0 6px var(--focus-gap, var(--ground));
  }
  a {
    color: var(--accent);
    text-underline-offset: 3px;
  }
  .icon {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
    display: block;
  }
  .tool {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: inherit;
    cursor: pointer;
    transition: background var(--motion);
  }
  .tool:hover {
    background: rgb(128 128 128 / 28%);
  }
  .tool[aria-pressed='true'],
  .tool[aria-expanded='true'] {
    color: var(--focus, var(--accent));
  }
  .tool:disabled {
    opacity: 0.4;
    cursor: default;
  }
  .action {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 40px;
    padding: 0 16px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: none;
    color: var(--ink);
    font: inherit;
    text-decoration: none;
    cursor: pointer;
  }
  .action:hover {
    border-color: currentColor;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** What lies over a picture. */
export const island = css`
  .island {
    --focus: var(--stage-accent);
    --focus-gap: #1b1b1b;
    background: var(--glass);
    color: var(--stage-ink);
    border-radius: 8px;
    backdrop-filter: blur(12px);
  }
`;
