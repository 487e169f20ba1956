import { LitElement, css, html, type PropertyValues } from 'lit';
import OpenSeadragon from 'openseadragon';
import type { Canvas, Layer, Option } from '../iiif/canvas.ts';
import type { Region } from '../iiif/fragment.ts';
import { word } from '../ui/words.ts';
import { viewerOptions } from './options.ts';

export interface Margins {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** What the visitor sees: `region` in canvas pixels, null for all of it. */
export interface View {
  region: Region | null;
  rotation: number;
}

/** What lies over the picture and moves with it. */
export interface Overlay {
  attach: (viewer: OpenSeadragon.Viewer, frame: HTMLElement) => void;
  detach: () => void;
}

/** How much may be missing at the edges for all of the canvas still to count as shown. */
const TOLERANCE = 0.02;

/**
 * One canvas in deep zoom. In OpenSeadragon's coordinates the canvas is one unit wide, whatever images lie on it.
 * Fires `view` (a CustomEvent of View) when a movement ends, and `failure` when no image could be opened.
 */
export class DeepZoom extends LitElement {
  static override properties = {
    canvas: { attribute: false },
    chosen: { attribute: false },
    margins: { attribute: false },
    name: {},
    cooperative: { type: Boolean },
    overlay: { attribute: false },
  };
  declare canvas: Canvas | null;
  /** For each layer, which of its options is shown. */
  declare chosen: readonly number[];
  declare margins: Margins;
  declare name: string;
  /** Leave one-finger moves and the plain wheel to the page around, as an embed must. */
  declare cooperative: boolean;
  declare overlay: Overlay | null;

  #viewer: OpenSeadragon.Viewer | null = null;
  #showing = 0;
  #wanted: View = { region: null, rotation: 0 };
  /** Where the last jump landed: arriving there is no movement of the visitor's, and the address keeps what it said. */
  #landed = '';

  static override styles = css`
    :host,
    .frame {
      display: block;
      position: absolute;
      inset: 0;
    }
    .frame:has(.openseadragon-canvas:focus-visible)::after {
      content: '';
      position: absolute;
      inset: 4px;
      border: 2px solid var(--stage-accent);
      border-radius: 4px;
      pointer-events: none;
    }
    .openseadragon-canvas {
      outline: none;
    }
    .grip {
      position: absolute;
      inset: 0 auto auto 0;
      border-radius: 4px;
      pointer-events: none;
    }
    .clusters button {
      position: absolute;
      inset: 0 auto auto 0;
      inline-size: 44px;
      block-size: 44px;
      padding: 0;
      border: 2px solid rgb(255 255 255 / 85%);
      border-radius: 50%;
      background: rgb(27 27 27 / 82%);
      color: #fff;
      font:
        600 13px/1 system-ui,
        sans-serif;
      pointer-events: none;
    }
    .clusters button:focus-visible {
      outline: 3px solid var(--stage-accent);
      outline-offset: 2px;
    }
    .grip:focus-visible {
      outline: 2px dashed var(--stage-accent);
    }
  `;

  constructor() {
    super();
    this.canvas = null;
    this.chosen = [];
    this.margins = { top: 0, right: 0, bottom: 0, left: 0 };
    this.name = '';
    this.cooperative = false;
    this.overlay = null;
  }

  override render() {
    return html`<div class="frame"></div>`;
  }

