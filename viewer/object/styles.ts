import { css } from 'lit';

export const objectStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    block-size: 100dvh;
    background: var(--stage);
    color: var(--stage-ink);
    /* Words on the stage, whatever the visitor's scheme. */
    --focus: var(--stage-accent);
    --focus-gap: #1b1b1b;
  }
  main {
    position: relative;
    min-inline-size: 0;
    overflow: hidden;
  }
  /* Kept, so that a picture comes back at once; out of reach of the Tab key meanwhile. */
  vitrine-deep-zoom.away {
    visibility: hidden;
  }
  .corner {
    position: absolute;
    display: flex;
    align-items: center;
  }
  .title {
    inset-block-start: 12px;
    inset-inline-start: 12px;
    /* 56 px of tools beside it, and air. */
    max-inline-size: min(640px, calc(100% - 176px));
  }
  .title h1 {
    margin: 0;
    font-size: 15px;
    font-weight: 500;
    line-height: 20px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .title .page {
    font-size: 13px;
    line-height: 18px;
    color: var(--stage-quiet);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .title > div {
    padding-inline-end: 16px;
    min-inline-size: 0;
    padding-block: 8px;
  }
  .title a {
    color: inherit;
    flex: none;
  }
  .about {
    inset-block-start: 12px;
    inset-inline-end: 12px;
  }
  .tools {
    inset-inline-end: 12px;
    inset-block-start: 50%;
    translate: 0 -50%;
    flex-direction: column;
  }
  .foot {
    inset-inline: 12px;
    inset-block-end: calc(12px + env(safe-area-inset-bottom));
    flex-direction: column;
    gap: 12px;
    pointer-events: none;
  }
  .foot > * {
    pointer-events: auto;
    max-inline-size: 100%;
  }
  .pages {
    display: flex;
    align-items: center;
    min-inline-size: 0;
  }
  .pages vitrine-strip {
    min-inline-size: 0;
  }
  .works {
    inline-size: min(360px, 100%);
    padding: 14px 18px;
    --quiet: var(--stage-quiet);
    --line: var(--stage-line);
    --accent: var(--stage-accent);
    --failure: #ff9c8f;
  }
  .centre {
    position: absolute;
    inset: 72px 24px;
    display: grid;
    place-content: safe center;
    grid-template-columns: min(440px, 100%);
    overflow-y: auto;
    --quiet: var(--stage-quiet);
    --line: var(--stage-line);
    --wash: rgb(0 0 0 / 25%);
    --ink: var(--stage-ink);
    --accent: var(--stage-accent);
    --failure: #ff9c8f;
  }
  vitrine-sheet {
    --focus: var(--accent);
    inline-size: 416px;
  }
  vitrine-sheet p {
    margin: 8px 0 24px;
  }
  vitrine-sheet h3 {
    margin: 32px 0 8px;
    font-size: 14px;
    font-weight: 600;
  }
  .keys {
    margin: 0 0 24px;
  }
  .keys > div {
    display: grid;
    grid-template-columns: 144px 1fr;
    align-items: center;
    padding-block: 8px;
    border-block-start: 1px solid var(--line);
  }
  .keys dd {
    margin: 0;
  }
  kbd {
    display: inline-grid;
    place-items: center;
    min-inline-size: 28px;
    block-size: 28px;
    margin-inline-end: 4px;
    border: 1px solid var(--line);
    border-radius: 4px;
    font:
      14px system-ui,
      sans-serif;
  }
  .switch {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 40px;
    cursor: pointer;
  }
  .switch input {
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--accent);
  }
  @media (max-width: 719px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(0, 1fr);
    }
    vitrine-sheet {
      position: fixed;
      inset: auto 0 0;
      inline-size: auto;
      block-size: min(68dvh, 640px);
      z-index: 1;
    }
    /* The picture is what is written about: more of it is left. */
    vitrine-sheet.annotating {
      block-size: 50dvh;
    }
    vitrine-sheet.low {
      block-size: auto;
    }
    .title {
      inset-block-start: 8px;
      inset-inline-start: 8px;
      max-inline-size: calc(100% - 156px);
    }
    .about {
      inset-block-start: 8px;
      inset-inline-end: 8px;
    }
    .tools {
      inset-block: auto calc(8px + env(safe-area-inset-bottom));
      inset-inline: 0;
      margin-inline: auto;
      inline-size: max-content;
      translate: none;
      flex-direction: row;
    }
    .tools.above-pages {
      inset-block-end: calc(104px + env(safe-area-inset-bottom));
    }
    .foot {
      padding-block-end: 52px;
    }
    .foot:has(.pages) {
      padding: 0;
    }
    .foot:has(.pages) > :not(.pages) {
      margin-block-end: 52px;
    }
    .foot {
      inset-inline: 8px;
      inset-block-end: calc(8px + env(safe-area-inset-bottom));
    }
    .pages .tool {
      display: none;
    }
  }
  /* Quiet until wanted: in full screen, what nobody touched for a while goes away. */
  main.idle {
    --idle-opacity: 0;
  }
  main.idle .island:not(:focus-within) {
    opacity: 0;
  }
  .island {
    transition: opacity calc(2 * var(--motion));
  }
`;
