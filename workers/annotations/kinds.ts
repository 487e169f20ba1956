import { ocrSays } from './ocr.ts';
import { measuresSay, paletteSays } from './own.ts';
import type { Sayer } from './sayer.ts';
import { serviceSays } from './service.ts';

/** Who can be asked, by the kind of their jobs. */
export const KINDS: Readonly<Record<string, Sayer>> = {
  service: serviceSays,
  palette: paletteSays,
  measures: measuresSay,
  ocr: ocrSays,
};
