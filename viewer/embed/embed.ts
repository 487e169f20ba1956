import { LitElement, css, html, nothing } from 'lit';
import { AnnotateController } from '../annotation/annotate-controller.ts';
import { setHints, type DeepZoom, type Margins, type View } from '../deep-zoom/deep-zoom.ts';
import { PlaceController } from '../deep-zoom/place-controller.ts';
import { failureNotice } from '../error/error.ts';
import { ObjectController } from '../object/object-controller.ts';
import { controls, icon, iconButton, island } from '../ui/controls.ts';
import { twin } from '../twin/lazy.ts';
import { posterStyles } from '../twin/poster-styles.ts';
import type { Twin } from '../twin/twin.ts';
import { canFillScreen, fillsScreen, toggleFullScreen } from '../ui/full-screen.ts';
import { icons } from '../ui/icons.ts';
import { noticeStyles } from '../ui/notice.ts';
import { label, plain } from '../ui/text.ts';
import { word } from '../ui/words.ts';
import '../work/work-list.ts';

/** Room for the label and the buttons below the picture; a very small frame has none to spare. */
const MARGINS: Margins = { top: 16, right: 16, bottom: 60, left: 16 };
const SMALL: Margins = { top: 8, right: 8, bottom: 8, left: 8 };
const ZOOM = 1.6;

/**
 * The picture alone, for an iframe in anybody's page. As good maps do, it leaves the plain wheel and one finger to that
 * page: zooming takes Ctrl or ⌘, or two fingers, except in full screen.
 */
export class Embed extends LitElement {
  static override styles = [
    controls,
    island,
    noticeStyles,
    posterStyles,
    css`
      :host {
        display: block;
        position: relative;
        block-size: 100dvh;
        overflow: hidden;
        background: var(--stage);
        color: var(--stage-ink);
        --quiet: var(--stage-quiet);
        --ink: var(--stage-ink);
        --line: var(--stage-line);
        --accent: var(--stage-accent);
        --wash: rgb(255 255 255 / 12%);
      }
      vitrine-deep-zoom.away {
        visibility: hidden;
      }
      .tools,
      .title {
        position: absolute;
        inset-block-end: 8px;
        display: flex;
      }
      .tools {
        inset-inline-end: 8px;
      }
      .title {
        inset-inline-start: 8px;
        /* Six buttons of 44 px, and gaps. */
        max-inline-size: calc(100% - 288px);
        align-items: center;
        gap: 8px;
        min-block-size: 44px;
        padding-inline: 14px;
        font-size: 14px;
        color: var(--stage-ink);
        text-decoration: none;
      }
      .title:hover {
        text-decoration: underline;
      }
      .title > span {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .title .icon {
        flex: none;
        inline-size: 18px;
        block-size: 18px;
      }
      vitrine-annotation-card {
        position: absolute;
        inset: auto auto 60px 8px;
        inline-size: min(340px, 100% - 16px);
        max-block-size: calc(100% - 76px);
        display: flex;
        flex-direction: column;
      }
      :host(:dir(rtl)) vitrine-annotation-card {
        inset-inline: 8px auto;
      }
      .centre {
        position: absolute;
        inset: 24px 24px 72px;
        display: grid;
        place-content: center;
        grid-template-columns: min(400px, 100%);
      }
      /* The mark alone still leads to the object; its name is the link's. */
      @media (max-width: 479px), (max-height: 319px) {
        .title > span {
          display: none;
        }
      }
    `,
  ];

  readonly #small = matchMedia('(max-height: 319px)');
  readonly #id = location.pathname.split('/')[2] ?? '';
  readonly #object = new ObjectController(this, this.#id);
  readonly #place = new PlaceController(this, (view) => this.#goTo(view));

