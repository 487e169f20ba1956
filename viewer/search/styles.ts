import { css } from 'lit';

export const searchStyles = css`
  :host {
    display: block;
    --focus-gap: var(--paper);
  }
  form {
    display: flex;
    gap: 4px;
    padding-block: 4px 8px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 44px;
    padding: 0 12px;
    border: 1px solid var(--quiet);
    border-radius: 6px;
    background: none;
    color: inherit;
    font: inherit;
    font-size: 16px;
  }
  .quiet {
    margin: 0 0 12px;
    color: var(--quiet);
    font-size: 14px;
    line-height: 20px;
  }
  h3 {
    margin: 16px 0 4px;
    font-size: 14px;
    font-weight: 500;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    border-block-start: 1px solid var(--line);
    content-visibility: auto;
    contain-intrinsic-size: auto 44px;
  }
  li a,
  li button {
    display: block;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 10px 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    text-decoration: none;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  li a:hover,
  li button:hover {
    text-decoration: underline;
    text-decoration-color: var(--quiet);
  }
  mark {
    background: none;
    color: inherit;
    font-weight: 700;
    text-decoration: underline 2px var(--accent);
    text-underline-offset: 3px;
  }
  .action {
    margin-block: 16px;
  }
`;
