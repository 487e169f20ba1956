import { css } from 'lit';

export const editorStyles = css`
  h3 {
    margin: 0 0 12px;
    font-size: 16px;
    font-weight: 600;
  }
  h4 {
    margin: 0 0 4px;
    font-size: 13px;
    font-weight: 600;
    color: var(--quiet);
  }
  form {
    display: grid;
    gap: 16px;
  }
  .field {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    align-content: start;
  }
  label,
  legend {
    padding: 0;
    font-size: 13px;
    line-height: 18px;
    color: var(--quiet);
  }
  textarea,
  input,
  select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 40px;
    padding: 8px 10px;
    border: 1px solid var(--field-line);
    border-radius: 6px;
    background: var(--paper);
    color: var(--ink);
    font: inherit;
    font-size: 16px;
  }
  textarea {
    resize: vertical;
    line-height: 24px;
  }
  #links {
    direction: ltr;
  }
  .formatting {
    display: flex;
    gap: 2px;
  }
  .formatting .tool {
    inline-size: 36px;
    block-size: 36px;
  }
  .pair,
  fieldset {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 12px;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    grid-template-columns: repeat(4, 1fr);
  }
  legend {
    margin-block-end: 4px;
  }
  fieldset .field label {
    font-size: 12px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  fieldset input {
    appearance: textfield;
    padding-inline: 8px;
    font-variant-numeric: tabular-nums;
  }
  .main {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--paper);
  }
  .main:disabled {
    opacity: 0.6;
  }
  .conflict {
    display: grid;
    gap: 16px;
  }
  .conflict .actions {
    flex-wrap: wrap;
  }
  /* It is there before it says anything, so that what it says is read out; until then it takes no room. */
  .overtaken {
    position: absolute;
  }
  .overtaken:has(p) {
    position: static;
    display: grid;
    justify-items: start;
    gap: 8px;
    padding-inline-start: 14px;
    border-inline-start: 2px solid var(--accent);
    font-size: 14px;
    line-height: 20px;
  }
  .overtaken p {
    margin: 0;
  }
  .version {
    padding-inline-start: 14px;
    border-inline-start: 2px solid var(--line);
  }
`;
