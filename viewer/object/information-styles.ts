import { css } from 'lit';

export const informationStyles = css`
  :host {
    display: block;
    --focus-gap: var(--paper);
    font-size: 15px;
    overflow-wrap: anywhere;
  }
  h3 {
    margin: 40px 0 12px;
    font-size: 14px;
    font-weight: 600;
  }
  h3.title {
    margin: 8px 0 20px;
    font-size: 24px;
    line-height: 1.25;
    font-weight: 400;
    letter-spacing: -0.01em;
    white-space: pre-line;
  }
  .prose {
    white-space: pre-line;
  }
  .prose p {
    margin: 0 0 8px;
  }
  .prose img {
    max-inline-size: 100%;
    block-size: auto;
  }
  dl {
    margin: 0;
  }
  dl > div {
    padding-block: 12px;
    border-block-start: 1px solid var(--line);
  }
  .prose + dl,
  .title + dl {
    margin-block-start: 24px;
  }
  dt {
    font-size: 13px;
    color: var(--quiet);
  }
  dd {
    margin: 0;
  }
  .manifest {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 12px;
    align-items: center;
  }
  .mark {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 6px;
    cursor: grab;
  }
  .hint {
    margin: 8px 0 16px;
    font-size: 13px;
    color: var(--quiet);
  }
  .action .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  details {
    margin-block-start: 16px;
    border-block-start: 1px solid var(--line);
  }
  summary {
    padding-block: 12px;
    cursor: pointer;
  }
  details ul {
    margin: 0;
    padding: 0 0 8px;
    list-style: none;
    font-size: 14px;
  }
  details li {
    padding-block: 4px;
  }
  details li span {
    color: var(--quiet);
    white-space: nowrap;
  }
  iframe {
    display: block;
    inline-size: 100%;
    aspect-ratio: 4 / 3;
    margin-block-start: 16px;
    border: 0;
    background: var(--stage);
  }
`;
