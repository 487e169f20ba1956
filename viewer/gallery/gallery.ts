import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Entry } from '../iiif/collection.ts';
import { formatNavDate } from '../iiif/date.ts';
import { WorkController } from '../work/work-controller.ts';
import '../work/work-list.ts';
import { controls } from '../ui/controls.ts';
import '../ui/copy.ts';
import { notice, noticeStyles } from '../ui/notice.ts';
import { label, plain } from '../ui/text.ts';
import { locale, word } from '../ui/words.ts';
import { hang, type Box, type Hanging } from './rows.ts';
import { Sections, type Section } from './sections.ts';
import { galleryStyles } from './styles.ts';

const TOP = '/iiif/presentation/3/collections/top';
/** Room for two lines of label and one of date, in CSS pixels: 12 + 40 + 20. */
const CAPTION = 72;
/** Narrower boxes leave no room for a caption; the picture keeps its own proportions inside. */
const NARROWEST = 0.5;
/** Objects put into the page at a time, as the visitor comes near the end. */
const BATCH = 240;
/** Milliseconds until an unreachable server is asked again. */
const RETRY = 5000;

/** All objects: large thumbnails in their own proportions, label, date, nothing else. */
export class Gallery extends LitElement {
  static override styles = [controls, noticeStyles, galleryStyles];

  #sections = new Sections(TOP);
  #state: 'loading' | 'shown' | 'unreachable' = 'loading';
  #shown = BATCH;
  #width = 0;
  #busy = false;
  readonly #work = new WorkController(this, '/api/events', () => void this.#refresh());
  readonly #resized = new ResizeObserver(() => this.#measure());
  readonly #approached = new IntersectionObserver(([entry]) => entry?.isIntersecting && this.#more(), {
    rootMargin: '1500px',
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#approached.disconnect();
  }

  override firstUpdated(): void {
    this.#resized.observe(this);
    const end = this.renderRoot.querySelector('#end');
    if (end !== null) this.#approached.observe(end);
    this.#measure();
  }

  override render() {
    const [top] = this.#sections.sections;
    return html`
      <main>
        <h1>${top === undefined ? word('gallery.title') : label(top.label, word('gallery.title'))}</h1>
        ${
          this.#work.work.length === 0
            ? nothing
            : html`<section class="works" aria-labelledby="works">
                <h2 id="works">${word('work.heading')}</h2>
                <vitrine-work .work=${this.#work.work}></vitrine-work>
              </section>`
        }
        ${
          this.#state === 'unreachable'
            ? notice({ heading: word('gallery.unreachable'), next: word('gallery.unreachableNext'), failed: true })
            : nothing
        }
        ${this.#walls()} ${this.#isEmpty() ? this.#empty() : nothing}
        <div id="end"></div>
        <div class="unseen" role="status">
          ${
            this.#work.becameReady === null
              ? nothing
              : word('work.becameReady', {
                  name: plain(this.#work.becameReady.label, this.#work.becameReady.name),
                })
          }
        </div>
      </main>
    `;
  }

  #walls(): TemplateResult[] {
    if (this.#width === 0) return [];
    let left = this.#shown;
    return this.#sections.sections.map((section, index) => {
      const objects = section.objects.slice(0, left);
      left -= objects.length;
      return html`
        ${index > 0 && objects.length > 0 ? html`<h2 class="section">${label(section.label)}</h2>` : nothing}
        ${objects.length > 0 ? this.#wall(section, objects) : nothing}
      `;
    });
  }

  #wall(section: Section, objects: readonly Entry[]): TemplateResult {
    const ratios = objects.map((object) => Math.max(object.thumbnail?.ratio ?? 1, NARROWEST));
    const boxes = hang(ratios, this.#hanging());
    return html`<ul class="wall" aria-label=${plain(section.label, word('gallery.title'))}>
      ${repeat(
        objects,
        (object) => object.id,
        (object, index) => this.#object(object, boxes[index] ?? { width: 1, height: 1 }),
      )}
    </ul>`;
  }

  #hanging(): Hanging {
    const phone = matchMedia('(max-width: 719px)').matches;
    return phone
      ? { width: this.#width, gap: 12, height: 190 }
      : { width: this.#width, gap: 24, height: Math.min(320, Math.max(240, this.#width / 4.5)) };
  }

  #object(object: Entry, { width, height }: Box): TemplateResult {
    const date = object.navDate === null ? null : formatNavDate(object.navDate, locale());
    const style = `--w:${width}px;--h:${height + CAPTION}px;--p:${height}px`;
    return html`<li .style=${style}>
      <a href=${pageOf(object)}>
        <span class="frame">
          ${
            object.thumbnail === null
              ? nothing
              : html`<img
                  loading="lazy"
                  decoding="async"
                  alt=""
                  sizes="${width}px"
                  srcset=${object.thumbnail.srcset || nothing}
                  src=${object.thumbnail.src}
                />`
          }
        </span>
        <div class="label">${label(object.label, word('gallery.untitled'))}</div>
        ${date === null ? nothing : html`<div class="date">${date}</div>`}
      </a>
    </li>`;
  }

  #isEmpty(): boolean {
    return (
      this.#state === 'shown' &&
      this.#sections.complete &&
      this.#work.work.length === 0 &&
      this.#sections.sections.every((section) => section.objects.length === 0)
    );
  }

  #empty(): TemplateResult {
    const command = 'npx vitrine add FOLDER';
    return html`<div class="empty">
      ${notice({ heading: word('gallery.empty'), next: word('gallery.emptyNext'), action: html`<vitrine-copy .text=${command} .name=${command}></vitrine-copy>` })}
    </div>`;
  }

  #measure(): void {
    const main = this.renderRoot.querySelector('main');
    // clientWidth would round up, and a row that is a tenth of a pixel too long breaks.
    const width = Math.floor(main?.getBoundingClientRect().width ?? 0);
    if (width === this.#width) return;
    this.#width = width;
    this.requestUpdate();
  }

  #more(): void {
    const count = this.#sections.sections.reduce((sum, section) => sum + section.objects.length, 0);
    if (this.#shown < count) {
      this.#shown += BATCH;
      this.requestUpdate();
      void this.#lookAgain();
    } else if (!this.#sections.complete && this.#state === 'shown') {
      void this.#read();
    }
  }

  /** An end that is still near after growing is reported only when observed anew. */
  async #lookAgain(): Promise<void> {
    const end = this.renderRoot.querySelector('#end');
    if (end === null) return;
    await this.updateComplete;
    this.#approached.unobserve(end);
    this.#approached.observe(end);
  }

  async #read(): Promise<void> {
    await this.#attempt(() => this.#sections.more());
  }

  async #refresh(): Promise<void> {
    await this.#attempt(async () => {
      this.#sections = await this.#sections.again();
    });
  }

  async #attempt(reading: () => Promise<void>): Promise<void> {
    if (this.#busy) {
      // What is being read now may be older than the news that asked for more.
      setTimeout(() => void this.#attempt(reading), 250);
      return;
    }
    this.#busy = true;
    try {
      await reading();
      this.#state = 'shown';
    } catch {
      this.#state = 'unreachable';
      setTimeout(() => void this.#attempt(reading), RETRY);
    } finally {
      this.#busy = false;
    }
    this.requestUpdate();
    void this.#lookAgain();
  }
}

/** A manifest's address ends with the object's id, as its page's does. */
function pageOf(object: Entry): string {
  return `/objects/${object.id.split('/').at(-1) ?? ''}`;
}

customElements.define('vitrine-gallery', Gallery);
