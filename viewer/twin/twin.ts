import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Margins } from '../deep-zoom/deep-zoom.ts';
import type { Model } from '../iiif/model.ts';
import { choiceStyles } from '../object/choice.ts';
import { keyed } from '../object/shortcuts.ts';
import { controls, iconButton, island } from '../ui/controls.ts';
import { icons } from '../ui/icons.ts';
import { notice, noticeStyles } from '../ui/notice.ts';
import { label } from '../ui/text.ts';
import { word } from '../ui/words.ts';
import { twinIcons } from './icons.ts';
import { without, type Measure } from './measures.ts';
import { lightPanel, measurePanel, sectionPanel } from './panels.ts';
import type { TwinOverlay } from './stage-overlay.ts';
import { Study, type Tool } from './study.ts';
import { twinStyles } from './styles.ts';

/** Degrees that an arrow key turns by, and parts of the window that it moves by. */
const TURN = 10;
const STEP = 0.1;

/**
 * A model in 3D, its light, and the tools to examine it. Until something of it can be seen it shows what is in its `poster` slot.
 * Fires `view`, a CustomEvent of the text that brings another person to the same view.
 */
export class Twin extends LitElement {
  static override properties = {
    model: { attribute: false },
    margins: { attribute: false },
    name: {},
    view: {},
    cooperative: { type: Boolean, reflect: true },
    raised: { type: Boolean },
    overlay: { attribute: false },
  };
  /** What is shown; another model needs another element. */
  declare model: Model;
  declare margins: Margins;
  declare name: string;
  /** The view asked for, as `formatTwinView` writes it; empty for the opening one. */
  declare view: string;
  /** In an embed: leaves the plain wheel and vertical swipes to the page around, and keeps to few tools. */
  declare cooperative: boolean;
  /** Whether a strip of pages lies under it. */
  declare raised: boolean;
  declare overlay: TwinOverlay | null;

  static override styles = [controls, island, noticeStyles, choiceStyles, twinStyles];

