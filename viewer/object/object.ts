import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { AnnotateController } from '../annotation/annotate-controller.ts';
import '../deep-zoom/deep-zoom.ts';
import type { DeepZoom, Margins, View } from '../deep-zoom/deep-zoom.ts';
import { PlaceController } from '../deep-zoom/place-controller.ts';
import { failureNotice } from '../error/error.ts';
import type { Canvas } from '../iiif/canvas.ts';
import { twin } from '../twin/lazy.ts';
import { posterStyles } from '../twin/poster-styles.ts';
import type { Twin } from '../twin/twin.ts';
import { controls, icon, iconButton, island } from '../ui/controls.ts';
import '../ui/copy.ts';
import { canFillScreen, fillsScreen, toggleFullScreen } from '../ui/full-screen.ts';
import { icons } from '../ui/icons.ts';
import { notice, noticeStyles } from '../ui/notice.ts';
import '../ui/sheet.ts';
import { label, plain } from '../ui/text.ts';
import { word } from '../ui/words.ts';
import '../work/work-list.ts';
import { choice, choiceStyles } from './choice.ts';
import { help } from './help.ts';
import './information.ts';
import { ObjectController } from './object-controller.ts';
import { SearchController } from '../search/search-controller.ts';
import { HEADINGS, panelButtons, pictureName, type Panel } from './panels.ts';
import { ZOOM, handleKey, type Actions } from './shortcuts.ts';
import './strip.ts';
import { objectStyles } from './styles.ts';

/** Milliseconds without a movement after which full screen shows the picture alone. */
const IDLE = 4000;
const SHORTCUTS_OFF = 'vitrine-shortcuts-off';

/** The page of one object: its picture, and little else until it is wanted. */
export class ObjectPage extends LitElement {
  static override styles = [controls, island, noticeStyles, choiceStyles, posterStyles, objectStyles];

  #panel: Panel | null = null;
  #imageFailed = false;
  #idle = false;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;
  #shortcuts = localStorage.getItem(SHORTCUTS_OFF) === null;
  #lastMargins: Margins = { top: 0, right: 0, bottom: 0, left: 0 };
  readonly #phone = matchMedia('(max-width: 719px)');
  readonly #id = location.pathname.split('/')[2] ?? '';
  readonly #object = new ObjectController(this, this.#id);
  readonly #place = new PlaceController(this, (view) => this.#goTo(view));

