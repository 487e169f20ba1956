import type { Canvas } from '../iiif/canvas.ts';

/** The container of a canvas of ours: what is written about it goes there. */
export function containerOf(canvas: Canvas): string {
  return `/annotations/${encodeURIComponent(canvas.key)}/`;
}

/** The page that its annotations come with. */
export function pageOf(canvas: Canvas): string {
  return canvas.annotations[0]?.id ?? containerOf(canvas);
}
