import { word } from '../ui/words.ts';
import type { Session } from './session.ts';
import { boundsOf, moved, pointWithin, resized, type Point } from './shape.ts';
import type { Sketch } from './sketch.ts';
import { applied, type Matrix } from './transform.ts';

/** Pixels of the screen that an arrow key moves by; with Alt, one pixel of the canvas. */
const STEP = 8;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Where the keyboard takes hold of the shape that is being written about, or sets the points of a new one. */
export class Grip {
  readonly element = document.createElement('div');
  readonly #session: Session;
  /** Screen pixels per canvas pixel. */
  readonly #scale: () => number;
  #aim: { at: Point; sketch: Sketch } | null = null;

  constructor(session: Session, scale: () => number) {
    this.#session = session;
    this.#scale = scale;
    const { element } = this;
    element.tabIndex = 0;
    element.hidden = true;
    element.setAttribute('role', 'application');
    element.className = 'grip';
    element.addEventListener('keydown', this.#onKey);
  }

  get aiming(): Point | null {
    return this.#aim?.at ?? null;
  }

  aim(at: Point, sketch: Sketch): void {
    this.#aim = { at, sketch };
  }

  /** Lies where its shape is. */
  place(matrix: Matrix): void {
    const { draft, tool } = this.#session;
    if (tool === null) this.#aim = null;
    const shape = draft?.shape ?? null;
    const { element } = this;
    element.hidden = shape === null && this.#aim === null;
    if (element.hidden) return;
    const bounds = shape === null ? { ...(this.#aim?.at ?? { x: 0, y: 0 }), width: 0, height: 0 } : boundsOf(shape);
    const corners = [0, 1, 2, 3].map((corner) =>
      applied(matrix, { x: bounds.x + (corner & 1) * bounds.width, y: bounds.y + (corner >> 1) * bounds.height }),
    );
    const left = Math.min(...corners.map(({ x }) => x)) - 8;
    const top = Math.min(...corners.map(({ y }) => y)) - 8;
    const width = Math.max(...corners.map(({ x }) => x)) + 8 - left;
    const height = Math.max(...corners.map(({ y }) => y)) + 8 - top;
    Object.assign(element.style, {
      transform: `translate(${left}px, ${top}px)`,
      width: `${width}px`,
      height: `${height}px`,
    });
    const numbers = { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height };
    const rounded = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Math.round(value)]));
    const label = word(this.#aim === null ? 'annotation.grip' : 'annotation.aim', rounded);
    if (element.ariaLabel !== label) element.ariaLabel = label;
  }

  #onKey = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey) return;
    if (arrow !== undefined) this.#arrow(arrow, event);
    else if (event.key === 'Enter' || event.key === ' ') this.#enter();
    else if (event.key === 'Backspace') this.#aim?.sketch.back();
    else if (event.key === 'Escape') this.#session.cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#session.change();
  };

  #arrow(arrow: Point, { altKey, shiftKey }: KeyboardEvent): void {
    const { canvas, draft } = this.#session;
    const step = altKey ? 1 : Math.max(1, Math.round(STEP / this.#scale()));
    const [right, down] = [arrow.x * step, arrow.y * step];
    if (this.#aim !== null) {
      const { at, sketch } = this.#aim;
      this.#aim = { at: pointWithin({ x: at.x + right, y: at.y + down }, canvas), sketch };
      sketch.hover(this.#aim.at);
    } else if (draft?.shape) {
      this.#session.write({ shape: (shiftKey ? resized : moved)(draft.shape, right, down, canvas) });
    }
  }

  /** Sets a point; on the first one the shape is done. Where there is a shape already, goes on to its text. */
  #enter(): void {
    if (this.#aim === null) {
      this.#session.describe();
      return;
    }
    const { at, sketch } = this.#aim;
    const again = sketch.points.at(-1);
    const same = again !== undefined && again.x === at.x && again.y === at.y;
    const shape = same ? sketch.finish() : sketch.click(at, this.#scale());
    if (shape === null) return;
    this.#aim = null;
    this.#session.place({ shape, figure: null });
  }
}