  readonly #annotate = new AnnotateController(this, this.#place, {
    code: () => import('../annotation/code.ts'),
    live: true,
    viewer: () => this.#viewer(),
  });
  readonly #search = new SearchController(this, this.#place, this.#id);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey);
    addEventListener('pointermove', this.#stir);
    document.addEventListener('fullscreenchange', this.#stir);
    this.#phone.addEventListener('change', this.#stir);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#onKey);
    removeEventListener('pointermove', this.#stir);
    document.removeEventListener('fullscreenchange', this.#stir);
    this.#phone.removeEventListener('change', this.#stir);
  }

  override willUpdate(): void {
    const { manifest } = this.#object;
    if (manifest !== null && manifest.canvases !== this.#place.canvases) this.#place.setCanvases(manifest.canvases);
    // An address that names an annotation is read with the panel open.
    if (this.#annotate.isAsked && this.#panel === null) this.#panel = 'annotations';
    if (this.#search.isAsked && this.#panel === null) this.#panel = 'search';
    this.#annotate.follow(this.#panel === 'annotations');
    this.#search.follow(this.#panel === 'search');
  }

  override updated(_changed: PropertyValues<this>): void {
    const { manifest } = this.#object;
    if (manifest !== null) document.title = plain(manifest.label, document.title);
  }

  override render() {
    const { canvas } = this.#place;
    return html`
      <main class=${this.#idle ? 'idle' : nothing}>
        <vitrine-deep-zoom
          class=${canvas?.model ? 'away' : ''}
          .canvas=${canvas?.model ? null : canvas}
          .chosen=${this.#place.chosen}
          .margins=${this.#margins()}
          .overlay=${this.#annotate.overlay ?? this.#search.overlay}
          .name=${word('object.picture', { label: this.#pictureName(canvas) })}
          @view=${(event: CustomEvent<View>) => this.#place.seen(event.detail)}
          @failure=${() => this.#setImageFailed(true)}
        ></vitrine-deep-zoom>
        ${canvas === null ? nothing : this.#twin(canvas)} ${this.#title()}
        ${panelButtons(this.#panel, { manifest: this.#object.manifest !== null, canvas: canvas !== null }, (panel) => this.#toggle(panel))}
        ${canvas === null ? nothing : this.#tools()} ${this.#foot(canvas)} ${this.#centre(canvas)}
      </main>
      ${this.#sheet()}
    `;
  }

  #twin(canvas: Canvas): TemplateResult | typeof nothing {
    return twin({
      canvas,
      view: this.#place.twinView,
      name: this.#pictureName(canvas),
      margins: this.#margins(),
      overlay: this.#annotate.twinOverlay,
      raised: this.#place.canvases.length > 1,
      keep: (measure) => {
        this.#panel = 'annotations';
        this.#annotate.keep({ type: 'line', places: measure });
      },
      seen: (view) => this.#place.seenTwin(view),
      failed: () => this.#setImageFailed(true),
    });
  }

  #title(): TemplateResult {
    const { canvases, canvas, index } = this.#place;
    const total = canvases.length;
    const name = this.#object.manifest?.label ?? this.#object.work?.work[0]?.label ?? null;
    return html`<header class="corner island title">
      <a class="tool" href="/" aria-label=${word('object.gallery')} title=${word('object.gallery')}
        >${icon(icons.gallery)}</a
      >
      ${
        name === null
          ? nothing
          : html`<div>
              <h1>${label(name)}</h1>
              ${
                total > 1 && canvas !== null
                  ? html`<div class="page" role="status">
                      ${word('object.pageOf', { number: index + 1, total })}${
                        plain(canvas.label) === '' ? nothing : html` · ${label(canvas.label)}`
                      }
                    </div>`
                  : nothing
              }
            </div>`
      }
    </header>`;
  }

  #tools(): TemplateResult {
    const { zoom, home, rotate, fullScreen } = this.#actions;
    const full = fillsScreen();
    return html`<div
      class="corner island tools ${this.#place.canvases.length > 1 ? 'above-pages' : ''}"
      role="group"
      aria-label=${word('object.controls')}
    >
      ${iconButton({ icon: icons.zoomIn, label: word('control.zoomIn'), key: '+', action: () => zoom(ZOOM) })}
      ${iconButton({ icon: icons.zoomOut, label: word('control.zoomOut'), key: '-', action: () => zoom(1 / ZOOM) })}
      ${iconButton({ icon: icons.home, label: word('control.home'), key: '0', action: home })}
      ${iconButton({ icon: icons.rotate, label: word('control.rotate'), key: 'r', action: rotate })}
      ${
        canFillScreen()
          ? iconButton({
              icon: full ? icons.leaveFullScreen : icons.enterFullScreen,
              label: word(full ? 'control.leaveFullScreen' : 'control.enterFullScreen'),
              key: 'f',
              action: fullScreen,
            })
          : nothing
      }
    </div>`;
  }

  #foot(canvas: Canvas | null): TemplateResult {
    const { canvases, chosen } = this.#place;
    const work = this.#object.work?.work ?? [];
    return html`<div class="corner foot">
      ${
        canvas !== null && work.length > 0
          ? html`<section class="island works" aria-label=${word('work.heading')}>
              <vitrine-work alone folded .work=${work}></vitrine-work>
            </section>`
          : nothing
      }
      ${canvas?.layers.map((layer, index) =>
        layer.options.length > 1
          ? choice(layer, chosen[index] ?? 0, `layer-${index}`, (option) => this.#place.choose(index, option))
          : nothing,
      )}
      ${canvases.length > 1 ? this.#pages() : nothing}
    </div>`;
  }

  #pages(): TemplateResult {
    const { canvases, index } = this.#place;
    const { turnPage } = this.#actions;
    const rightToLeft = this.#object.manifest?.rightToLeft ?? false;
    return html`<nav class="island pages" aria-label=${word('object.pages')} dir=${rightToLeft ? 'rtl' : nothing}>
      ${iconButton({
        icon: rightToLeft ? icons.next : icons.previous,
        label: word('control.previous'),
        key: 'p',
        disabled: index === 0,
        action: () => turnPage(-1),
      })}
      <vitrine-strip
        .canvases=${canvases}
        .current=${index}
        .rightToLeft=${rightToLeft}
        @choose=${(event: CustomEvent<number>) => this.#turnTo(event.detail)}
      ></vitrine-strip>
      ${iconButton({
        icon: rightToLeft ? icons.previous : icons.next,
        label: word('control.next'),
        key: 'n',
        disabled: index === canvases.length - 1,
        action: () => turnPage(1),
      })}
    </nav>`;
  }

  /** What stands where the picture is not. */
  #centre(canvas: Canvas | null): TemplateResult | typeof nothing {
    const { failure, manifest, work } = this.#object;
    if (failure !== null) return html`<div class="centre">${failureNotice(failure)}</div>`;
    if (this.#imageFailed) {
      const again = html`<button type="button" class="action" @click=${this.#tryAgain}>
        ${word('object.tryAgain')}
      </button>`;
      return html`<div class="centre">
        ${notice({ heading: word('object.imageFailed'), next: word('error.brokenNext'), action: again, failed: true })}
      </div>`;
    }
    if (canvas !== null) {
      return canvas.layers.length > 0 || canvas.model !== null
        ? nothing
        : html`<div class="centre">${notice({ heading: word('object.noImage'), next: plain(canvas.label) })}</div>`;
    }
    if (work !== null && work.work.length > 0) {
      return html`<div class="centre"><vitrine-work alone .work=${work.work}></vitrine-work></div>`;
    }
    if (manifest === null) return nothing;
    const command = `npx vitrine add FILE --object ${decodeURIComponent(this.#id)}`;
    const field = html`<vitrine-copy .text=${command} .name=${command}></vitrine-copy>`;
    return html`<div class="centre">
      ${notice({ heading: word('object.nothing'), next: word('object.nothingNext'), action: field })}
    </div>`;
  }

  #sheet(): TemplateResult {
    const { manifest, originals, manifestUrl } = this.#object;
    const heading = word(this.#panel === null ? 'control.information' : HEADINGS[this.#panel]);
    const annotating =
      this.#panel !== 'annotations' && this.#panel !== 'search'
        ? ''
        : this.#annotate.drawing
          ? 'annotating low'
          : 'annotating';
    return html`<vitrine-sheet
      class=${annotating}
      .heading=${heading}
      .open=${this.#panel !== null}
      @close=${() => this.#toggle(null)}
    >
      ${this.#panel === 'help' ? help(this.#place.canvas?.model ? 'twin' : 'image', this.#shortcuts, () => this.#toggleShortcuts()) : nothing}
      ${
        this.#panel === 'information' && manifest !== null
          ? html`<vitrine-information
              .manifest=${manifest}
              .canvas=${this.#place.canvas}
              .originals=${originals}
              .manifestUrl=${manifestUrl}
              .embedUrl="${location.origin}/embed/${this.#id}"
              .address="${location.origin}${location.pathname}${this.#place.fragment}"
            ></vitrine-information>`
          : nothing
      }
      ${this.#panel === 'annotations' ? this.#annotate.panel() : nothing}
      ${this.#panel === 'search' ? this.#search.panel(({ id }) => this.#read(id)) : nothing}
    </vitrine-sheet>`;
  }

  readonly #actions: Actions = {
    pan: (right, down) => this.#deepZoom()?.pan(right, down),
    zoom: (factor) => this.#viewer()?.zoom(factor),
    home: () => this.#viewer()?.home(),
    rotate: () => this.#viewer()?.rotate(),
    fullScreen: () => void toggleFullScreen(),
    turnPage: (step) => this.#turnTo(this.#place.index + step),
    information: () => this.#toggle('information'),
    search: () => this.#toggle('search'),
    annotate: () => this.#toggle('annotations'),
    help: () => this.#toggle('help'),
  };

  /** Room for what lies at the edges, so that nothing covers a picture that is shown whole. */
  #margins(): Margins {
    const { canvas, canvases } = this.#place;
    const phone = this.#phone.matches;
    const strip = canvases.length > 1 ? 92 : 0;
    const choices = (canvas?.layers.filter((layer) => layer.options.length > 1).length ?? 0) * 56;
    const side = phone ? 12 : 72;
    // On a phone a twin's tools lie in a row of their own.
    const tools = phone && canvas?.model ? 52 : 0;
    const foot = (phone ? 68 : 32) + strip + choices + tools;
    // On a phone, the sheet with annotations or results covers the lower half.
    const bottom = phone && (this.#panel === 'annotations' || this.#panel === 'search') ? innerHeight / 2 + 12 : foot;
    const next = { top: 72, right: side, bottom, left: side };
    // The same margins are the same object, so that a new rendering moves nothing.
    if (next.right !== this.#lastMargins.right || next.bottom !== this.#lastMargins.bottom) this.#lastMargins = next;
    return this.#lastMargins;
  }

  #pictureName(canvas: Canvas | null): string {
    return pictureName(this.#object.manifest?.label ?? {}, this.#place.canvases.length < 2 ? null : canvas);
  }

  #turnTo(index: number): void {
    this.#imageFailed = false;
    this.#place.turnTo(index);
  }

  #goTo(view: View): void {
    void this.updateComplete.then(() => this.#deepZoom()?.goTo(view, true));
  }

  #deepZoom(): DeepZoom | null {
    return this.renderRoot.querySelector<DeepZoom>('vitrine-deep-zoom');
  }

  /** What shows the canvas; its code may still be on its way. */
  #viewer(): DeepZoom | Twin | null {
    return this.renderRoot.querySelector<Twin>('vitrine-twin:defined') ?? this.#deepZoom();
  }

  #toggle(panel: Panel | null): void {
    this.#panel = this.#panel === panel ? null : panel;
    if (this.#panel !== 'annotations') this.#place.readAnnotation(null);
    this.requestUpdate();
  }

  /** An annotation, by its IRI. */
  #read(id: string): void {
    this.#panel = 'annotations';
    location.hash = `annotation=${id.split('/').slice(-2).join('/')}`;
    this.requestUpdate();
  }

  #toggleShortcuts(): void {
    this.#shortcuts = !this.#shortcuts;
    if (this.#shortcuts) localStorage.removeItem(SHORTCUTS_OFF);
    else localStorage.setItem(SHORTCUTS_OFF, '1');
    this.requestUpdate();
  }

  #setImageFailed(failed: boolean): void {
    this.#imageFailed = failed;
    this.requestUpdate();
  }

  #tryAgain = (): void => {
    // The code of the 3D viewer, once it failed to come, comes only with the page.
    if (this.#place.canvas?.model) return location.reload();
    this.#setImageFailed(false);
    this.#deepZoom()?.reload();
  };

  #onKey = (event: KeyboardEvent): void => {
    this.#stir();
    if (event.key === 'Escape' && this.#annotate.drawing) this.#annotate.cancel();
    else if (event.key === 'Escape' && this.#panel !== null) this.#toggle(null);
    else if (this.#shortcuts || event.key.length > 1) {
      handleKey(event, this.#actions, this.renderRoot.querySelector<Twin>('vitrine-twin:defined')?.keys);
    }
  };

  #stir = (): void => {
    clearTimeout(this.#idleTimer);
    this.#idle = false;
    this.requestUpdate();
    if (!fillsScreen()) return;
    this.#idleTimer = setTimeout(() => {
      this.#idle = true;
      this.requestUpdate();
    }, IDLE);
  };
}

customElements.define('vitrine-object', ObjectPage);
