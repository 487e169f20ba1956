import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { UnreadableError } from '../../manifests/errors.ts';
import type { PageImage } from './image.ts';
import type { LanguageModel } from './languages.ts';

/** What of `tesseract.js-core` is used: Tesseract's own API, on files in the memory of WebAssembly. */
interface Tesseract {
  FS: {
    writeFile: (path: string, bytes: Uint8Array, options?: { canOwn: boolean }) => void;
    unlink: (path: string) => void;
  };
  TessBaseAPI: new () => TessBaseApi;
  destroy: (api: TessBaseApi) => void;
}
interface TessBaseApi {
  /** 0 where it went well. */
  Init: (folder: string, languages: string, mode: number) => number;
  SetPageSegMode: (mode: number) => void;
  SetVariable: (name: string, value: string) => boolean;
  /** Takes the file `/input`, turned as EXIF says, and by an angle. 0 where it went well. */
  SetImageFile: (exif: number, angle: number) => number;
  /** 0 where it went well. */
  Recognize: (monitor: null) => number;
  GetHOCRText: (page: number) => string;
  End: () => void;
}
type Factory = (options: Record<'print' | 'printErr', (line: string) => void>) => Promise<Tesseract>;

export interface RecogniseOptions {
  /** Tell the boxes of single signs too. */
  glyphs?: boolean;
}

/** OEM_LSTM_ONLY: the models have nothing else. */
const NEURAL = 1;
/** PSM_AUTO: columns, blocks and lines are found. */
const AUTOMATIC = 3;
const IMAGE = '/input';

const require = createRequire(import.meta.url);
const unpack = promisify(gunzip);
const silent = (): void => undefined;

/** Compiled once for all pages of a process, with the models that it has got so far; none after a fault. */
let engine: { tesseract: Tesseract; models: Set<string> } | undefined;

/** Name and version of what recognises. */
export const engineVersion = (): string => {
  const { name, version } = require('tesseract.js-core/package.json') as { name: string; version: string };
  return `${name} ${version}`;
};

/**
 * The text of a page as Tesseract's hOCR: its one element of class ocr_page. The engine is begun anew for each page, so
 * that none is read in the light of those before it; that costs 0.04 s. Throws UnreadableError.
 */
export async function recogniseAsHocr(
  { bytes }: PageImage,
  models: readonly LanguageModel[],
  { glyphs = false }: RecogniseOptions = {},
): Promise<string> {
  const { tesseract, models: known } = (engine ??= await load());
  try {
    for (const { code, file } of models) {
      if (known.has(code)) continue;
      tesseract.FS.writeFile(`/${code}.traineddata`, await unpack(await readFile(file)), { canOwn: true });
      known.add(code);
    }
    const api = new tesseract.TessBaseAPI();
    const languages = models.map(({ code }) => code).join('+');
    check(api.Init('/', languages, NEURAL), `The language data for ${languages} cannot be read. Install it anew.`);
    api.SetPageSegMode(AUTOMATIC);
    api.SetVariable('hocr_char_boxes', glyphs ? '1' : '0');
    tesseract.FS.writeFile(IMAGE, bytes, { canOwn: true });
    const taken = api.SetImageFile(1, 0);
    tesseract.FS.unlink(IMAGE);
    check(taken, 'The text recognition did not take the image.');
    check(api.Recognize(null), 'The text recognition gave up on the image.');
    const text = api.GetHOCRText(0);
    api.End();
    tesseract.destroy(api);
    return text;
  } catch (error) {
    // Memory that was left in the middle of something is not used again.
    engine = undefined;
    throw error;
  }
}

/** The build with SIMD and without the recognition of before 2018. That with relaxed SIMD took as long. */
async function load(): Promise<NonNullable<typeof engine>> {
  const factory = require('tesseract.js-core/tesseract-core-simd-lstm.js') as Factory;
  return { tesseract: await factory({ print: silent, printErr: silent }), models: new Set() };
}

function check(status: number, problem: string): void {
  if (status !== 0) throw new UnreadableError(problem);
}
