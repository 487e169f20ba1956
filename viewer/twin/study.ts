import { render, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { Margins } from '../deep-zoom/deep-zoom.ts';
import type { Model } from '../iiif/model.ts';
import { locale, word } from '../ui/words.ts';
import { OPENING, formatTwinView, parseTwinView, type TwinView } from './address.ts';
import { followGestures, type Gestures } from './gestures.ts';
import { formatLength } from './length.ts';
import { NO_MEASURES, distanceOf, withPoint, type Measures } from './measures.ts';
import { linesOf, overlay, type Line, type Spot } from './overlay.ts';
import { picture, save } from './picture.ts';
import type { Section } from './section.ts';
import type { TwinOverlay } from './stage-overlay.ts';
import type { Vector } from './vector.ts';
import { Viewing } from './viewing.ts';

export type Tool = 'light' | 'section' | 'measure';

/** Where a study is carried out. */
export interface Surface {
  canvas: HTMLCanvasElement;
  marks: SVGElement;
  /** What lies over the twin draws into it. */
  over: SVGElement;
  background: string;
  /** Whether the plain wheel is left to the page around. */
  shared: () => boolean;
}

/** Degrees that a finger turns the model by on its way across one pixel. */
const DEGREES_PER_PIXEL = 0.35;
const MIDDLE: Section = { axis: 'x', position: 0.5, flipped: false };
/** Milliseconds without a change until the address follows: browsers refuse to change it with every step of a slider. */
const PAUSE = 150;
/** Milliseconds for which a hint is to be read. */
const HINT = 1600;

/** What a visitor does with one twin: how it is looked at, what was measured, how far it is loaded. Updates its host. */
export class Study implements ReactiveController {
  state: TwinView = OPENING;
  measures: Measures = NO_MEASURES;
  tool: Tool | null = null;
  progress = 0;
  /** Whether anything of the model can be seen. */
  shown = false;
  problem: 'webgl' | 'failed' | null = null;
  /** What is to be said to those who do not see it. */
  said = '';
  hinting = false;
  /** Where the pointer is, while the second point of a distance is looked for. */
  #hover: Spot | null = null;
  /** Whether points are set from the keyboard, in the middle of the window. */
  #aiming = false;
  #viewing: Viewing | null = null;
  #surface: Surface | null = null;
  #overlay: TwinOverlay | null = null;
  #hint: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #abort = new AbortController();
  readonly #host: ReactiveControllerHost;
  readonly #moved: (view: string) => void;

  /** `moved` hears the address of the view whenever the visitor has changed it. */
  constructor(host: ReactiveControllerHost, moved: (view: string) => void) {
    this.#host = host;
    this.#moved = moved;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#close(true);
  }

  open(surface: Surface, model: Model, view: string): void {
    this.#close(false);
    this.#abort = new AbortController();
    this.#surface = surface;
    this.state = parseTwinView(view);
    this.measures = { done: this.state.measures, start: null };
    this.problem = null;
    this.shown = false;
    this.said = word('twin.loading');
    try {
      this.#viewing = new Viewing(surface.canvas, model, this.state, surface.background, {
        drawn: () => this.#mark(),
        progress: (part) => this.#report(part),
        shown: () => this.#update(() => (this.shown = true)),
        moved: () => this.#tell(),
        failed: () => this.#update(() => (this.problem = 'failed')),
      });
    } catch {
      // three says in words of its own that there is no WebGL 2: the visitor is told in ours.
      this.problem = 'webgl';
      this.#host.requestUpdate();
      return;
    }
    this.cover(this.#overlay);
    followGestures(surface.canvas, this.#gestures, surface.shared, this.#abort.signal);
    this.#host.requestUpdate();
  }

  /** Lays something over the twin, in place of what was there; null for nothing. */
  cover(over: TwinOverlay | null): void {
    this.#overlay?.detach();
    this.#overlay = over;
    const viewing = this.#viewing;
    if (viewing === null || this.#surface === null) return;
    const { canvas, over: marks } = this.#surface;
    over?.attach({
      marks,
      project: (place) => (viewing.pose === null ? null : viewing.project(place)),
      pick: (x, y) => viewing.pick(x, y),
      middle: () => viewing.middle,
      pose: () => viewing.pose,
      go: (pose) => {
        viewing.goTo(pose);
        this.#tell();
      },
      request: () => viewing.request(),
      setPicking: (picking) => (canvas.style.cursor = picking ? 'crosshair' : ''),
    });
    viewing.request();
  }

  resize(width: number, height: number, margins: Margins): void {
    this.#viewing?.resize(width, height, margins);
  }

  /** Another view was asked for by its address. */
  apply(view: string): void {
    const asked = parseTwinView(view);
    this.measures = { done: asked.measures, start: null };
    this.state = asked;
    this.#viewing?.setLight(asked.light);
    this.#viewing?.setLook(asked);
    this.#viewing?.goTo(asked.camera);
    this.#host.requestUpdate();
  }

  home(): void {
    this.#viewing?.goTo(null);
    this.#tell();
  }

  zoom(factor: number): void {
    this.#viewing?.zoom(factor);
  }

  roll(degrees: number): void {
    this.#viewing?.roll(degrees);
  }

  /** Degrees on the screen. */
  turn(right: number, down: number): void {
    this.#viewing?.begin();
    this.#viewing?.orbit(right, down);
  }

  /** Parts of the window. */
  pan(right: number, down: number): void {
    const viewing = this.#viewing;
    viewing?.pan(right * viewing.size.width, down * viewing.size.height);
  }

  /** Opens a tool, or puts it away: then what it cut is whole again. With `aiming`, points are set in the middle. */
  use(tool: Tool, aiming = false): void {
    if (this.tool === tool) {
      if (tool === 'section') this.change({ section: null });
      this.leave();
      return;
    }
    this.leave();
    this.tool = tool;
    this.#aiming = aiming && tool === 'measure';
    if (tool === 'section' && this.state.section === null) this.change({ section: MIDDLE });
  }

  /** Closes the tool that is open; what was done with it stays. */
  leave(): void {
    this.tool = null;
    this.#hover = null;
    this.#aiming = false;
    this.measures = { ...this.measures, start: null };
    this.#refresh();
  }

  change(part: Partial<Pick<TwinView, 'light' | 'texture' | 'wireframe' | 'section'>>): void {
    this.state = { ...this.state, ...part };
    if (part.light === undefined) this.#viewing?.setLook(this.state);
    else this.#viewing?.setLight(this.state.light);
    this.#tell();
  }

  setMeasures(measures: Measures): void {
    const added = measures.done.length > this.measures.done.length ? measures.done.at(-1) : undefined;
    this.measures = measures;
    if (added !== undefined) this.said = word('twin.measured', { length: formatLength(distanceOf(added), locale()) });
    this.#refresh();
    this.#tell();
  }

  /** Sets a point where the middle of the window is, for those who do not point. */
  aim(): void {
    const viewing = this.#viewing;
    if (this.#overlay?.enter()) return;
    if (this.tool !== 'measure' || viewing === null) return;
    this.#aiming = true;
    this.#setPoint(viewing.middle.x, viewing.middle.y);
  }

  async save(name: string): Promise<void> {
    const viewing = this.#viewing;
    if (viewing === null) return;
    const done = { done: this.measures.done, start: null };
    const lines = linesOf(done, null, (place) => viewing.project(place));
    save(await picture(viewing.snapshot(), viewing.size.width, lines), name);
  }

  readonly #gestures: Gestures = {
    begin: () => this.#viewing?.begin(),
    orbit: (right, down) => this.#viewing?.orbit(right * DEGREES_PER_PIXEL, down * DEGREES_PER_PIXEL),
    pan: (right, down) => this.#viewing?.pan(right, down),
    zoom: (factor, x, y) => this.#viewing?.zoom(factor, { x, y }),
    roll: (degrees) => this.#viewing?.roll(degrees),
    tap: (x, y) => {
      this.#aiming = false;
      if (this.#overlay?.tap(x, y)) return;
      if (this.tool === 'measure') this.#setPoint(x, y);
    },
    doubleTap: (x, y) => {
      if (this.#overlay?.doubleTap()) return;
      if (this.tool !== 'measure') this.#viewing?.approach(x, y);
    },
    hover: (x, y) => {
      this.#overlay?.hover(x, y);
      if (this.tool !== 'measure' || this.measures.start === null) return;
      // The place under it is looked for once a frame, not with every event.
      this.#hover = { x, y };
      this.#viewing?.request();
    },
    left: () => {
      clearTimeout(this.#hint);
      this.#hint = setTimeout(() => this.#update(() => (this.hinting = false)), HINT);
      this.#update(() => (this.hinting = true));
    },
  };

  #setPoint(x: number, y: number): void {
    const point = this.#viewing?.pick(x, y);
    if (!point) return this.#refresh();
    this.#hover = null;
    this.setMeasures(withPoint(this.measures, point));
  }

  /** Draws the measures over the picture where they are now. */
  #mark(): void {
    const viewing = this.#viewing;
    if (viewing === null || this.#surface === null) return;
    const project = (place: Vector): Spot | null => viewing.project(place);
    const { start } = this.measures;
    const aimed = this.#aiming ? viewing.middle : this.#hover;
    const loose = start === null || aimed === null ? null : viewing.pick(aimed.x, aimed.y);
    const lines: Line[] = linesOf(this.measures, loose, project);
    const first = start === null ? null : project(start);
    const aim = this.tool === 'measure' && this.#aiming ? viewing.middle : null;
    render(overlay(lines, first === null ? [] : [first], aim), this.#surface.marks);
    this.#overlay?.draw();
  }

  #report(part: number): void {
    // Said once: what comes with every turn afterwards would be noise.
    if (part === 1 && this.said === word('twin.loading')) this.said = word('twin.sharp');
    this.progress = part;
    this.#host.requestUpdate();
  }

  #tell(): void {
    this.state = { ...this.state, camera: this.#viewing?.camera ?? null, measures: this.measures.done };
    this.#host.requestUpdate();
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => this.#moved(formatTwinView(this.state)), PAUSE);
  }

  #close(forEver: boolean): void {
    this.#abort.abort();
    this.#overlay?.detach();
    clearTimeout(this.#hint);
    clearTimeout(this.#telling);
    this.#viewing?.dispose(forEver);
    this.#viewing = null;
  }

  #refresh(): void {
    this.#viewing?.request();
    this.#host.requestUpdate();
  }

  #update(change: () => void): void {
    change();
    this.#host.requestUpdate();
  }
}
