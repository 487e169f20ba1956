import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Margins } from '../deep-zoom/deep-zoom.ts';
import type { Canvas } from '../iiif/canvas.ts';
import type { Measure } from './measures.ts';
import type { TwinOverlay } from './stage-overlay.ts';

export interface TwinOptions {
  canvas: Canvas;
  /** The view asked for, in the twin's own words. */
  view: string;
  name: string;
  margins: Margins;
  /** Whether a strip of pages lies under it. */
  raised: boolean;
  cooperative?: boolean;
  overlay?: TwinOverlay | null;
  /** A measured line is to be annotated. */
  keep?: (measure: Measure) => void;
  seen: (view: string) => void;
  failed: () => void;
}

let code: Promise<unknown> | null = null;

/**
 * The 3D viewer of a canvas that holds a model. Its code is fetched only when there is one; until then, and until the model can be
 * seen, the poster stands there.
 */
export function twin(options: TwinOptions): TemplateResult | typeof nothing {
  const { canvas, view, name, margins, raised, cooperative = false, overlay = null, keep, seen, failed } = options;
  if (canvas.model === null) return nothing;
  code ??= import('./twin.ts').catch(failed);
  const { top, right, bottom, left } = margins;
  const poster = canvas.thumbnail;
  return html`${keyed(
    canvas.id,
    html`<vitrine-twin
      .model=${canvas.model}
      .view=${view}
      .name=${name}
      .margins=${margins}
      .raised=${raised}
      .overlay=${overlay}
      ?cooperative=${cooperative}
      @keep=${(event: CustomEvent<Measure>) => keep?.(event.detail)}
      @view=${(event: CustomEvent<string>) => seen(event.detail)}
      >${
        poster === null
          ? nothing
          : html`<img
              slot="poster"
              alt=""
              sizes="100vw"
              srcset=${poster.srcset || nothing}
              src=${poster.src}
              .style=${`inset: ${top}px ${right}px ${bottom}px ${left}px`}
            />`
      }</vitrine-twin
    >`,
  )}`;
}
