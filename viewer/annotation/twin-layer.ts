import { render } from 'lit';
import { eye, type Pose } from '../twin/pose.ts';
import type { TwinOverlay, TwinStage } from '../twin/stage-overlay.ts';
import { add, length, scale, subtract, type Vector } from '../twin/vector.ts';
import type { Spot } from '../twin/overlay.ts';
import type { Note } from './annotation.ts';
import { excerpt } from './excerpt.ts';
import { figureLength } from './figure.ts';
import type { Session } from './session.ts';
import type { Stage, Tool, TwinTool } from './stage.ts';
import { figureMarks, type FigureMark } from './figure-marks.ts';
import type { Figure } from './wkt.ts';

const TYPES: Readonly<Record<TwinTool, Figure['type']>> = { spot: 'point', line: 'line', area: 'area' };
const LEAST: Readonly<Record<Figure['type'], number>> = { point: 1, line: 2, area: 3 };
/** Pixels of the screen around a mark that count as on it. */
const REACH = 14;
/** Milliseconds after the last frame until what is covered is looked for, and how long one look may take. */
const REST = 120;
const SLICE = 8;
/** How much nearer, as a part of the distance, something has to be to cover a mark. */
const COVERED = 0.006;

/** The annotations on the surface of a twin. */
export class TwinLayer implements TwinOverlay, Stage {
  readonly #session: Session;
  readonly #focus: () => void;
  #stage: TwinStage | null = null;
  #abort = new AbortController();
  #points: Vector[] = [];
  #hover: Spot | null = null;
  #aiming = false;
  readonly #covered = new Set<string>();
  #looking: ReturnType<typeof setTimeout> | undefined;
  #wanted: Note | null = null;

  /** `focus` gives the keyboard to the twin. */
  constructor(session: Session, focus: () => void) {
    this.#session = session;
    this.#focus = focus;
  }

