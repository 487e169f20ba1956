import { LitElement, html, nothing, type TemplateResult } from 'lit';
import type { Canvas } from '../iiif/canvas.ts';
import type { Manifest } from '../iiif/manifest.ts';
import { rightsName } from '../iiif/rights.ts';
import type { Statement } from '../iiif/statement.ts';
import { controls, icon } from '../ui/controls.ts';
import '../ui/copy.ts';
import { icons, iiifMark } from '../ui/icons.ts';
import { label, plain, prose } from '../ui/text.ts';
import { fileSize, word } from '../ui/words.ts';
import { embedSnippet } from './embed-snippet.ts';
import { informationStyles } from './information-styles.ts';
import type { Original } from './object-controller.ts';

/** Everything that is known of an object in words, and the ways to take it along. */
export class Information extends LitElement {
  static override properties = {
    manifest: { attribute: false },
    canvas: { attribute: false },
    originals: { attribute: false },
    manifestUrl: {},
    embedUrl: {},
    address: {},
  };
  declare manifest: Manifest;
  /** The view that is visible now. */
  declare canvas: Canvas | null;
  declare originals: readonly Original[];
  declare manifestUrl: string;
  declare embedUrl: string;
  /** The address of what is visible now. */
  declare address: string;

  static override styles = [controls, informationStyles];

  override render() {
    const { manifest } = this;
    return html`
      <h3 class="title">${label(manifest.label)}</h3>
      ${prose(manifest.summary)}
      ${manifest.metadata.length === 0 ? nothing : html`<dl>${manifest.metadata.map(statement)}</dl>`}
      ${manifest.requiredStatement === null ? nothing : html`<dl>${statement(manifest.requiredStatement)}</dl>`}
      <dl>${this.#rights()} ${this.#providers()}</dl>
      ${this.#view()}
      ${elsewhere(manifest.homepages).map(
        (link) => html`<p><a href=${link.id} rel="noopener">${label(link.label, word('panel.more'))}</a></p>`,
      )}
      <h3>${word('panel.cite')}</h3>
      <vitrine-copy .text=${this.address} .name=${word('panel.cite')}></vitrine-copy>
      <h3>${word('panel.use')}</h3>
      ${this.#links()} ${this.#originals()} ${this.#embed()}
    `;
  }

  #view(): TemplateResult | typeof nothing {
    const { canvas, manifest } = this;
    if (canvas === null || canvas.metadata.length === 0) return nothing;
    // Where there are several, it is said which of them this is true of.
    const named = manifest.canvases.length > 1 && plain(canvas.label) !== '';
    return html`${named ? html`<h3>${label(canvas.label)}</h3>` : nothing}
      <dl>${canvas.metadata.map(statement)}</dl>`;
  }

  #rights(): TemplateResult | typeof nothing {
    const { rights } = this.manifest;
    if (rights === null) return nothing;
    return html`<div>
      <dt>${word('panel.rights')}</dt>
      <dd><a href=${rights} rel="license noopener" lang="en">${rightsName(rights)}</a></dd>
    </div>`;
  }

  #providers(): TemplateResult | typeof nothing {
    const { providers } = this.manifest;
    if (providers.length === 0) return nothing;
    return html`<div>
      <dt>${word('panel.provider')}</dt>
      ${providers.map(
        ({ label: name, homepage }) =>
          html`<dd>
            ${homepage === null ? label(name) : html`<a href=${homepage.id} rel="noopener">${label(name)}</a>`}
          </dd>`,
      )}
    </div>`;
  }

  #links(): TemplateResult {
    const mirador =
      document.querySelector<HTMLMetaElement>('meta[name=vitrine-mirador]')?.content ??
      'https://projectmirador.org/embed/';
    return html`
      <div class="manifest">
        <a
          class="mark"
          href="${location.pathname}?manifest=${encodeURIComponent(this.manifestUrl)}"
          aria-label=${word('panel.manifest')}
          title=${word('panel.manifestHint')}
          >${iiifMark}</a
        >
        <vitrine-copy .text=${this.manifestUrl} .name=${word('panel.manifest')}></vitrine-copy>
      </div>
      <p class="hint">${word('panel.manifestHint')}</p>
      <a
        class="action"
        href="${mirador}?iiif-content=${encodeURIComponent(this.manifestUrl)}"
        target="_blank"
        rel="noopener"
        >${word('panel.mirador')} ${icon(icons.external)}</a
      >
    `;
  }

  #originals(): TemplateResult | typeof nothing {
    if (this.originals.length === 0) return nothing;
    return html`<details>
      <summary>${word('panel.originals')}</summary>
      <ul>
        ${this.originals.map(
          ({ name, url, bytes }) =>
            html`<li>
              <a href=${url} download><bdi>${name}</bdi></a>
              ${bytes === null ? nothing : html`<span>${fileSize(bytes)}</span>`}
            </li>`,
        )}
      </ul>
    </details>`;
  }

  #embed(): TemplateResult {
    const snippet = embedSnippet(this.embedUrl, plain(this.manifest.label));
    return html`<details>
      <summary>${word('panel.embed')}</summary>
      <vitrine-copy .text=${snippet} .name=${word('panel.embed')}></vitrine-copy>
      <iframe
        src=${new URL(this.embedUrl).pathname}
        title="${word('panel.preview')}: ${plain(this.manifest.label)}"
        loading="lazy"
        tabindex="-1"
      ></iframe>
    </details>`;
  }
}

function statement({ label: name, value }: Statement): TemplateResult {
  return html`<div>
    <dt>${label(name)}</dt>
    <dd>${prose(value)}</dd>
  </div>`;
}

/** The home page that manifests of ours name is the very page that this panel is on. */
function elsewhere<T extends { id: string }>(links: readonly T[]): T[] {
  const here = new URL(location.pathname, location.origin).href;
  return links.filter(({ id }) => id !== here);
}

customElements.define('vitrine-information', Information);
