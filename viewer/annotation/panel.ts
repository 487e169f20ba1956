import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { controls, icon } from '../ui/controls.ts';
import { plain } from '../ui/text.ts';
import { word, type Key } from '../ui/words.ts';
import { motivationName } from './body.ts';
import './editor.ts';
import { factsOf, type Facts } from './facts.ts';
import type { Filter } from './filter.ts';
import './history.ts';
import { toolIcons, wholeIcon } from './icons.ts';
import './list.ts';
import { panelStyles } from './panel-styles.ts';
import type { Session } from './session.ts';
import type { Tool } from './stage.ts';
import { SessionController } from './session-controller.ts';
import type { Note } from './annotation.ts';
import './transcription.ts';

const IMAGE_TOOLS: readonly Tool[] = ['rectangle', 'polygon', 'freehand', 'point'];
const TWIN_TOOLS: readonly Tool[] = ['spot', 'line', 'area'];

type Mode = 'read' | 'draw' | 'write' | 'past';

/** Reading and writing about a canvas: tools, list, transcription, editor. */
export class AnnotationPanel extends LitElement {
  static override properties = { session: { attribute: false } };
  declare session: Session;
  static override styles = [controls, panelStyles];
  #tab: 'list' | 'text' | null = null;
  #mode: Mode = 'read';
  #aiming = false;
  #changed: readonly unknown[] = [];
  #counted: { notes: readonly Note[]; facts: Facts } | null = null;

  constructor() {
    super();
    this.addController(new SessionController(this));
  }

  override render() {
    const { session } = this;
    const { tool, draft, failure, said, undo, past, missing } = session;
    const resting = draft === null && tool === null;
    return html`
      ${failure === '' ? nothing : html`<p class="failure" role="alert">${failure}</p>`}
      <div class="last">
        <span role="status">${resting ? said : ''}</span>
        ${
          undo === null || !resting
            ? nothing
            : html`<button
                type="button"
                class="action undo"
                ?disabled=${session.busy}
                @click=${() => void session.takeBack()}
              >
                ${word('annotation.undo')}
              </button>`
        }
        ${
          missing === null || session.writer === null || !resting
            ? nothing
            : html`<button type="button" class="action" @click=${() => void session.openPast(missing)}>
                ${word('annotation.history')}
              </button>`
        }
      </div>
      ${
        draft !== null
          ? html`<vitrine-annotation-editor .session=${session}></vitrine-annotation-editor>`
          : tool !== null
            ? this.#drawing(tool)
            : past !== null
              ? html`<vitrine-annotation-history .session=${session}></vitrine-annotation-history>`
              : this.#reading()
      }
    `;
  }