  /** What the address of the page says; the address of an annotation shows them, too. */
  readonly #annotations = new URLSearchParams(location.search).get('annotations');
  readonly #annotate = new AnnotateController(this, this.#place, {
    code: () => import('../annotation/reading-code.ts'),
    // A page with many embeds would soon have no connection left: browsers grant a host six.
    live: false,
    viewer: () => this.#viewer(),
  });

  constructor() {
    super();
    setHints();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('fullscreenchange', this.#onFullScreen);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('fullscreenchange', this.#onFullScreen);
  }

  override willUpdate(): void {
    const { manifest } = this.#object;
    if (manifest !== null && manifest.canvases !== this.#place.canvases) this.#place.setCanvases(manifest.canvases);
    const wanted = this.#annotations === 'on' || this.#annotate.isAsked || this.#annotate.session !== null;
    this.#annotate.follow(wanted && this.#annotations !== 'off');
  }

  override render() {
    const { manifest, failure, work } = this.#object;
    const { canvas } = this.#place;
    const name = plain(manifest?.label ?? {}, this.#id).slice(0, 300);
    return html`<main>
      <h1 class="unseen">${name}</h1>
      <vitrine-deep-zoom
        cooperative
        class=${canvas?.model ? 'away' : ''}
        .canvas=${canvas?.model ? null : canvas}
        .chosen=${this.#place.chosen}
        .margins=${this.#small.matches ? SMALL : MARGINS}
        .overlay=${this.#annotate.overlay}
        .name=${word('object.picture', { label: name })}
        @view=${(event: CustomEvent<View>) => this.#place.seen(event.detail)}
      ></vitrine-deep-zoom>
      ${
        canvas === null
          ? nothing
          : twin({
              canvas,
              view: this.#place.twinView,
              name,
              margins: this.#small.matches ? SMALL : MARGINS,
              raised: false,
              cooperative: true,
              overlay: this.#annotate.twinOverlay,
              seen: (view) => this.#place.seenTwin(view),
              failed: () => this.#setFailed(),
            })
      }
      ${failure === null ? nothing : html`<div class="centre">${failureNotice(failure)}</div>`}
      ${
        canvas === null && work !== null
          ? html`<div class="centre"><vitrine-work alone .work=${work.work}></vitrine-work></div>`
          : nothing
      }
      ${
        manifest === null
          ? nothing
          : html`<a
              class="island title"
              href="/objects/${this.#id}${this.#place.fragment}"
              target="_blank"
              rel="noopener"
              aria-label=${word('embed.open', { label: name })}
              >${label(manifest.label, name)} ${icon(icons.external)}</a
            >`
      }
      ${
        this.#annotate.session === null
          ? nothing
          : html`<vitrine-annotation-card .session=${this.#annotate.session}></vitrine-annotation-card>`
      }
      ${canvas === null ? nothing : this.#tools()}
    </main>`;
  }

  #tools() {
    const { canvases, index } = this.#place;
    const full = fillsScreen();
    return html`<div class="island tools" role="group" aria-label=${word('object.controls')}>
      ${
        canvases.length > 1
          ? html`${iconButton({
              icon: icons.previous,
              label: word('control.previous'),
              disabled: index === 0,
              action: () => this.#place.turnTo(index - 1),
            })}
            ${iconButton({
              icon: icons.next,
              label: word('control.next'),
              disabled: index === canvases.length - 1,
              action: () => this.#place.turnTo(index + 1),
            })}`
          : nothing
      }
      ${iconButton({ icon: icons.zoomOut, label: word('control.zoomOut'), action: () => this.#viewer()?.zoom(1 / ZOOM) })}
      ${iconButton({ icon: icons.zoomIn, label: word('control.zoomIn'), action: () => this.#viewer()?.zoom(ZOOM) })}
      ${iconButton({ icon: icons.home, label: word('control.home'), action: () => this.#viewer()?.home() })}
      ${
        canFillScreen()
          ? iconButton({
              icon: full ? icons.leaveFullScreen : icons.enterFullScreen,
              label: word(full ? 'control.leaveFullScreen' : 'control.enterFullScreen'),
              action: () => void toggleFullScreen(),
            })
          : nothing
      }
    </div>`;
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

  /** The code of the 3D viewer did not come. */
  #setFailed(): void {
    this.#object.failure = 0;
    this.requestUpdate();
  }

  #onFullScreen = (): void => this.requestUpdate();
}

customElements.define('vitrine-embed', Embed);
