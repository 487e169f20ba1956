import OpenSeadragon from 'openseadragon';
import type { Overlay } from '../deep-zoom/deep-zoom.ts';
import type { Extent, Region } from '../iiif/fragment.ts';

/** The places on a picture where something was found. */
export class HitLayer implements Overlay {
  readonly #places: readonly { region: Region; element: HTMLElement }[];
  readonly #canvas: Extent;
  #viewer: OpenSeadragon.Viewer | null = null;

  constructor(canvas: Extent, regions: readonly Region[]) {
    this.#canvas = canvas;
    this.#places = regions.map((region) => ({ region, element: mark() }));
  }

  attach(viewer: OpenSeadragon.Viewer): void {
    this.#viewer = viewer;
    const unit = this.#canvas.width;
    for (const { region, element } of this.#places) {
      const { x, y, width, height } = region;
      viewer.addOverlay(element, new OpenSeadragon.Rect(x / unit, y / unit, width / unit, height / unit));
    }
  }

  detach(): void {
    for (const { element } of this.#places) this.#viewer?.removeOverlay(element);
    this.#viewer = null;
  }
}

/** Two colours, so that one of them stands out on whatever is beneath; the text under it stays readable. */
function mark(): HTMLElement {
  const element = document.createElement('div');
  element.setAttribute('aria-hidden', 'true');
  element.dataset['hit'] = '';
  Object.assign(element.style, {
    pointerEvents: 'none',
    background: 'rgb(255 214 10 / 22%)',
    outline: '2px solid rgb(255 214 10)',
    boxShadow: '0 0 0 3px rgb(0 0 0 / 60%)',
    borderRadius: '1px',
  });
  return element;
}
