import { LitElement, css, html } from 'lit';
import { controls } from '../ui/controls.ts';
import { notice, noticeStyles } from '../ui/notice.ts';
import { word } from '../ui/words.ts';

/** What is said where a page could not be had; the server puts the status into `<meta name="vitrine-status">`. */
export class ErrorPage extends LitElement {
  static override styles = [
    controls,
    noticeStyles,
    css`
      main {
        display: grid;
        place-content: center;
        min-block-size: 100dvh;
        padding: 32px;
      }
    `,
  ];

  override render() {
    const status = Number(document.querySelector<HTMLMetaElement>('meta[name=vitrine-status]')?.content ?? 404);
    return html`<main>${failureNotice(status)}</main>`;
  }
}

/** The words for an HTTP status, with a way back. */
export function failureNotice(status: number) {
  const kind = status === 404 || status === 410 ? 'missing' : status === 401 || status === 403 ? 'closed' : 'broken';
  return notice({
    heading: word(`error.${kind}`),
    next: word(`error.${kind}Next`),
    // The gallery does not let itself be framed.
    action: html`<a class="action" href="/" target=${window.top === window ? '_self' : '_blank'}
      >${word('object.gallery')}</a
    >`,
    failed: kind === 'broken',
    alone: true,
  });
}

customElements.define('vitrine-error', ErrorPage);
