import { css } from 'lit';

export const galleryStyles = css`
  :host {
    display: block;
    --margin: clamp(16px, 4vw, 64px);
    padding: clamp(24px, 4vw, 56px) var(--margin) 96px;
  }
  h1 {
    margin: 0 0 clamp(24px, 3vw, 40px);
    font-size: clamp(22px, 2.2vw, 30px);
    font-weight: 400;
    line-height: 1.25;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  h2 {
    font-weight: 400;
  }
  .section {
    margin: 48px 0 24px;
    font-size: 18px;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .works {
    margin-block-end: 48px;
    padding-block: 24px;
    border-block: 1px solid var(--line);
  }
  .works h2 {
    margin: 0 0 16px;
    font-size: 14px;
    color: var(--quiet);
  }
  ul.wall {
    display: flex;
    flex-wrap: wrap;
    gap: 40px 24px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ul.wall li {
    /* Every box has its size before anything in it is drawn, and what is off the screen is not drawn. */
    content-visibility: auto;
    inline-size: var(--w);
    block-size: var(--h);
    contain-intrinsic-size: var(--w) var(--h);
  }
  ul.wall a {
    display: block;
    color: inherit;
    text-decoration: none;
    block-size: 100%;
    border-radius: 2px;
  }
  /* content-visibility clips what lies outside of the box. */
  ul.wall a:focus-visible {
    outline-offset: -3px;
    box-shadow: inset 0 0 0 6px var(--ground);
  }
  .frame {
    display: block;
    block-size: var(--p);
    background: var(--wash);
    overflow: hidden;
  }
  img {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    object-position: left bottom;
    transition: opacity var(--motion);
  }
  a:hover img {
    opacity: 0.86;
  }
  .label {
    margin-block-start: 12px;
    font-size: 15px;
    line-height: 20px;
    max-block-size: 40px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  a:hover .label {
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  .date {
    font-size: 14px;
    line-height: 20px;
    color: var(--quiet);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .empty {
    display: grid;
    place-items: start;
    padding-block: 12vh;
  }
  @media (max-width: 719px) {
    ul.wall {
      gap: 28px 12px;
    }
    .label {
      font-size: 14px;
    }
  }
`;
