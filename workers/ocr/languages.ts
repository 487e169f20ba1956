import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InvalidError } from '../../manifests/errors.ts';
import { languageTag } from '../text/read/language.ts';

/** What recognises one language. */
export interface LanguageModel {
  /** As the engine calls it: `eng`, `frk`. */
  code: string;
  /** A BCP 47 tag: `en`, `de-Latf`. */
  tag: string;
  /** Its data, compressed by gzip. */
  file: string;
}

const SCOPE = '@tesseract.js-data';
/** Of the two that each package has, the one that is made for the engine without that of before 2018. */
const VARIANT = '4.0.0_best_int';

/**
 * The models of languages that are asked for by BCP 47 tag (`de`) or by the engine's own code (`deu`), each once, in their
 * order, of which the first weighs most. Throws InvalidError, in words for the curator, where one is not installed.
 */
export async function languageModels(asked: readonly string[]): Promise<LanguageModel[]> {
  const installed = await installedModels();
  const models = asked.map((name) => {
    const tag = languageTag(name);
    const model = installed.find(({ code }) => code === name) ?? installed.find((one) => one.tag === tag);
    if (!model) throw new InvalidError(missing(name, installed));
    return model;
  });
  return [...new Set(models)];
}

async function installedModels(): Promise<LanguageModel[]> {
  const models = new Map<string, LanguageModel>();
  for (const folder of createRequire(import.meta.url).resolve.paths(SCOPE) ?? []) {
    for (const code of await namesIn(join(folder, SCOPE))) {
      const tag = languageTag(code);
      const name = `${code}.traineddata.gz`;
      const variant = join(folder, SCOPE, code, VARIANT);
      if (tag === undefined || models.has(code) || !(await namesIn(variant)).includes(name)) continue;
      models.set(code, { code, tag, file: join(variant, name) });
    }
  }
  return [...models.values()].toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
}

/** Nothing where there is no such folder. */
const namesIn = async (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

function missing(name: string, installed: readonly LanguageModel[]): string {
  const there = installed.map(({ tag, code }) => `${tag} (${code})`).join(', ');
  return `Expected languages that text recognition has data for (${there || 'none is installed'}), and got ${JSON.stringify(name)}. \`npm install ${SCOPE}/CODE\` adds one, by Tesseract's code for it: spa, nld, ell`;
}
