import { css } from 'lit';

export const panelStyles = css`
  :host {
    display: block;
    --focus-gap: var(--paper);
    --field-line: color-mix(in srgb, var(--quiet), transparent 10%);
  }
  p {
    margin: 0;
  }
  .quiet {
    color: var(--quiet);
    font-size: 13px;
    line-height: 20px;
    margin-block-start: 8px;
  }
  .failure {
    margin-block-end: 16px;
    padding-inline-start: 14px;
    border-inline-start: 2px solid var(--failure);
    color: var(--failure);
    overflow-wrap: anywhere;
  }
  .last {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    font-size: 14px;
    line-height: 20px;
  }
  .last:has(.undo) {
    margin-block-end: 16px;
    padding-block: 4px 12px;
    border-block-end: 1px solid var(--line);
  }
  .tools {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    gap: 4px;
    margin-inline: -8px;
  }
  .tools .tool {
    inline-size: auto;
    block-size: auto;
    min-block-size: 64px;
    padding: 8px 2px;
    gap: 4px;
    align-content: start;
    font: inherit;
    font-size: 12px;
    line-height: 16px;
    text-align: center;
    hyphens: auto;
    overflow-wrap: anywhere;
  }
  .tabs {
    display: flex;
    gap: 4px;
    margin: 20px 0 0;
    padding: 3px;
    border: 0;
    border-radius: 8px;
    background: var(--wash);
  }
  .tabs label {
    position: relative;
    flex: 1;
    display: grid;
    place-items: center;
    min-block-size: 34px;
    border-radius: 6px;
    font-size: 14px;
    color: var(--quiet);
    cursor: pointer;
  }
  .tabs label:has(:checked) {
    background: var(--paper);
    color: var(--ink);
  }
  .tabs label:has(:focus-visible) {
    outline: 2px solid var(--focus, var(--accent));
  }
  .tabs input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  .narrowing {
    margin-block-start: 12px;
  }
  summary {
    min-block-size: 32px;
    align-content: center;
    font-size: 14px;
    cursor: pointer;
    color: var(--quiet);
  }
  .narrowing > div {
    display: grid;
    gap: 8px;
    padding-block: 4px 12px;
  }
  .choice {
    display: grid;
    grid-template-columns: 120px 1fr;
    align-items: center;
    font-size: 14px;
  }
  select {
    min-inline-size: 0;
    min-block-size: 36px;
    padding: 4px 8px;
    border: 1px solid var(--field-line);
    border-radius: 6px;
    background: var(--paper);
    color: var(--ink);
    font: inherit;
    font-size: 15px;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 32px;
    font-size: 14px;
    cursor: pointer;
  }
  .check input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--accent);
  }
  .narrowing fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    font-size: 13px;
    color: var(--quiet);
  }
  .actions {
    display: flex;
    gap: 8px;
    margin-block-start: 16px;
  }
  .drawing p {
    max-inline-size: 44ch;
  }
  vitrine-annotation-list,
  vitrine-transcription {
    margin-block-start: 16px;
  }
`;
