import type { Margins } from '../deep-zoom/deep-zoom.ts';
import type { Model } from '../iiif/model.ts';
import type { TwinView } from './address.ts';
import { Appearance } from './appearance.ts';
import { verticesOf, type Content } from './content.ts';
import { budgetFor, detailAt, nextStrain, type Budget } from './detail.ts';
import type { Light } from './light.ts';
import { openModel } from './model.ts';
import { Motion } from './motion.ts';
import { HOME, axes, eye, fitted, towards, orbited, panned, pivoted, rolled, zoomed, type Pose } from './pose.ts';
import { cutOf, type Section } from './section.ts';
import { Stage } from './stage.ts';
import { openTileset } from './tileset.ts';
import { add, cornersOf, length, radiusOf, scale, subtract, type Box, type Vector } from './vector.ts';

/** What the page is told. */
export interface Watcher {
  /** A frame was drawn: what lies over it has moved. */
  drawn: () => void;
  /** From 0 to 1, where all that this view needs is there. */
  progress: (part: number) => void;
  /** The first of the model can be seen. */
  shown: () => void;
  /** The visitor has come to rest somewhere else. */
  moved: () => void;
  failed: (error: Error) => void;
}

/** Milliseconds without a movement after which everything is drawn in full. */
const REST = 200;
/** Milliseconds for which a turn of the wheel belongs to the one before. */
const SAME_WHEEL = 400;
/** Something to stand in before the size of the model is known. */
const UNKNOWN: Pose = { ...HOME, target: [0, 0, 0], distance: 1 };
/** How much of the opening the whole of a model fills, as in its poster. */
const FILLED = 0.88;
/** How much nearer than the whole of the model the camera is when what it turns around becomes what it sees. */
const NEAR = 0.6;

const NOTHING: Box = { min: [-0.5, -0.5, -0.5], max: [0.5, 0.5, 0.5] };

/** A model on a stage: drawn anew only when something changes, so that what nobody moves costs nothing. */
export class Viewing {
  readonly #stage: Stage;
  readonly #content: Content;
  readonly #appearance = new Appearance();
  readonly #motion: Motion;
  #budget = budgetHere();
  readonly #watcher: Watcher;
  #wanted: Pose | null;
  #section: Section | null;
  #size = { width: 0, height: 0 };
  #frame = 0;
  #last = 0;
  #strain = 1;
  #busyUntil = 0;
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #visited = false;
  /** What is to be seen from home. */
  #points: ArrayLike<number> = cornersOf(NOTHING).flat();
  #homePose: Pose | null = null;
  #seen = false;
  #part = -1;
  #anchor: { x: number; y: number; at: number; point: Vector } | null = null;

