import { between, same, type Pose } from './pose.ts';

/** Milliseconds in which two thirds of a way are gone. */
const PACE = 70;

/** The way from where the camera is to where it is wanted. */
export class Motion {
  #at: Pose;
  #goal: Pose;
  readonly #still: () => boolean;

  /** `still` tells whether the visitor wants no movement that he did not make. */
  constructor(pose: Pose, still: () => boolean) {
    this.#at = pose;
    this.#goal = pose;
    this.#still = still;
  }

  get at(): Pose {
    return this.#at;
  }

  get goal(): Pose {
    return this.#goal;
  }

  get moving(): boolean {
    return this.#at !== this.#goal;
  }

  go(goal: Pose): void {
    this.#goal = goal;
    if (this.#still()) this.#at = goal;
  }

  jump(pose: Pose): void {
    this.#at = pose;
    this.#goal = pose;
  }

  /** The same change to where it is and where it goes, such as a new point to turn around. */
  shift(change: (pose: Pose) => Pose): void {
    const moving = this.moving;
    this.#at = change(this.#at);
    this.#goal = moving ? change(this.#goal) : this.#at;
  }

  step(milliseconds: number): void {
    const next = between(this.#at, this.#goal, 1 - Math.exp(-milliseconds / PACE));
    this.#at = same(next, this.#goal) ? this.#goal : next;
  }
}
