import { UnreadableError } from '../../manifests/errors.ts';
import type { TextPage } from './model.ts';
import type { Remarks } from './remarks.ts';

/** The view that a page belongs to. */
export interface TextView {
  /** What annotations are to be on. */
  id: string;
  width: number;
  height: number;
  /** What it shows: its file's name when it came, and its size in pixels, upright. */
  image?: { file?: string; width: number; height: number };
}

/** How a page's coordinates become the view's: multiplied, each way for itself. */
export interface Frame {
  scaleX: number;
  scaleY: number;
  width: number;
  height: number;
}

/** Sides that differ by less are of one picture: crops by a few pixels, rounding of tenths of a millimetre. */
const ASPECT_TOLERANCE = 0.02;

/** Lays a page upon its view. A page of other proportions is most likely that of another picture, or of one cropped. */
export function frameOf(page: TextPage, view: TextView, remarks: Remarks): Frame {
  const { width, height } = sizeOf(page, view);
  const aspect = (width * view.height) / (height * view.width);
  // Shares of a page have no proportions.
  if (page.unit !== 'relative' && (aspect > 1 + ASPECT_TOLERANCE || aspect < 1 / (1 + ASPECT_TOLERANCE))) {
    remarks.add(
      'aspect',
      () =>
        `The page of the transcription has ${width} × ${height}, its view ${view.width} × ${view.height}: their proportions differ by ${Math.round(
          Math.abs(Math.max(aspect, 1 / aspect) - 1) * 100,
        )} %. Is it of another picture, or of one that was cropped?`,
    );
  }
  return { scaleX: view.width / width, scaleY: view.height / height, width: view.width, height: view.height };
}

function sizeOf(page: TextPage, view: TextView): { width: number; height: number } {
  if (page.width !== undefined && page.height !== undefined) return { width: page.width, height: page.height };
  if (page.unit === 'view') return view;
  if (page.unit === 'pixel') return view.image ?? view;
  throw new UnreadableError(
    `Expected WIDTH and HEIGHT of a page that is measured in ${page.unit} but there is none: nobody can know where its words are. Export it with them, or in pixels.`,
  );
}
