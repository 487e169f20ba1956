import test from 'ava';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { InvalidError } from '../../../manifests/errors.ts';
import { languageModels } from '../../../workers/ocr/languages.ts';

const codes = async (...asked: string[]): Promise<string[]> => (await languageModels(asked)).map(({ code }) => code);

test('a language is found by its tag and by Tesseract’s code, once each, in their order', async (t) => {
  t.deepEqual(await codes('la', 'de', 'lat', 'deu', 'EN', 'de-Latf', 'frk'), ['lat', 'deu', 'eng', 'frk']);
});

test('each of the languages that are installed with the program has a model that can be unpacked', async (t) => {
  const models = await languageModels(['de', 'de-Latf', 'en', 'fr', 'it', 'la']);
  t.is(models.length, 6);
  for (const { file } of models) t.true(gunzipSync(readFileSync(file)).length > 1e6, file);
});

test('for a language that is not there it is said which are, and how to get it', async (t) => {
  for (const asked of ['tlh', 'de-AT', '../eng', '']) {
    const error = await t.throwsAsync(languageModels(['en', asked]), { instanceOf: InvalidError });
    t.regex(error.message, /en \(eng\), fr \(fra\).*npm install @tesseract\.js-data/);
    t.true(error.message.includes(`got ${JSON.stringify(asked)}`));
  }
});