  #told: string | null = null;
  readonly #resized = new ResizeObserver(() => this.#resize());
  readonly #study = new Study(this, (view) => {
    this.#told = view;
    this.dispatchEvent(new CustomEvent('view', { detail: view }));
  });

  constructor() {
    super();
    this.margins = { top: 0, right: 0, bottom: 0, left: 0 };
    this.name = '';
    this.view = '';
    this.cooperative = false;
    this.raised = false;
    this.overlay = null;
  }

  override render() {
    const { shown, tool, problem, progress, said, hinting } = this.#study;
    return html`
      <slot name="poster"></slot>
      <canvas
        class="${shown ? 'shown' : ''} ${tool === 'measure' ? 'measuring' : ''}"
        role="img"
        tabindex="0"
        aria-label=${word('twin.picture', { label: this.name })}
        ?hidden=${problem !== null}
        @keydown=${this.#onKey}
      ></canvas>
      <svg class="marks" aria-hidden="true"></svg>
      <svg class="marks over" aria-hidden="true"></svg>
      ${
        problem === null
          ? html`<div
                class="progress ${progress === 1 ? 'done' : ''}"
                role="progressbar"
                aria-label=${word('twin.loading')}
                aria-valuenow=${Math.round(progress * 100)}
              >
                <div .style=${`transform: scaleX(${progress})`}></div>
              </div>
              ${this.#tools()} ${this.#panel()}`
          : this.#instead()
      }
      ${hinting ? hint() : nothing}
      <span class="unseen" role="status">${said}</span>
    `;
  }

  #tools(): TemplateResult {
    const { state, tool } = this.#study;
    const opens = (name: Tool) => ({ expanded: tool === name, action: () => this.#study.use(name) });
    return html`<div
      class="study island ${this.raised ? 'above-pages' : ''}"
      role="group"
      aria-label=${word('twin.tools')}
    >
      ${iconButton({ icon: twinIcons.light, label: word('twin.light'), key: 'l', ...opens('light') })}
      ${iconButton({
        icon: twinIcons.texture,
        label: word('twin.texture'),
        key: 't',
        pressed: state.texture,
        action: () => this.#study.change({ texture: !state.texture }),
      })}
      ${
        this.cooperative
          ? nothing
          : html`${iconButton({
              icon: twinIcons.wireframe,
              label: word('twin.wireframe'),
              key: 'w',
              pressed: state.wireframe,
              action: () => this.#study.change({ wireframe: !state.wireframe }),
            })}
            ${iconButton({ icon: twinIcons.measure, label: word('twin.measure'), key: 'm', ...opens('measure') })}
            ${iconButton({ icon: twinIcons.section, label: word('twin.section'), key: 'x', ...opens('section'), pressed: state.section !== null })}
            ${iconButton({ icon: twinIcons.picture, label: word('twin.save'), action: this.#save })}`
      }
    </div>`;
  }

  #panel(): TemplateResult | typeof nothing {
    const study = this.#study;
    const { section, light } = study.state;
    const { tool } = study;
    if (tool === null || (tool === 'section' && section === null)) return nothing;
    return html`<section
      class="panel island"
      aria-label=${word(`twin.${tool}`)}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#leave()}
    >
      ${tool === 'light' ? lightPanel(light, (next) => study.change({ light: next })) : nothing}
      ${
        tool === 'section' && section !== null
          ? sectionPanel(
              section,
              (next) => study.change({ section: next }),
              () => study.use('section'),
            )
          : nothing
      }
      ${
        tool === 'measure'
          ? measurePanel(study.measures, {
              remove: (index) => study.setMeasures(without(study.measures, index)),
              keep: this.#keep,
            })
          : nothing
      }
      ${iconButton({ icon: icons.close, label: word('control.close'), action: () => this.#leave() })}
    </section>`;
  }

  /** What stands over the poster where there is no model to be seen. */
  #instead(): TemplateResult {
    const failed = this.#study.problem === 'failed';
    const again = html`<button type="button" class="action" @click=${this.#open}>${word('object.tryAgain')}</button>`;
    const { renderings, url } = this.model;
    const files = html`<ul>
      ${(renderings.length > 0 ? renderings : [{ id: url, label: {} }]).map(
        (file) => html`<li><a href=${file.id} download>${label(file.label, word('twin.file'))}</a></li>`,
      )}
    </ul>`;
    return html`<div class="instead island ${this.raised ? 'above-pages' : ''}">
      ${notice({
        heading: word(failed ? 'twin.failed' : 'twin.noWebgl'),
        next: word(failed ? 'error.brokenNext' : 'twin.noWebglNext'),
        action: failed ? again : files,
        failed,
      })}
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    const { shown, progress } = this.#study;
    this.toggleAttribute('loaded', shown && progress === 1);
    if (changed.has('overlay')) this.#study.cover(this.overlay);
    if (changed.has('margins') && this.hasUpdated) this.#resize();
    if (changed.has('view') && this.view !== this.#told && changed.get('view') !== undefined)
      this.#study.apply(this.view);
  }

  override firstUpdated(): void {
    this.#open();
    this.#resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  /** The keys that a twin listens to besides those of every picture. */
  readonly keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => this.#study.turn(TURN, 0),
    ArrowRight: () => this.#study.turn(-TURN, 0),
    ArrowUp: () => this.#study.turn(0, TURN),
    ArrowDown: () => this.#study.turn(0, -TURN),
    'Shift+ArrowLeft': () => this.#study.pan(STEP, 0),
    'Shift+ArrowRight': () => this.#study.pan(-STEP, 0),
    'Shift+ArrowUp': () => this.#study.pan(0, STEP),
    'Shift+ArrowDown': () => this.#study.pan(0, -STEP),
    l: () => this.#study.use('light'),
    m: () => {
      this.#study.use('measure', true);
      this.#canvas()?.focus({ preventScroll: true });
    },
    x: () => this.#study.use('section'),
    t: () => this.#study.change({ texture: !this.#study.state.texture }),
    w: () => this.#study.change({ wireframe: !this.#study.state.wireframe }),
  };

  override focus(): void {
    this.#canvas()?.focus({ preventScroll: true });
  }

  home(): void {
    this.#study.home();
  }

  zoom(factor: number): void {
    this.#study.zoom(factor);
  }

  /** A quarter clockwise. */
  rotate(): void {
    this.#study.roll(90);
  }

  #open = (): void => {
    const canvas = this.#canvas();
    const marks = this.renderRoot.querySelector<SVGElement>('.marks');
    const over = this.renderRoot.querySelector<SVGElement>('.over');
    if (canvas === null || marks === null || over === null) return;
    const background = getComputedStyle(this).getPropertyValue('--stage').trim();
    const shared = (): boolean => this.cooperative && document.fullscreenElement === null;
    this.#study.open({ canvas, marks, over, background, shared }, this.model, this.view);
    this.#resize();
  };

  #resize(): void {
    this.#study.resize(this.clientWidth, this.clientHeight, this.margins);
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') this.#study.aim();
    // Where the page has keys of its own, they are these too.
    const action = this.cooperative && event.key.startsWith('Arrow') ? keyed(this.keys, event) : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  };

  #keep = (measure: Measure): void => {
    this.#study.leave();
    this.dispatchEvent(new CustomEvent('keep', { detail: measure }));
  };

  #save = (): void => {
    void this.#study.save(`${this.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80) || 'twin'}.png`);
  };

  /** Closes a panel; the keys go on where they were used. */
  #leave(): void {
    this.#study.leave();
    this.#canvas()?.focus({ preventScroll: true });
  }

  #canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }
}

function hint(): TemplateResult {
  const key = /Mac|iP/.test(navigator.platform) ? '⌘' : 'Ctrl';
  return html`<div class="hint island">${word('embed.scroll', { key })}</div>`;
}

customElements.define('vitrine-twin', Twin);
