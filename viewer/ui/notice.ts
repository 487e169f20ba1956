import { css, html, nothing, type TemplateResult } from 'lit';
import { icon } from './controls.ts';
import { icons } from './icons.ts';

export interface Notice {
  heading: string;
  next: string;
  action?: TemplateResult;
  failed?: boolean;
  /** Whether this is all that the page has to say. */
  alone?: boolean;
}

/** An empty page or a failure: what is so, and what to do next. */
export function notice({ heading, next, action, failed = false, alone = false }: Notice): TemplateResult {
  return html`<section class="notice">
    ${failed ? icon(icons.failure) : nothing} ${alone ? html`<h1>${heading}</h1>` : html`<h2>${heading}</h2>`}
    <p>${next}</p>
    ${action}
  </section>`;
}

export const noticeStyles = css`
  .notice {
    display: grid;
    gap: 16px;
    justify-items: start;
    max-inline-size: 480px;
  }
  .notice :is(h1, h2) {
    margin: 0;
    font-size: 24px;
    line-height: 1.25;
    font-weight: 400;
  }
  .notice p {
    margin: 0;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .notice > vitrine-copy {
    justify-self: stretch;
  }
`;
