import { OCR_RUN } from '../../../workers/annotations/ocr.ts';
import type { OcrParameters } from '../../../workers/annotations/ocr.ts';
import { languageModels } from '../../../workers/ocr/languages.ts';
import type { Values } from '../../cli/parse.ts';
import type { Question } from './ask.ts';
import { granularitiesOf } from './granularity.ts';

/** The question for the text of images. Throws InvalidError, before anything is asked, for a language that is not installed. */
export async function ocrQuestion({ language, granularity }: Values): Promise<Question> {
  const models = await languageModels(Array.isArray(language) ? language : ['en']);
  const languages = models.map(({ code }) => code);
  const parameters: OcrParameters = { languages, granularities: granularitiesOf(granularity) };
  return { run: OCR_RUN, kind: 'ocr', of: 'image', parameters: { ...parameters } };
}
