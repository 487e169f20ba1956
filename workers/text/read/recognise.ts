import { UnreadableError } from '../../../manifests/errors.ts';
import type { TextFormat } from '../model.ts';

const ROOTS: Readonly<Record<string, TextFormat>> = { alto: 'alto', pcgts: 'page', ocr: 'miniocr', html: 'hocr' };

/** How many characters of a file tell its format: licences and namespaces may come before the first element. */
export const RECOGNISING_CHARACTERS = 16_384;

/** The format of a transcription, from how it begins: names of files say nothing (.xml, .html, .json). */
export function recogniseText(beginning: string): TextFormat {
  const text = beginning.trimStart();
  if (text === '') throw new UnreadableError('The file is empty.');
  if (text.startsWith('{') || text.startsWith('[')) return 'iiif';
  if (!text.startsWith('<')) return 'csv';
  const root =
    /^(?:\s|<\?[^>]*>|<!--(?:(?!-->)[\s\S])*-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>)*<(?:[\w.-]+:)?([\w.-]+)/i.exec(
      text,
    )?.[1];
  const format = root === undefined ? undefined : ROOTS[root.toLowerCase()];
  if (format) return format;
  if (/\bocr_page\b/.test(text)) return 'hocr';
  throw new UnreadableError(
    `${root ? `A file of <${root.slice(0, 40)}>` : 'This markup'} is no transcription that is read here. ALTO, hOCR, PAGE and MiniOCR are, CSV, and IIIF and W3C annotations.`,
  );
}
