import { html, render } from 'lit';
import { locale, word } from '../ui/words.ts';
import type { Cluster } from './pages.ts';
import { applied, type Matrix } from './transform.ts';

/** Pixels of the screen from the middle of a number to its edge. */
const RADIUS = 22;

/**
 * Numbers over a picture for what is too much to be drawn, each a way nearer to it. The pointer goes through them, so that the picture
 * can be moved anywhere; for the keyboard they are one stop, with arrow keys between them.
 */
export class Clusters {
  readonly element = document.createElement('div');
  readonly #choose: (cluster: Cluster) => void;
  readonly #lost: () => void;
  #shown: readonly { cluster: Cluster; x: number; y: number }[] = [];
  #current = 0;

  /** `lost` takes the keyboard when the number that had it is gone. */
  constructor(choose: (cluster: Cluster) => void, lost: () => void) {
    this.#choose = choose;
    this.#lost = lost;
    this.element.className = 'clusters';
    this.element.setAttribute('role', 'group');
    this.element.addEventListener('keydown', this.#onKey);
  }

  draw(clusters: readonly Cluster[], estimated: boolean, matrix: Matrix): void {
    const { element } = this;
    const held = element.querySelector(':focus') !== null;
    element.ariaLabel = word('annotation.clusters');
    this.#shown = clusters.map((cluster) => ({ cluster, ...applied(matrix, cluster.at) }));
    this.#current = Math.min(this.#current, Math.max(0, clusters.length - 1));
    const digits = estimated ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 };
    const short = new Intl.NumberFormat(locale(), { notation: 'compact', ...digits });
    render(
      this.#shown.map(({ cluster, x, y }, index) => {
        const count = short.format(cluster.count);
        return html`<button
          type="button"
          tabindex=${index === this.#current ? 0 : -1}
          aria-label=${word(estimated ? 'annotation.clusterAbout' : 'annotation.cluster', { count })}
          .style=${`transform: translate(${x - RADIUS}px, ${y - RADIUS}px)`}
          @focus=${() => (this.#current = index)}
          @click=${() => this.#choose(cluster)}
        >
          ${count}
        </button>`;
      }),
      element,
    );
    if (!held || element.querySelector(':focus') !== null) return;
    const next = element.querySelectorAll('button')[this.#current];
    if (next === undefined) this.#lost();
    else next.focus();
  }

  /** The one at a place of the screen. */
  at(place: { x: number; y: number }): Cluster | null {
    const found = this.#shown.find(({ x, y }) => Math.hypot(x - place.x, y - place.y) <= RADIUS);
    return found?.cluster ?? null;
  }

  #onKey = (event: KeyboardEvent): void => {
    const forwards = event.key === 'ArrowRight' || event.key === 'ArrowDown';
    const buttons = [...this.element.querySelectorAll('button')];
    if (forwards || event.key === 'ArrowLeft' || event.key === 'ArrowUp') {
      event.preventDefault();
      buttons[(this.#current + (forwards ? 1 : -1) + buttons.length) % buttons.length]?.focus();
    } else if (event.key !== 'Enter' && event.key !== ' ') return;
    event.stopPropagation();
  };
}
