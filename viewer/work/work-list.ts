import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { controls } from '../ui/controls.ts';
import { label } from '../ui/text.ts';
import { counted, word, type Key } from '../ui/words.ts';
import type { AssetEvent, ObjectWork, Problem } from './assets.ts';

const STEPS: Readonly<Record<string, Key>> = {
  waiting: 'step.waiting',
  copying: 'step.copying',
  reading: 'step.reading',
  partition: 'step.partition',
  leaves: 'step.leaves',
  borders: 'step.borders',
  tiling: 'step.tiling',
  preview: 'step.preview',
  sizes: 'step.sizes',
  checking: 'step.checking',
  storing: 'step.storing',
};

const ADVICE: Readonly<Record<string, Key>> = {
  unreadable: 'advice.unreadable',
  limit: 'advice.limit',
  damaged: 'advice.damaged',
  unsupported: 'advice.unsupported',
};

/** A batch of thousands is told by its first few. */
const SHOWN = 6;
const FAILURES_SHOWN = 5;

/** How far the work on each object is, and what failed, why, and what to do. */
export class WorkList extends LitElement {
  static override properties = { work: { attribute: false }, alone: { type: Boolean }, folded: { type: Boolean } };
  declare work: readonly ObjectWork[];
  /** On the page of the one object that it is about, so that its name need not be said. */
  declare alone: boolean;
  /** Beside a picture, failures are one line until they are asked for. */
  declare folded: boolean;

  static override styles = [
    controls,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 16px 32px;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr));
      }
      :host([alone]) ul {
        grid-template-columns: minmax(0, 1fr);
      }
      li {
        min-inline-size: 0;
      }
      .name,
      .step {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .step,
      .advice {
        color: var(--quiet);
        font-size: 14px;
      }
      progress {
        display: block;
        appearance: none;
        inline-size: 100%;
        block-size: 4px;
        margin-block: 6px;
        border: 0;
        border-radius: 2px;
        overflow: hidden;
        background: var(--line);
      }
      progress::-webkit-progress-bar {
        background: var(--line);
      }
      progress::-webkit-progress-value {
        background: var(--accent);
        transition: inline-size var(--motion);
      }
      progress::-moz-progress-bar {
        background: var(--accent);
      }
      .failure {
        border-inline-start: 2px solid var(--failure);
        padding-inline-start: 14px;
        margin-block-start: 8px;
      }
      .failure p {
        margin: 0;
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 4;
        overflow: hidden;
      }
      .failure .what {
        color: var(--failure);
        -webkit-line-clamp: 2;
      }
      summary {
        cursor: pointer;
        min-block-size: 24px;
      }
      .failures {
        max-block-size: 40vh;
        overflow-y: auto;
        padding-block-end: 4px;
      }
      .more {
        margin: 16px 0 0;
        color: var(--quiet);
        font-size: 14px;
      }
    `,
  ];

  constructor() {
    super();
    this.work = [];
    this.alone = false;
    this.folded = false;
  }

  override render() {
    const hidden = this.work.length - SHOWN;
    return html`
      <ul>
        ${repeat(
          this.work.slice(0, SHOWN),
          (work) => work.object,
          (work) => html`<li>${this.#object(work)}</li>`,
        )}
      </ul>
      ${hidden > 0 ? html`<p class="more">${counted('work.more', hidden)}</p>` : nothing}
    `;
  }

  #object(work: ObjectWork): TemplateResult {
    const name = work.current?.name ?? '';
    return html`
      ${this.alone ? nothing : html`<div class="name">${label(work.label, name)}</div>`}
      ${work.current === null ? nothing : this.#progress(work, work.current)}
      ${this.folded ? folded(work.failed) : unfolded(work.failed)}
    `;
  }

  #progress(work: ObjectWork, current: AssetEvent): TemplateResult {
    const step = word(STEPS[current.step ?? current.state] ?? 'step.working');
    const total = work.assets.length;
    return html`
      <progress max="1" .value=${work.progress} aria-label="${step}: ${current.name}"></progress>
      <div class="step">
        ${step}${total > 1 ? html` · ${counted('work.object', total, { ready: work.ready })}` : nothing}
      </div>
    `;
  }
}

function unfolded(failed: readonly AssetEvent[]): TemplateResult {
  const hidden = failed.length - FAILURES_SHOWN;
  return html`${failed.slice(0, FAILURES_SHOWN).map(failure)}
  ${hidden > 0 ? html`<p class="more">${counted('work.more', hidden)}</p>` : nothing}`;
}

function folded(failed: readonly AssetEvent[]): TemplateResult | typeof nothing {
  if (failed.length === 0) return nothing;
  return html`<details>
    <summary>${counted('work.failed', failed.length)}</summary>
    <div class="failures" tabindex="0">${failed.map(failure)}</div>
  </details>`;
}

function failure(asset: AssetEvent): TemplateResult {
  const problem: Problem = asset.problem ?? { code: '', message: '' };
  return html`<div class="failure">
    <p class="what">${word('work.couldNot', { name: asset.name })}</p>
    <p>${problem.message}</p>
    <p class="advice">${word(ADVICE[problem.code] ?? 'advice.other')}</p>
  </div>`;
}

customElements.define('vitrine-work', WorkList);
