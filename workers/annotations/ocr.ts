import { readFile, rm } from 'node:fs/promises';
import { pyramidKey } from '../../manifests/derivatives/keys.ts';
import { InvalidError } from '../../manifests/errors.ts';
import { Urls } from '../../manifests/presentation/urls.ts';
import { engineVersion } from '../ocr/engine.ts';
import { languageModels } from '../ocr/languages.ts';
import type { Granularity } from '../text/model.ts';
import { NO_ADDRESS } from './sayer.ts';
import type { Sayer } from './sayer.ts';

/** What `vitrine annotate --ocr` asks for. */
export interface OcrParameters {
  /** As the engine calls them; the first weighs most. */
  languages: readonly string[];
  granularities: readonly Granularity[];
}

/** The same in whatever languages and granularity: a page has one recognised text, that of the last time. */
export const OCR_RUN = 'vitrine:ocr';

/** The text of an image, as Tesseract reads it. */
export const ocrSays: Sayer = async ({ id, kind, width, height, image }, parameters, { storage, pool }, signal) => {
  if (kind !== 'image') throw new InvalidError('It shows no image, so there is no text to be recognised');
  const { languages, granularities } = parameters as unknown as OcrParameters;
  const models = await languageModels(languages);
  const generator = { type: 'Software', name: 'Tesseract', softwareVersion: engineVersion() };
  const { asset, generation, page } = image;
  await using pyramid = await storage.file(pyramidKey(asset, generation, page));
  const folder = await storage.workFolder();
  try {
    const view = { id: new Urls(NO_ADDRESS).canvas(id), width, height };
    const task = { kind: 'ocr', pyramid: pyramid.path, models, folder, granularities, view } as const;
    const { views, remarks } = await pool.run(task, { signal });
    const annotations: Record<string, unknown>[] = [];
    for (const { file } of views) {
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      annotations.push(...lines.map((line) => ({ ...(JSON.parse(line) as Record<string, unknown>), generator })));
    }
    const details = { generator, asset, generation, languages, granularities, remarks };
    return { base: NO_ADDRESS, details, annotations };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
