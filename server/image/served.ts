import type Koa from 'koa';
import type { Size } from '../../manifests/derivatives/levels.ts';
import type { Pyramid } from '../../manifests/derivatives/pyramid.ts';

/** An image that may be given to whoever asked for it. */
export interface ServedImage extends Size {
  asset: string;
  page: number;
  /** Grows with every new pyramid: with the asset and the page it names the bytes, and so is the ETag made of it. */
  generation: number;
  /** A URI of Creative Commons or RightsStatements.org. */
  rights?: string;
  /** Of the full resolution, where the source says it in a way that can be believed. */
  pixelsPerInch?: number;
  /** When the pixels, and all that is said of them, became what they are; absent where that is not known to the second. */
  modified?: { pixels: Date; description: Date };
  /** Called once per request that is not answered 304; opening is expected to be remembered. */
  open(): Promise<Pyramid>;
}

/** Finds an image and decides whether it may be seen: undefined when there is none, or none for this visitor. */
export type FindImage = (identifier: string, ctx: Koa.Context) => Promise<ServedImage | undefined>;
