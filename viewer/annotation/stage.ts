import type { Pose } from '../twin/pose.ts';
import type { Note } from './annotation.ts';
import type { ImageTool } from './sketch.ts';

export type TwinTool = 'spot' | 'line' | 'area';
export type Tool = ImageTool | TwinTool;

/** What shows the canvas and the places on it. */
export interface Stage {
  /** Brings a note into sight. */
  lead: (note: Note) => void;
  /** Begins to draw where the visitor looks, for those who do not point. */
  aim: (tool: Tool) => void;
  /** Ends a line or an area with the points that it has. */
  finish: () => void;
  /** The camera that shows what is seen now; null on an image. */
  camera: () => Pose | null;
}