  override firstUpdated(): void {
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame');
    if (frame === null) return;
    const viewer = OpenSeadragon(viewerOptions(frame, this.margins, this.cooperative));
    this.#viewer = viewer;
    viewer.canvas.setAttribute('role', 'img');
    viewer.addHandler('animation-finish', () => this.#tell());
    viewer.addHandler('rotate', () => this.#tell());
    viewer.addHandler('resize', () => queueMicrotask(() => this.#apply(this.#wanted, true)));
    document.addEventListener('fullscreenchange', this.#onFullScreen);
  }

  override updated(changed: PropertyValues<this>): void {
    this.#viewer?.canvas.setAttribute('aria-label', this.name);
    if (changed.has('margins')) {
      this.#viewer?.viewport?.setMargins(this.margins);
      if (this.#wanted.region === null) this.#apply(this.#wanted, false);
      // Where only the margins are others, OpenSeadragon draws tiles again, but where they were before.
      this.#viewer?.world.update(true);
    }
    if (changed.has('overlay')) this.#cover(changed.get('overlay') ?? null);
    const before = changed.get('canvas');
    if (changed.has('canvas') && before?.id !== this.canvas?.id) this.#show(false);
    else if (changed.has('chosen') && this.canvas !== null) this.#show(true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('fullscreenchange', this.#onFullScreen);
    this.overlay?.detach();
    this.#viewer?.destroy();
    this.#viewer = null;
  }

  /** Moves there; before the canvas is open, opens there. */
  goTo(view: View, immediately = false): void {
    this.#wanted = view;
    this.#apply(view, immediately);
  }

  /** Opens the canvas's images once more, after a failure. */
  reload(): void {
    this.#show(false);
  }

  home(): void {
    this.goTo({ region: null, rotation: this.#wanted.rotation });
  }

  /** A region, turned as it is now. */
  show(region: Region): void {
    this.goTo({ region, rotation: this.#wanted.rotation });
  }

  zoom(factor: number): void {
    this.#viewer?.viewport?.zoomBy(factor).applyConstraints();
  }

  /** Moves by parts of what is visible. */
  pan(right: number, down: number): void {
    const viewport = this.#viewer?.viewport;
    if (!viewport) return;
    const { width, height } = viewport.getBoundsNoRotate();
    const delta = new OpenSeadragon.Point(width * right, height * down);
    viewport.panBy(delta.rotate(-viewport.getRotation())).applyConstraints();
  }

  /** To the next quarter clockwise. */
  rotate(): void {
    const rotation = (Math.floor(this.#wanted.rotation / 90 + 1e-6) * 90 + 90) % 360;
    if (this.#wanted.region === null) this.goTo({ region: null, rotation });
    else this.#viewer?.viewport?.setRotation(rotation);
  }

  #cover(before: Overlay | null): void {
    before?.detach();
    const frame = this.renderRoot.querySelector<HTMLElement>('.frame');
    if (this.#viewer !== null && frame !== null) this.overlay?.attach(this.#viewer, frame);
  }

  /** Opens the canvas's images; with `keepView`, over the ones of the same canvas that are there until they are loaded. */
  #show(keepView: boolean): void {
    const viewer = this.#viewer;
    const canvas = this.canvas;
    if (viewer === null) return;
    const showing = ++this.#showing;
    this.removeAttribute('loaded');
    const old = items(viewer);
    const current = (): boolean => showing === this.#showing && this.#viewer !== null;
    const clear = (gone: readonly OpenSeadragon.TiledImage[]): void => {
      for (const item of gone) if (viewer.world.getIndexOfItem(item) >= 0) viewer.world.removeItem(item);
    };
    const arrived = (): void => {
      if (keepView || !current()) return;
      clear(old.splice(0));
      this.#apply(this.#wanted, true);
    };
    if (canvas === null || canvas.layers.length === 0) {
      clear(old);
      return;
    }
    let placeholder: OpenSeadragon.TiledImage | null = null;
    if (!keepView && canvas.thumbnail !== null) {
      this.#add({ type: 'image', url: canvas.thumbnail.src }, { x: 0, y: 0, ...size(canvas) }, canvas, (item) => {
        if (!current()) return clear([item]);
        placeholder = item;
        arrived();
      });
    }
    let waiting = canvas.layers.length;
    let opened = 0;
    const settled = (): void => {
      if (!current() || --waiting > 0) return;
      if (opened === 0) {
        this.dispatchEvent(new Event('failure'));
        return;
      }
      whenLoaded(items(viewer), () => {
        if (!current()) return;
        clear(placeholder === null ? old : [placeholder, ...old]);
        this.toggleAttribute('loaded', true);
      });
    };
    for (const [index, layer] of canvas.layers.entries()) {
      const option = optionOf(layer, this.chosen[index]);
      if (option === undefined) continue;
      this.#add(
        tileSource(option),
        layer.region,
        canvas,
        (item) => {
          if (!current()) return clear([item]);
          opened++;
          arrived();
          settled();
        },
        settled,
      );
    }
  }

  #add(
    source: object | string,
    region: Region,
    canvas: Canvas,
    success: (item: OpenSeadragon.TiledImage) => void,
    error?: () => void,
  ): void {
    this.#viewer?.addTiledImage({
      tileSource: source,
      x: region.x / canvas.width,
      y: region.y / canvas.width,
      width: region.width / canvas.width,
      success: (event) => {
        if ('item' in event && event.item instanceof OpenSeadragon.TiledImage) success(event.item);
      },
      ...(error === undefined ? {} : { error }),
    });
  }

  #apply({ region, rotation }: View, immediately: boolean): void {
    const viewport = this.#viewer?.viewport;
    const canvas = this.canvas;
    if (!viewport || canvas === null || this.#viewer?.world.getItemCount() === 0) return;
    const { x, y, width, height } = region ?? { x: 0, y: 0, width: canvas.width, height: canvas.height };
    const unit = canvas.width;
    viewport.setRotation(rotation, immediately);
    viewport.fitBounds(new OpenSeadragon.Rect(x / unit, y / unit, width / unit, height / unit), immediately);
    this.#landed = immediately ? place(viewport) : '';
  }

  #tell(): void {
    const viewport = this.#viewer?.viewport;
    const canvas = this.canvas;
    if (!viewport || canvas === null || place(viewport) === this.#landed) return;
    const bounds = viewport.getBounds().getBoundingBox();
    const unit = canvas.width;
    const left = Math.max(0, bounds.x * unit);
    const top = Math.max(0, bounds.y * unit);
    const right = Math.min(canvas.width, (bounds.x + bounds.width) * unit);
    const bottom = Math.min(canvas.height, (bounds.y + bounds.height) * unit);
    const width = right - left;
    const height = bottom - top;
    if (width < 1 || height < 1) return;
    const whole = width >= canvas.width * (1 - TOLERANCE) && height >= canvas.height * (1 - TOLERANCE);
    const rotation = Math.round(((viewport.getRotation() % 360) + 360) % 360);
    this.#wanted = { region: whole ? null : { x: left, y: top, width, height }, rotation };
    this.dispatchEvent(new CustomEvent('view', { detail: this.#wanted }));
  }

  #onFullScreen = (): void => {
    this.#viewer?.setCooperativeGestures(this.cooperative && document.fullscreenElement === null);
  };
}

function place(viewport: OpenSeadragon.Viewport): string {
  return `${viewport.getBoundsNoRotate().toString()} ${viewport.getRotation()}`;
}

function tileSource({ image }: Option): object | string {
  return image.service === null ? { type: 'image', url: image.url } : `${image.service.id}/info.json`;
}

function optionOf(layer: Layer, chosen = 0): Option | undefined {
  return layer.options[chosen] ?? layer.options[0];
}

function size({ width, height }: Canvas): { width: number; height: number } {
  return { width, height };
}

function items(viewer: OpenSeadragon.Viewer): OpenSeadragon.TiledImage[] {
  return Array.from({ length: viewer.world.getItemCount() }, (_, index) => viewer.world.getItemAt(index));
}

function whenLoaded(images: readonly OpenSeadragon.TiledImage[], done: () => void): void {
  let waiting = images.length;
  for (const image of images) image.whenFullyLoaded(() => --waiting === 0 && done());
}

/** The words of the hints that a cooperative viewer shows over itself. */
export function setHints(): void {
  OpenSeadragon.setString('GestureHints.Scroll', word('embed.scroll', { key: '{0}' }));
  OpenSeadragon.setString('GestureHints.Touch', word('embed.touch'));
}

customElements.define('vitrine-deep-zoom', DeepZoom);
