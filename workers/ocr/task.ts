import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TextView } from '../text/frame.ts';
import { keyOf, readHeads } from '../text/heads.ts';
import type { Granularity } from '../text/model.ts';
import { transcribe } from '../text/transcribe.ts';
import type { TranscriptionReport } from '../text/transcribe.ts';
import { recogniseAsHocr } from './engine.ts';
import { readPageImage } from './image.ts';
import type { LanguageModel } from './languages.ts';

export interface OcrTask {
  /** The file of a pyramid. */
  pyramid: string;
  models: readonly LanguageModel[];
  /** Where the annotations are left, and what they are made of. */
  folder: string;
  granularities: readonly Granularity[];
  view: TextView;
}

/**
 * Recognises the text of a page, and makes annotations of it in the way of every other transcription: none where there is
 * no text. Throws DamagedError, UnreadableError and LimitError.
 */
export async function recognisePage({
  pyramid,
  models,
  folder,
  granularities,
  view,
}: OcrTask): Promise<TranscriptionReport> {
  const image = await readPageImage(pyramid);
  const hocr = await recogniseAsHocr(image, models, { glyphs: granularities.includes('glyph') });
  const source = join(folder, 'page.hocr');
  await writeFile(source, inOneLanguage(hocr, models));
  const { pages } = await readHeads({ source });
  return transcribe({ source, folder, granularities, pages: pages.map((head) => ({ key: keyOf(head), view })) });
}

/**
 * Says the language once, of the page. Of several, the engine's own word for a paragraph is that of the first model that
 * came near: no language is better than a wrong one.
 */
function inOneLanguage(hocr: string, [model, ...others]: readonly LanguageModel[]): string {
  const plain = hocr.replaceAll(/(<[^>]*) lang='[^']*'/g, '$1');
  if (!model || others.length > 0) return plain;
  return plain.replace(/class='ocr_page'/, (found) => `${found} lang='${model.tag}'`);
}
