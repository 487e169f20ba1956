import type { Spot } from './overlay.ts';
import type { Pose } from './pose.ts';
import type { Vector } from './vector.ts';

/** What an overlay knows of the twin that it lies over; places on the screen are CSS pixels of its box. */
export interface TwinStage {
  /** What it draws into. */
  readonly marks: SVGElement;
  /** Null before the model is there. */
  project: (place: Vector) => Spot | null;
  /** The place on the surface under a point of the window. */
  pick: (x: number, y: number) => Vector | null;
  middle: () => Spot;
  /** Where the camera is, or is on its way to. */
  pose: () => Pose | null;
  go: (pose: Pose) => void;
  /** Draws again. */
  request: () => void;
  /** Whether points of the surface are taken now. */
  setPicking: (picking: boolean) => void;
}

/** Something that lies over a twin and follows it, such as its annotations. */
export interface TwinOverlay {
  attach: (stage: TwinStage) => void;
  detach: () => void;
  /** A frame was drawn. */
  draw: () => void;
  /** Each tells whether it made use of what was done. */
  tap: (x: number, y: number) => boolean;
  doubleTap: () => boolean;
  enter: () => boolean;
  hover: (x: number, y: number) => void;
}