  get #picking(): boolean {
    return this.#session.tool !== null;
  }

  attach(stage: TwinStage): void {
    this.#stage = stage;
    this.#abort = new AbortController();
    this.#session.stage = this;
    this.#session.listen(() => {
      if (this.#session.tool === null) this.#reset();
      stage.setPicking(this.#picking);
      stage.request();
    }, this.#abort.signal);
    this.#session.listenToHover(() => stage.request(), this.#abort.signal);
    stage.request();
  }

  detach(): void {
    this.#abort.abort();
    clearTimeout(this.#looking);
    if (this.#stage !== null) render('', this.#stage.marks);
    this.#stage?.setPicking(false);
    this.#stage = null;
    if (this.#session.stage === this) this.#session.stage = null;
  }

  camera(): Pose | null {
    return this.#stage?.pose() ?? null;
  }

  lead(note: Note): void {
    const pose = this.#stage?.pose() ?? null;
    this.#wanted = pose === null ? note : null;
    if (pose === null) return;
    const camera = note.camera ?? (note.figure === null ? null : facing(note.figure, pose));
    if (camera !== null) this.#stage?.go(camera);
  }

  aim(_tool: Tool): void {
    this.#aiming = true;
    this.#focus();
  }

  finish(): void {
    const { tool } = this.#session;
    const type = TYPES[tool as TwinTool];
    if (this.#points.length < LEAST[type]) return;
    const places = this.#points;
    this.#reset();
    this.#session.place({ shape: null, figure: { type, places } });
  }

  tap(x: number, y: number): boolean {
    if (this.#picking) {
      this.#aiming = false;
      this.#set(x, y);
      return true;
    }
    const note = this.#noteAt({ x, y });
    if (note === null) return false;
    this.#session.select(note.key);
    return true;
  }

  /** Both of its taps set their points, the second one in the place of the first. */
  doubleTap(): boolean {
    if (!this.#picking) return false;
    this.#points.pop();
    this.finish();
    return true;
  }

  enter(): boolean {
    const middle = this.#stage?.middle();
    if (!this.#picking || middle === undefined) return false;
    this.#aiming = true;
    this.#set(middle.x, middle.y);
    return true;
  }

  hover(x: number, y: number): void {
    if (this.#picking) {
      this.#hover = { x, y };
      if (this.#points.length > 0) this.#stage?.request();
    } else this.#session.hover(this.#noteAt({ x, y })?.key ?? null);
  }

  draw(): void {
    const stage = this.#stage;
    if (stage === null) return;
    if (this.#wanted !== null) this.lead(this.#wanted);
    const { shown, selected, hovered, draft, labels, past } = this.#session;
    const former = past?.looked?.draft ?? null;
    const edited = draft?.before?.id ?? (former === null ? null : past?.id);
    const marks: FigureMark[] = shown.flatMap((note): FigureMark[] => {
      if (note.figure === null || note.id === edited) return [];
      const state = note.key === selected ? 'selected' : note.key === hovered ? 'hovered' : 'resting';
      const covered = this.#covered.has(note.key);
      const text = labels && !covered ? excerpt(note) : state === 'resting' ? null : figureLength(note.figure);
      return this.#mark(note.figure, state, covered, text);
    });
    const loose = this.#loose();
    const inHand = draft?.figure ?? former?.figure ?? null;
    const type = TYPES[this.#session.tool as TwinTool];
    if (inHand !== null) marks.push(...this.#mark(inHand, 'selected', false, figureLength(inHand)));
    else if (this.#points.length > 0) {
      const figure: Figure = { type: type === 'point' ? 'line' : type, places: [...this.#points, ...loose] };
      marks.push(...this.#mark(figure, 'selected', false, figureLength(figure), true));
    }
    render(figureMarks(marks, this.#aiming && this.#picking ? stage.middle() : null), stage.marks);
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.#look([...this.#session.shown]), REST);
  }

  #mark(
    { type, places }: Figure,
    state: FigureMark['state'],
    covered: boolean,
    text: string | null,
    open = false,
  ): FigureMark[] {
    const spots = places.map((place) => this.#stage?.project(place) ?? null);
    // A figure that goes behind the camera has no honest outline.
    const seen = spots.filter((spot) => spot !== null);
    return seen.length === 0 || seen.length < spots.length ? [] : [{ type, spots: seen, state, covered, text, open }];
  }

  /** Where the next point would be. */
  #loose(): Vector[] {
    const stage = this.#stage;
    const spot = this.#aiming ? stage?.middle() : this.#hover;
    const place = stage && spot && this.#picking && this.#points.length > 0 ? stage.pick(spot.x, spot.y) : null;
    return place === null ? [] : [place];
  }

  #set(x: number, y: number): void {
    const place = this.#stage?.pick(x, y) ?? null;
    if (place === null) return;
    const last = this.#points.at(-1);
    const again = this.#aiming && last !== undefined && length(subtract(last, place)) === 0;
    if (!again) this.#points.push(place);
    if (again || this.#session.tool === 'spot') this.finish();
    this.#stage?.request();
  }

  #noteAt(at: Spot): Note | null {
    let nearest = REACH;
    let found: Note | null = null;
    for (const note of this.#session.shown) {
      for (const place of note.figure?.places ?? []) {
        const spot = this.#stage?.project(place);
        if (!spot || this.#covered.has(note.key)) continue;
        const off = Math.hypot(spot.x - at.x, spot.y - at.y);
        if (off >= nearest) continue;
        nearest = off;
        found = note;
      }
    }
    return found;
  }

  /** Finds out which marks the model itself covers, a few at a time: each is a ray through all that is shown. */
  #look(left: Note[]): void {
    const stage = this.#stage;
    const pose = stage?.pose() ?? null;
    if (stage === null || pose === null) return;
    const from = eye(pose);
    const until = performance.now() + SLICE;
    let changed = false;
    while (left.length > 0 && performance.now() < until) {
      const note = left.pop();
      const place = note?.figure === null || note === undefined ? undefined : middleOf(note.figure);
      const spot = place && stage.project(place);
      if (!note || !place || !spot) continue;
      const hit = stage.pick(spot.x, spot.y);
      const away = length(subtract(place, from));
      const covered = hit !== null && length(subtract(hit, from)) < away * (1 - COVERED);
      if (covered === this.#covered.has(note.key)) continue;
      changed = true;
      if (covered) this.#covered.add(note.key);
      else this.#covered.delete(note.key);
    }
    if (left.length > 0) this.#looking = setTimeout(() => this.#look(left), SLICE);
    if (changed) this.draw();
  }

  #reset(): void {
    this.#points = [];
    this.#hover = null;
    this.#aiming = false;
  }
}

/** The corner in the middle of them: it is on the surface, where their mean may not be. */
function middleOf({ places }: Figure): Vector | undefined {
  return places[Math.floor(places.length / 2)];
}

/** As the camera looks now, but at a figure, and near enough to see it. */
function facing({ places }: Figure, pose: Pose): Pose {
  const target = scale(places.reduce(add), 1 / places.length);
  const radius = Math.max(0, ...places.map((place) => length(subtract(place, target))));
  return { ...pose, target, distance: Math.min(pose.distance, Math.max(radius * 6, pose.distance / 3)) };
}
