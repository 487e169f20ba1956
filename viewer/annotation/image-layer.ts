import type OpenSeadragon from 'openseadragon';
import { render } from 'lit';
import type { DeepZoom, Overlay } from '../deep-zoom/deep-zoom.ts';
import type { Note } from './annotation.ts';
import { Clusters } from './clusters.ts';
import { excerpt } from './excerpt.ts';
import { Grip } from './grip.ts';
import { handlesOf, withHandle, type Handle } from './handles.ts';
import { activeShapes } from './marks.ts';
import { paint, type Drawn } from './paint.ts';
import type { Session } from './session.ts';
import type { Stage, Tool } from './stage.ts';
import { boundsOf, isAt, moved, type Point, type Shape } from './shape.ts';
import { Sketch, type ImageTool } from './sketch.ts';
import { inverse, transform, type Matrix } from './transform.ts';

/** Pixels of the screen around a shape or a handle that count as on it. */
const REACH = { mouse: 6, pen: 10, touch: 18 } as const;
/** How much around a shape is shown with it. */
const AROUND = 1.2;

type Grab = { handle: Handle | null; shape: Shape; from: Point };

/** The annotations over a picture: resting ones painted at once, however many; the one in hand with what it is moved by. */
export class ImageLayer implements Overlay, Stage {
  readonly #session: Session;
  readonly #zoom: () => DeepZoom | null;
  readonly #abort = new AbortController();
  readonly #canvas = document.createElement('canvas');
  readonly #marks = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  readonly #grip: Grip;
  readonly #clusters = new Clusters(
    ({ region }) => this.#zoom()?.show(region),
    () => this.#viewer?.canvas.focus(),
  );
  #viewer: OpenSeadragon.Viewer | null = null;
  #frame: HTMLElement | null = null;
  #matrix: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
  #drawn: { notes: readonly Note[]; shapes: readonly Drawn[] } = { notes: [], shapes: [] };
  #sketch: Sketch | null = null;
  #grab: Grab | null = null;
  #asked = 0;

  /** `zoom` finds what the picture is shown by. */
  constructor(session: Session, zoom: () => DeepZoom | null) {
    this.#session = session;
    this.#zoom = zoom;
    this.#grip = new Grip(session, () => this.#scale);
    for (const element of [this.#canvas, this.#marks]) {
      Object.assign(element.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' });
      element.style.pointerEvents = 'none';
      element.setAttribute('aria-hidden', 'true');
    }
  }

  attach(viewer: OpenSeadragon.Viewer, frame: HTMLElement): void {
    this.#viewer = viewer;
    this.#frame = frame;
    const { signal } = this.#abort;
    frame.append(this.#canvas, this.#marks, this.#clusters.element, this.#grip.element);
    viewer.addHandler('update-viewport', this.#draw);
    viewer.addHandler('animation-finish', this.#tellSight);
    viewer.addHandler('canvas-press', this.#onPress);
    viewer.addHandler('canvas-drag', this.#onDrag);
    viewer.addHandler('canvas-drag-end', this.#onDragEnd);
    viewer.addHandler('canvas-click', this.#onClick);
    viewer.addHandler('canvas-double-click', this.#onDoubleClick);
    viewer.addHandler('canvas-pinch', this.#onPinch);
    frame.addEventListener('pointermove', this.#onMove, { signal });
    frame.addEventListener('pointerleave', () => this.#session.hover(null), { signal });
    this.#session.listen(() => this.#request(), signal);
    this.#session.listenToHover(this.#drawActive, signal);
    this.#session.stage = this;
    this.#tellSight();
    this.#request();
  }

  detach(): void {
    this.#abort.abort();
    cancelAnimationFrame(this.#asked);
    const viewer = this.#viewer;
    viewer?.removeHandler('update-viewport', this.#draw);
    viewer?.removeHandler('animation-finish', this.#tellSight);
    viewer?.removeHandler('canvas-press', this.#onPress);
    viewer?.removeHandler('canvas-drag', this.#onDrag);
    viewer?.removeHandler('canvas-drag-end', this.#onDragEnd);
    viewer?.removeHandler('canvas-click', this.#onClick);
    viewer?.removeHandler('canvas-double-click', this.#onDoubleClick);
    viewer?.removeHandler('canvas-pinch', this.#onPinch);
    for (const element of [this.#canvas, this.#marks, this.#clusters.element, this.#grip.element]) element.remove();
    if (this.#session.stage === this) this.#session.stage = null;
    this.#viewer = null;
  }

  camera(): null {
    return null;
  }

  lead({ shape }: Note): void {
    if (shape === null) return this.#zoom()?.home();
    const { x, y, width, height } = boundsOf(shape);
    const { canvas } = this.#session;
    const least = Math.min(canvas.width, canvas.height) / 8;
    const [across, down] = [Math.max(width, least) * AROUND, Math.max(height, least) * AROUND];
    const [left, top] = [x + width / 2 - across, y + height / 2 - down];
    this.#zoom()?.show({ x: left, y: top, width: 2 * across, height: 2 * down });
  }

  aim(tool: Tool): void {
    const { canvas } = this.#session;
    const seen = this.#session.sight ?? { x: 0, y: 0, width: canvas.width, height: canvas.height };
    const [x, y] = [Math.round(seen.x + seen.width / 2), Math.round(seen.y + seen.height / 2)];
    const [width, height] = [Math.round(seen.width / 4), Math.round(seen.height / 4)];
    if (tool === 'point') this.#session.place({ shape: { type: 'point', x, y }, figure: null });
    else if (tool === 'rectangle') {
      const shape = { type: 'rectangle', x: x - width / 2, y: y - height / 2, width, height } as const;
      this.#session.place({ shape: moved(shape, 0, 0, canvas), figure: null });
    } else {
      this.#sketch = new Sketch('polygon', canvas);
      this.#grip.aim({ x, y }, this.#sketch);
    }
    requestAnimationFrame(() => this.#grip.element.focus({ preventScroll: true }));
  }

  finish(): void {
    this.#done(this.#sketch?.finish() ?? null);
  }

  get #scale(): number {
    return Math.hypot(this.#matrix.a, this.#matrix.b);
  }

  #request(): void {
    const { tool, canvas, draft } = this.#session;
    if (tool === null) this.#sketch = null;
    else if (this.#sketch?.tool !== tool && !this.#grip.aiming) this.#sketch = new Sketch(tool as ImageTool, canvas);
    if (this.#frame !== null) this.#frame.style.cursor = tool === null ? '' : 'crosshair';
    if (tool !== null || draft === null) this.#grab = null;
    if (this.#asked === 0) this.#asked = requestAnimationFrame(this.#draw);
  }

  #draw = (): void => {
    cancelAnimationFrame(this.#asked);
    this.#asked = 0;
    const viewer = this.#viewer;
    if (viewer === null || !viewer.viewport) return;
    this.#matrix = transform(viewer, this.#session.canvas.width);
    const { shown, selected, draft } = this.#session;
    if (this.#drawn.notes !== shown) this.#drawn = { notes: shown, shapes: shown.flatMap(drawn) };
    const edited = draft?.before?.id;
    paint(this.#canvas, this.#drawn.shapes, this.#matrix, {
      except: (note) => note.key === selected || note.id === edited,
      label: this.#session.labels ? excerpt : null,
    });
    this.#drawActive();
    const { clusters, estimated } = this.#session.crowded;
    this.#clusters.draw(this.#session.tool === null && draft === null ? clusters : [], estimated, this.#matrix);
    this.#grip.place(this.#matrix);
  };

  /** Those that somebody has to do with, and nothing of the thousands below them. */
  #drawActive = (): void => {
    const { selected, hovered, draft, past } = this.#session;
    const former = past?.looked?.draft ?? null;
    const inHand = this.#sketch?.shape ?? draft?.shape ?? former?.shape ?? null;
    const points =
      this.#sketch?.points ?? (inHand === null || draft === null ? [] : handlesOf(inHand).map(({ at }) => at));
    render(
      activeShapes({
        hovered: this.#session.find(hovered)?.shape ?? null,
        selected: draft === null && former === null ? (this.#session.find(selected)?.shape ?? null) : null,
        inHand,
        points,
        aim: this.#grip.aiming,
        matrix: this.#matrix,
      }),
      this.#marks,
    );
  };

  #tellSight = (): void => {
    const viewer = this.#viewer;
    if (!viewer?.viewport) return;
    const unit = this.#session.canvas.width;
    const { x, y, width, height } = viewer.viewport.getBounds().getBoundingBox();
    const sight = { x: x * unit, y: y * unit, width: width * unit, height: height * unit };
    this.#session.setSight(sight, viewer.viewport.getContainerSize().x / (viewer.viewport.getBounds().width * unit));
  };

  #at({ x, y }: Point): Point {
    return inverse(this.#matrix, { x, y });
  }

  #noteAt(place: Point, reach: number): Note | null {
    let found: Drawn | null = null;
    let hit = false;
    for (const one of this.#drawn.shapes) {
      if (!isNear(one.bounds, place, reach) || !isAt(one.shape, place, reach)) continue;
      const exact = isAt(one.shape, place, 0);
      // What is just beside counts where nothing is right there; the smallest of several could not be reached otherwise.
      if (found !== null && (exact === hit ? one.area > found.area : hit)) continue;
      found = one;
      hit = exact;
    }
    return found?.note ?? null;
  }

  #reach(event: { originalEvent: Event }): number {
    const { originalEvent } = event;
    const type = originalEvent instanceof PointerEvent ? originalEvent.pointerType : 'mouse';
    return (type === 'touch' ? REACH.touch : type === 'pen' ? REACH.pen : REACH.mouse) / this.#scale;
  }

  #onPress = (event: OpenSeadragon.CanvasPressEvent): void => {
    const shape = this.#session.draft?.shape ?? null;
    this.#grab = null;
    if (shape === null || this.#session.tool !== null) return;
    const from = this.#at(event.position);
    const reach = this.#reach(event);
    const handle = handlesOf(shape).find(({ at }) => Math.hypot(at.x - from.x, at.y - from.y) <= reach * 1.4) ?? null;
    if (handle !== null || isAt(shape, from, reach)) this.#grab = { handle, shape, from };
  };

  #pressed: Point | null = null;

  #onDrag = (event: OpenSeadragon.CanvasDragEvent): void => {
    const to = this.#at(event.position);
    if (this.#grab !== null) {
      event.preventDefaultAction = true;
      const { handle, shape, from } = this.#grab;
      const { canvas } = this.#session;
      const next =
        handle === null ? moved(shape, to.x - from.x, to.y - from.y, canvas) : withHandle(shape, handle, to, canvas);
      this.#session.write({ shape: next });
    } else if (this.#sketch !== null && this.#sketch.tool !== 'polygon' && this.#sketch.tool !== 'point') {
      event.preventDefaultAction = true;
      this.#pressed ??= this.#at({ x: event.position.x - event.delta.x, y: event.position.y - event.delta.y });
      this.#sketch.drag(this.#pressed, to, this.#scale);
      this.#request();
    }
  };

  #onDragEnd = (event: { preventDefaultAction: boolean }): void => {
    if (this.#grab !== null || this.#pressed !== null) event.preventDefaultAction = true;
    const sketch = this.#pressed === null ? null : this.#sketch;
    this.#grab = null;
    this.#pressed = null;
    if (sketch !== null) this.#done(sketch.drop(this.#scale));
  };

  #onClick = (event: OpenSeadragon.CanvasClickEvent): void => {
    // After a drag comes a click that is none.
    if (!event.quick) return;
    const at = this.#at(event.position);
    if (this.#sketch !== null) {
      event.preventDefaultAction = true;
      this.#done(this.#sketch.click(at, this.#scale));
    } else if (this.#session.draft === null) {
      const cluster = this.#clusters.at(event.position);
      if (cluster !== null) {
        event.preventDefaultAction = true;
        return this.#zoom()?.show(cluster.region);
      }
      const note = this.#noteAt(at, this.#reach(event));
      if (note !== null || this.#session.selected !== null) this.#session.select(note?.key ?? null);
    }
  };

  #onDoubleClick = (event: OpenSeadragon.CanvasDoubleClickEvent): void => {
    if (this.#sketch === null) return;
    event.preventDefaultAction = true;
    this.#done(this.#sketch.finish());
  };

  /** A second finger means to move the picture, not to draw. */
  #onPinch = (): void => {
    if (this.#pressed === null || this.#sketch === null) return;
    this.#pressed = null;
    this.#sketch = new Sketch(this.#sketch.tool, this.#session.canvas);
    this.#request();
  };

  #onMove = (event: PointerEvent): void => {
    const frame = this.#frame?.getBoundingClientRect();
    if (frame === undefined || event.pointerType === 'touch') return;
    const at = this.#at({ x: event.clientX - frame.x, y: event.clientY - frame.y });
    if (this.#sketch !== null) {
      if (event.buttons === 0) this.#sketch.hover(at);
      this.#request();
    } else if (this.#session.draft === null && event.buttons === 0) {
      const note = this.#noteAt(at, REACH.mouse / this.#scale);
      this.#session.hover(note?.key ?? null);
      const over =
        note !== null || this.#clusters.at({ x: event.clientX - frame.x, y: event.clientY - frame.y }) !== null;
      if (this.#frame !== null) this.#frame.style.cursor = over ? 'pointer' : '';
    }
  };

  #done(shape: Shape | null): void {
    if (shape === null) return this.#request();
    this.#sketch = null;
    this.#session.place({ shape, figure: null });
  }
}

/** Spares thousands of shapes far away a closer look. */
const isNear = ({ x, y, width, height }: Drawn['bounds'], at: Point, reach: number): boolean =>
  at.x >= x - reach && at.x <= x + width + reach && at.y >= y - reach && at.y <= y + height + reach;

function drawn(note: Note): Drawn[] {
  const { shape } = note;
  if (shape === null) return [];
  const bounds = boundsOf(shape);
  return [{ note, shape, bounds, area: bounds.width * bounds.height }];
}