  override updated(): void {
    const { tool, draft, aiming, conflict, past } = this.session;
    const mode: Mode = draft !== null ? 'write' : tool !== null ? 'draw' : past !== null ? 'past' : 'read';
    const before = [this.#mode, this.#aiming, conflict === null];
    [this.#mode, this.#aiming] = [mode, aiming];
    const now = [mode, aiming, conflict === null];
    if (this.#changed.length > 0 && now.some((value, index) => value !== before[index])) void this.#moveFocus();
    this.#changed = now;
  }

  /** The focus goes where the work goes on, and is never lost with what it was on. */
  async #moveFocus(): Promise<void> {
    await this.updateComplete;
    const find = (selector: string): HTMLElement | null => this.renderRoot.querySelector<HTMLElement>(selector);
    const part = find('vitrine-annotation-editor, vitrine-annotation-history, vitrine-annotation-list');
    if (part instanceof LitElement) await part.updateComplete;
    if (this.#mode === 'past' || (this.#mode === 'write' && !this.#aiming)) part?.focus();
    else if (this.#mode === 'draw' && !this.#aiming) find('.drawing .action')?.focus({ preventScroll: true });
    else if (this.#mode === 'read') (this.session.selected === null ? find('.undo, .tool, .action') : part)?.focus();
  }

  /** Counted once for each set of annotations: a panel is made anew more often. */
  get #facts(): Facts {
    const { notes } = this.session;
    if (this.#counted?.notes !== notes) this.#counted = { notes, facts: factsOf(notes) };
    return this.#counted.facts;
  }

  #reading(): TemplateResult {
    const { session } = this;
    const { lines } = this.#facts;
    const tab = lines === 0 ? 'list' : (this.#tab ?? this.#fitting());
    return html`
      ${session.writer === null ? this.#signIn() : this.#tools()}
      ${
        lines === 0
          ? nothing
          : html`<fieldset class="tabs">
              <legend class="unseen">${word('annotation.view')}</legend>
              ${this.#tabOption('list', 'annotation.list', tab)}
              ${this.#tabOption('text', 'annotation.transcription', tab)}
            </fieldset>`
      }
      ${this.#narrowing()}
      ${
        tab === 'text'
          ? html`<vitrine-transcription .session=${session}></vitrine-transcription>`
          : html`<vitrine-annotation-list .session=${session}></vitrine-annotation-list>`
      }
    `;
  }

  /** Where there is nothing but text, that is what is shown first. */
  #fitting(): 'list' | 'text' {
    const { session } = this;
    const chosen = session.find(session.selected);
    if (chosen !== null) return chosen.granularity === null ? 'list' : 'text';
    return this.#facts.onlyText ? 'text' : 'list';
  }

  #tabOption(tab: 'list' | 'text', key: Key, current: string): TemplateResult {
    return html`<label
      ><input type="radio" name="tab" .checked=${tab === current} @change=${() => this.#show(tab)} />${word(key)}</label
    >`;
  }

  #show(tab: 'list' | 'text'): void {
    this.#tab = tab;
    this.requestUpdate();
  }

  #tools(): TemplateResult {
    const { session } = this;
    const tools = session.canvas.model === null ? IMAGE_TOOLS : TWIN_TOOLS;
    return html`<div class="tools" role="group" aria-label=${word('annotation.tools')}>
        ${tools.map(
          (tool) =>
            html`<button
              type="button"
              class="tool"
              title=${word(`annotation.${tool}`)}
              @click=${(event: MouseEvent) => session.begin(tool, event.detail === 0)}
            >
              ${icon(toolIcons[tool])}<span>${word(`annotation.${tool}`)}</span>
            </button>`,
        )}
        <button type="button" class="tool" @click=${() => session.place({ shape: null, figure: null })}>
          ${icon(wholeIcon)}<span>${word('annotation.whole')}</span>
        </button>
      </div>
      <p class="quiet">${word('annotation.signedIn', { name: session.writer?.name ?? '' })}</p>`;
  }

  #signIn(): TemplateResult {
    const back = encodeURIComponent(location.pathname + location.search + location.hash);
    return html`<p class="sign-in">
      <a class="action" href="/sign-in?next=${back}">${word('annotation.signIn')}</a>
    </p>`;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.session.cancel();
  };

  #drawing(tool: Tool): TemplateResult {
    const { session } = this;
    const several = tool === 'line' || tool === 'area';
    return html`<div class="drawing" @keydown=${this.#onKey}>
      <p>${word(`annotation.hint.${tool}`)}</p>
      <div class="actions">
        ${
          several
            ? html`<button type="button" class="action" @click=${() => session.stage?.finish()}>
                ${word('annotation.done')}
              </button>`
            : nothing
        }
        <button type="button" class="action" @click=${() => session.cancel()}>${word('annotation.cancel')}</button>
      </div>
    </div>`;
  }

  #narrowing(): TemplateResult | typeof nothing {
    const { session } = this;
    const { notes, filter, canvas } = session;
    if (notes.length < 2) return nothing;
    const { layers, creators, motivations, tags, makers } = this.#facts;
    const select = (
      name: keyof Filter,
      key: Key,
      values: readonly string[],
      label = (value: string): string => value,
    ) =>
      values.length < 2 && filter[name] === ''
        ? nothing
        : html`<div class="choice">
            <label for=${name}>${word(key)}</label
            ><select id=${name} @change=${(event: Event) => this.#filter(name, event)}>
              <option value="">${word('annotation.any')}</option>
              ${values.map((value) => html`<option value=${value} ?selected=${filter[name] === value}>${label(value)}</option>`)}
            </select>
          </div>`;
    return html`<details class="narrowing">
      <summary>${word('annotation.filter')}</summary>
      <div>
        ${
          canvas.model === null
            ? this.#switch('annotation.inSight', session.following, () =>
                session.set({ following: !session.following }),
              )
            : nothing
        }
        ${this.#switch('annotation.labels', session.labels, () => session.set({ labels: !session.labels }))}
        ${select('creator', 'annotation.creator', creators)}
        ${select('motivation', 'annotation.motivation', motivations, motivationName)}
        ${select('tag', 'annotation.tag', tags)}
        ${select('madeBy', 'annotation.madeBy', makers, (value) => word(value === 'machine' ? 'annotation.machine' : 'annotation.person'))}
        ${
          layers.size < 2
            ? nothing
            : html`<fieldset>
                <legend>${word('annotation.layers')}</legend>
                ${[...layers].map(([layer, count]) =>
                  this.#switch(
                    null,
                    !session.hidden.has(layer),
                    () => session.toggleLayer(layer),
                    `${this.#layerName(layer)} (${count})`,
                  ),
                )}
              </fieldset>`
        }
      </div>
    </details>`;
  }

  #layerName(layer: string): string {
    const page = layer.replace(/#text$/, '');
    const label = this.session.canvas.annotations.find(({ id }) => id === page)?.label ?? {};
    return plain(label, word(layer === page ? 'annotation.comments' : 'annotation.transcription'));
  }

  #switch(key: Key | null, on: boolean, toggle: () => void, name = key === null ? '' : word(key)): TemplateResult {
    return html`<label class="check"><input type="checkbox" .checked=${on} @change=${toggle} />${name}</label>`;
  }

  #filter(name: keyof Filter, event: Event): void {
    if (!(event.target instanceof HTMLSelectElement)) return;
    this.session.setFilter({ ...this.session.filter, [name]: event.target.value });
  }
}

customElements.define('vitrine-annotations', AnnotationPanel);
