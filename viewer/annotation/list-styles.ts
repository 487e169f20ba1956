import { css } from 'lit';

export const listStyles = css`
  :host {
    display: block;
    --focus-gap: var(--paper);
  }
  .items,
  .tags {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .items > li {
    position: relative;
    padding-block: 10px 12px;
    border-block-start: 1px solid var(--line);
    content-visibility: auto;
    contain-intrinsic-size: auto 72px;
  }
  .quiet {
    color: var(--quiet);
    font-size: 14px;
    line-height: 20px;
    margin: 0;
  }
  .count {
    margin-block-end: 10px;
  }
  .item {
    display: block;
    inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
    border-radius: 2px;
    min-block-size: 24px;
  }
  /* The whole row leads there. */
  .item::after {
    content: '';
    position: absolute;
    inset: 0 -12px;
    border-radius: 4px;
  }
  .item:focus-visible {
    outline: none;
    box-shadow: none;
  }
  .item:focus-visible::after {
    outline: 2px solid var(--focus, var(--accent));
    outline-offset: -2px;
  }
  .hovered .item::after,
  .item:hover::after {
    background: rgb(128 128 128 / 10%);
  }
  .title {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
    line-height: 22px;
  }
  .item[aria-expanded='true'] .title {
    font-weight: 600;
  }
  .byline {
    color: var(--quiet);
    font-size: 13px;
    line-height: 20px;
  }
  .machine {
    color: var(--accent);
  }
  .details {
    position: relative;
    display: grid;
    gap: 10px;
    margin-block-start: 8px;
  }
  .details p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .text {
    overflow-wrap: anywhere;
    line-height: 24px;
  }
  .text.plain {
    white-space: pre-line;
  }
  .text :is(p, ul, ol) {
    margin: 0 0 8px;
  }
  .text :is(ul, ol) {
    padding-inline-start: 20px;
  }
  .text img {
    max-inline-size: 100%;
  }
  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .tags li {
    padding: 2px 10px;
    border-radius: 12px;
    background: var(--wash);
    font-size: 14px;
    line-height: 20px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .empty {
    display: grid;
    gap: 8px;
    justify-items: start;
    padding-block: 24px;
  }
  .empty .heading {
    margin: 0;
    font-size: 18px;
    line-height: 24px;
  }
  .empty .action {
    margin-block-start: 8px;
  }
  .more {
    inline-size: 100%;
    justify-content: center;
  }
`;