  /** Throws where there is no WebGL 2. */
  constructor(canvas: HTMLCanvasElement, model: Model, view: TwinView, background: string, watcher: Watcher) {
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    this.#stage = new Stage(canvas, background);
    this.#watcher = watcher;
    this.#motion = new Motion(UNKNOWN, () => still.matches);
    this.#wanted = view.camera;
    this.#section = view.section;
    const listener = {
      arrived: (scene: Parameters<Appearance['admit']>[0]) => {
        if (this.#appearance.admit(scene)) void this.#stage.mirror().then(() => this.request());
      },
      changed: () => this.request(),
      failed: watcher.failed,
    };
    this.#content =
      model.tileset === null ? openModel(model.url, listener) : openTileset(model.tileset, this.#budget, listener);
    this.#stage.scene.add(this.#content.object);
    canvas.addEventListener('webglcontextrestored', () => this.request());
    this.setLight(view.light);
    this.setLook(view);
  }

  /** Null for the whole of the model. */
  get camera(): Pose | null {
    return this.#wanted;
  }

  /** Where the camera is, or is on its way to; null before the model is there. */
  get pose(): Pose | null {
    return this.#visited ? this.#motion.goal : null;
  }

  resize(width: number, height: number, margins: Margins): void {
    if (width < 1 || height < 1) return;
    this.#size = { width, height };
    // The window may have come to another screen.
    this.#budget = budgetHere();
    this.#stage.resize(width, height, margins);
    this.#homePose = null;
    if (this.#wanted === null && this.#visited) this.#motion.jump(this.#home());
    this.request();
  }

  goTo(camera: Pose | null): void {
    this.#wanted = camera;
    if (this.#visited) this.#motion.go(towards(this.#motion.at, camera ?? this.#home()));
    this.request();
  }

  setLight(light: Light): void {
    this.#stage.setLight(light);
    this.request();
  }

  setLook({ texture, wireframe, section }: Pick<TwinView, 'texture' | 'wireframe' | 'section'>): void {
    this.#appearance.look = { texture, wireframe, open: section !== null };
    this.#section = section;
    const box = this.#content.box;
    if (box !== null) this.#stage.setCut(section === null ? null : cutOf(section, box));
    this.request();
  }

  /** A movement begins: near the model, the camera turns around what it looks at, not around the middle of the whole. */
  begin(): void {
    const box = this.#content.box;
    this.#anchor = null;
    if (box === null || this.#motion.at.distance > this.#home().distance * NEAR) return;
    const { x, y } = this.#stage.middle;
    const seen = this.pick(x, y);
    if (seen === null) return;
    const depth = length(subtract(seen, eye(this.#motion.at)));
    this.#motion.shift((pose) => pivoted(pose, depth));
  }

  /** Degrees on the screen. */
  orbit(right: number, down: number): void {
    this.#move((pose) => orbited(pose, right, down));
  }

  /** CSS pixels on the screen. */
  pan(right: number, down: number): void {
    this.#move((pose) => panned(pose, -right * this.#metresPerPixel(pose), down * this.#metresPerPixel(pose)));
  }

  roll(degrees: number): void {
    this.#move((pose) => rolled(pose, degrees));
  }

  /** Nearer to what is under a point of the window, or in the middle. */
  zoom(factor: number, at: { x: number; y: number } = this.#stage.middle): void {
    const point = this.#anchorAt(at.x, at.y);
    const farthest = this.#home().distance * 4;
    const nearest = Math.min(farthest, this.#radius() / 500);
    this.#move((pose) => zoomed(pose, point, factor, { nearest, farthest }));
  }

  /** Comes nearer to a place, and brings it to the middle. */
  approach(x: number, y: number): void {
    const place = this.pick(x, y);
    if (place !== null) this.#move((pose) => ({ ...pose, target: place, distance: pose.distance / 2 }));
  }

  pick(x: number, y: number): Vector | null {
    return this.#stage.pick(x, y, this.#content.object);
  }

  project(place: Vector): { x: number; y: number } | null {
    return this.#stage.project(place);
  }

  get middle(): { x: number; y: number } {
    return this.#stage.middle;
  }

  get size(): { width: number; height: number } {
    return this.#size;
  }

  /** What is on the canvas, for as long as nothing else runs. */
  snapshot(): HTMLCanvasElement {
    this.#stage.draw();
    return this.#stage.renderer.domElement;
  }

  /** Draws before the browser shows the page next. */
  request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#onFrame);
  }

  /** With `forEver`, the canvas is not drawn on again. */
  dispose(forEver: boolean): void {
    cancelAnimationFrame(this.#frame);
    // Nothing that is still on its way asks for another frame.
    this.#frame = -1;
    clearTimeout(this.#restTimer);
    this.#content.dispose();
    this.#appearance.dispose();
    this.#stage.dispose(forEver);
  }

  #onFrame = (now: number): void => {
    this.#frame = 0;
    if (this.#size.width === 0) return;
    const passed = now - this.#last;
    this.#last = now;
    const following = passed < 500;
    if (this.#motion.moving) this.#motion.step(following ? passed : 16);
    const busy = this.#motion.moving || now < this.#busyUntil;
    if (busy && following) this.#strain = nextStrain(this.#strain, passed);
    const detail = detailAt(this.#budget, busy ? this.#strain : 1);
    this.#stage.setPixelRatio(detail.pixelRatio);
    this.#enter();
    const { width, height } = this.#size;
    this.#stage.place(this.#motion.at, this.#content.box ?? NOTHING);
    this.#content.update(this.#stage.camera, width * detail.pixelRatio, height * detail.pixelRatio, detail.error);
    if (this.#content.shown && !this.#seen) this.#outline();
    this.#stage.draw();
    this.#tell();
    if (this.#motion.moving) this.request();
    else if (busy) this.#rest();
  };

  /** Takes the first place as soon as the size of the model is known. */
  #enter(): void {
    const box = this.#content.box;
    if (box === null || this.#visited) return;
    this.#visited = true;
    this.#points = cornersOf(box).flat();
    this.#homePose = null;
    this.#motion.jump(this.#wanted ?? this.#home());
    if (this.#section !== null) this.#stage.setCut(cutOf(this.#section, box));
  }

  /** Knows the shape now, not its box alone: looks at it as its poster does. */
  #outline(): void {
    this.#points = verticesOf(this.#content.object);
    this.#homePose = null;
    if (this.#wanted === null) this.#motion.jump(this.#home());
    this.#stage.place(this.#motion.at, this.#content.box ?? NOTHING);
  }

  #tell(): void {
    this.#watcher.drawn();
    if (this.#content.shown && !this.#seen) {
      this.#seen = true;
      this.#watcher.shown();
    }
    const part = this.#content.progress;
    if (part === this.#part) return;
    this.#part = part;
    this.#watcher.progress(part);
  }

  #rest(): void {
    clearTimeout(this.#restTimer);
    this.#restTimer = setTimeout(() => {
      this.request();
      this.#watcher.moved();
    }, REST);
  }

  #move(change: (pose: Pose) => Pose): void {
    if (!this.#visited) return;
    this.#wanted = change(this.#motion.goal);
    this.#motion.go(this.#wanted);
    this.#busyUntil = performance.now() + REST;
    this.#rest();
    this.request();
  }

  #anchorAt(x: number, y: number): Vector {
    const before = this.#anchor;
    const now = performance.now();
    const same = before !== null && Math.hypot(before.x - x, before.y - y) < 2 && now - before.at < SAME_WHEEL;
    const point = same ? before.point : (this.pick(x, y) ?? this.#beside(x, y));
    this.#anchor = { x, y, at: now, point };
    return point;
  }

  /** The place under a point of the window that is as far away as what the camera turns around. */
  #beside(x: number, y: number): Vector {
    const pose = this.#motion.at;
    const { right, up } = axes(pose);
    const middle = this.#stage.middle;
    const metres = this.#metresPerPixel(pose);
    return add(pose.target, add(scale(right, (x - middle.x) * metres), scale(up, (middle.y - y) * metres)));
  }

  #metresPerPixel(pose: Pose): number {
    return (2 * pose.distance * this.#stage.slope) / this.#size.height;
  }

  /** From where all of it is seen. */
  #home(): Pose {
    this.#homePose ??= this.#fit();
    return this.#homePose;
  }

  #fit(): Pose {
    const { across, up } = this.#stage.opening;
    return fitted(this.#points, HOME, { across: across * FILLED, up: up * FILLED });
  }

  #radius(): number {
    return radiusOf(this.#content.box ?? NOTHING);
  }
}

function budgetHere(): Budget {
  return budgetFor({
    memory: (navigator as { deviceMemory?: number }).deviceMemory,
    touch: matchMedia('(pointer: coarse)').matches,
    pixelRatio: devicePixelRatio,
  });
}
