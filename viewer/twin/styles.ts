import { css } from 'lit';

export const twinStyles = css`
  :host {
    display: block;
    position: absolute;
    inset: 0;
    --focus: var(--stage-accent);
    --focus-gap: #1b1b1b;
    --twin-mark: #ffd27a;
  }
  canvas,
  svg.marks {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  canvas {
    /* All gestures are ours; an embed leaves vertical swipes to the page around it. */
    touch-action: none;
    cursor: grab;
    opacity: 0;
    transition: opacity var(--motion);
  }
  :host([cooperative]) canvas {
    touch-action: pan-y;
  }
  canvas:active {
    cursor: grabbing;
  }
  canvas.shown {
    opacity: 1;
  }
  canvas.measuring {
    cursor: crosshair;
  }
  canvas:focus-visible {
    outline-offset: -4px;
    box-shadow: none;
    border-radius: 6px;
  }
  svg.marks {
    pointer-events: none;
    overflow: hidden;
  }
  .marks line {
    stroke: var(--twin-mark);
    stroke-width: 2;
    stroke-linecap: round;
  }
  .marks line.under {
    stroke: #1b1b1b;
    stroke-width: 5;
    opacity: 0.7;
  }
  .marks:not(.over) circle {
    fill: var(--twin-mark);
    stroke: #1b1b1b;
    stroke-width: 1.5;
  }
  .marks text {
    fill: #fff;
    stroke: #1b1b1b;
    stroke-width: 4;
    paint-order: stroke;
    text-anchor: middle;
    font-size: 14px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .marks .aim {
    stroke: var(--twin-mark);
    stroke-width: 2;
    fill: none;
  }
  .progress {
    position: absolute;
    inset: 0 0 auto;
    block-size: 3px;
    transition:
      opacity calc(3 * var(--motion)),
      visibility calc(3 * var(--motion));
  }
  .progress.done {
    opacity: 0;
    visibility: hidden;
  }
  .progress > div {
    block-size: 100%;
    background: var(--stage-accent);
    transform-origin: 0 0;
    transition: transform 200ms;
  }
  :host(:dir(rtl)) .progress > div {
    transform-origin: 100% 0;
  }
  .study {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: 12px;
    translate: 0 -50%;
    display: flex;
    flex-direction: column;
  }
  /* The page's word that nobody has touched it for a while. */
  .study:not(:focus-within) {
    opacity: var(--idle-opacity, 1);
  }
  .panel {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: 68px;
    translate: 0 -50%;
    inline-size: 232px;
    max-block-size: calc(100% - 160px);
    overflow-y: auto;
    padding: 12px 16px 16px;
    font-size: 14px;
    line-height: 20px;
    --ink: var(--stage-ink);
    --line: var(--stage-line);
  }
  .panel h2 {
    margin: 0 0 12px;
    font-size: 14px;
    font-weight: 600;
  }
  .panel > .tool {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
  }
  .panel p {
    margin: 12px 0 0;
    color: var(--stage-quiet);
  }
  .panel .choice {
    margin-inline: -8px;
    padding: 0;
  }
  .panel .choice label {
    flex: 1;
    justify-content: center;
    padding: 0 8px;
  }
  .panel input[type='range'] {
    inline-size: 100%;
    block-size: 44px;
    margin: 0;
    accent-color: var(--stage-accent);
    cursor: pointer;
  }
  .panel .check {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 32px;
    cursor: pointer;
  }
  .panel .check input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--stage-accent);
  }
  .panel .action {
    margin-block-start: 8px;
    inline-size: 100%;
    justify-content: center;
  }
  .panel ol {
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-variant-numeric: tabular-nums;
  }
  .panel li {
    display: flex;
    align-items: center;
    border-block-start: 1px solid var(--stage-line);
  }
  .panel li span {
    flex: 1;
  }
  .hint {
    position: absolute;
    inset: auto 16px 50%;
    margin-inline: auto;
    inline-size: fit-content;
    padding: 10px 16px;
    font-size: 15px;
    pointer-events: none;
  }
  .instead {
    position: absolute;
    inset-inline: 0;
    inset-block-end: calc(24px + env(safe-area-inset-bottom));
    margin-inline: auto;
    inline-size: min(480px, calc(100% - 32px));
    padding: 20px 24px;
    max-block-size: 60%;
    overflow-y: auto;
    --quiet: var(--stage-quiet);
    --ink: var(--stage-ink);
    --line: var(--stage-line);
    --accent: var(--stage-accent);
    --failure: #ff9c8f;
  }
  .instead.above-pages {
    inset-block-end: calc(120px + env(safe-area-inset-bottom));
  }
  .instead ul {
    margin: 0;
    padding-inline-start: 20px;
  }
  :host([cooperative]) .study {
    inset-block: 8px auto;
    inset-inline: auto 8px;
    translate: none;
    flex-direction: row;
  }
  :host([cooperative]) .panel {
    inset-block-start: 60px;
    inset-inline: auto 8px;
    translate: none;
    max-block-size: calc(100% - 120px);
  }
  @media (max-width: 719px) {
    :host(:not([cooperative])) .study {
      inset-block: auto calc(60px + env(safe-area-inset-bottom));
      inset-inline: 0;
      margin-inline: auto;
      inline-size: max-content;
      max-inline-size: 100%;
      translate: none;
      flex-direction: row;
    }
    :host(:not([cooperative])) .study.above-pages {
      inset-block-end: calc(156px + env(safe-area-inset-bottom));
    }
    /* A sheet from below, which covers the tools while it is open. */
    :host(:not([cooperative])) .panel {
      position: fixed;
      inset: auto 0 0;
      z-index: 1;
      inline-size: auto;
      max-block-size: 46dvh;
      translate: none;
      border-radius: 16px 16px 0 0;
      padding: 16px 24px calc(20px + env(safe-area-inset-bottom));
    }
    .panel > .tool {
      inset-block-start: 4px;
      inset-inline-end: 8px;
    }
  }
`;
