import test from 'ava';
import type { ExecutionContext } from 'ava';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DamagedError, LimitError } from '../../../manifests/errors.ts';
import { IsolatedPool } from '../../../workers/isolate/pool.ts';
import { languageModels } from '../../../workers/ocr/languages.ts';
import type { OcrTask } from '../../../workers/ocr/task.ts';
import type { Granularity } from '../../../workers/text/model.ts';
import { testFolder } from '../../folder.ts';
import { testOnData } from '../../needs.ts';
import { make } from '../images/samples.ts';
import { HEIGHT, LINES, WIDTH, boxOf, letteredPng } from './lettered.ts';

const ROOMY = { memory: 1e9, seconds: 110 };

interface Asked {
  languages?: string[];
  granularities?: Granularity[];
  /** Of the view. */
  width?: number;
  height?: number;
  spoil?: (archive: Buffer) => void;
  limits?: typeof ROOMY;
}

interface Told {
  textGranularity: string;
  body: { value: string; language?: string };
  target: string;
  confidence: number;
}

/** What is said of the page of a pyramid, in a process of its own as in the program. */
async function recognise(
  archive: Buffer,
  { languages = ['en'], granularities = ['line'], width = WIDTH, height = HEIGHT, spoil, limits = ROOMY }: Asked = {},
): Promise<Told[]> {
  await using folder = await testFolder();
  await using pool = new IsolatedPool({ size: 1, ...limits });
  const pyramid = join(folder.path, '1.zip');
  const bytes = Buffer.from(archive);
  spoil?.(bytes);
  await writeFile(pyramid, bytes);
  const view = { id: 'http://example.org/view', width, height };
  const models = await languageModels(languages);
  const task: OcrTask = { pyramid, models, folder: folder.path, granularities, view };
  const { views, remarks } = await pool.run({ kind: 'ocr', ...task });
  if (remarks.length > 0) throw new Error(JSON.stringify(remarks));
  const text = (await Promise.all(views.map(({ file }) => readFile(file, 'utf8')))).join('');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);
}

let archive: Buffer;
test.before(async () => {
  archive = (await make(await letteredPng())).files[0]!;
});

const texts = (told: readonly Told[]): string[] => told.map(({ body }) => body.value);

function near(t: ExecutionContext, target: string, box: readonly number[]): void {
  const found = /^http:\/\/example\.org\/view#xywh=([\d.,]+)$/.exec(target)?.[1]?.split(',').map(Number) ?? [];
  t.true(
    box.every((value, i) => Math.abs(value - (found[i] ?? Infinity)) <= 5),
    `${target} for ${String(box)}`,
  );
}

test('lines of a page become annotations in reading order, at the scale of the view', async (t) => {
  const told = await recognise(archive, { width: WIDTH * 2, height: HEIGHT * 2 });
  t.deepEqual(
    texts(told),
    LINES.map(({ text }) => text),
  );
  for (const [index, { target, textGranularity, body, confidence }] of told.entries()) {
    near(
      t,
      target,
      boxOf(LINES[index]!).map((value) => value * 2),
    );
    t.is(textGranularity, 'line');
    t.is(body.language, 'en');
    t.true(confidence > 0.6 && confidence <= 1);
  }
});

test('of several languages none is told, and each granularity that is asked for is there', async (t) => {
  const told = await recognise(archive, { languages: ['en', 'la'], granularities: ['page', 'word'] });
  const [page, ...words] = told;
  t.is(page?.textGranularity, 'page');
  t.is(page?.body.value.replaceAll(/\s+/g, ' '), LINES.map(({ text }) => text).join(' '));
  t.deepEqual(
    texts(words),
    LINES.flatMap(({ text }) => text.split(' ')),
  );
  t.true(words.every(({ textGranularity }) => textGranularity === 'word'));
  t.true(told.every(({ body }) => !('language' in body)));
});

test('a page without text is no failure', async (t) => {
  const { files } = await make(await letteredPng([]));
  t.deepEqual(await recognise(files[0]!, { granularities: ['page', 'line'] }), []);
});

/** Zeros in its first tile. */
function zeroed(bytes: Buffer): void {
  const start = bytes.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
  bytes.fill(0, start + 300, start + 400);
}

test('damage of a pyramid is told as what it is', async (t) => {
  await t.throwsAsync(recognise(archive, { spoil: zeroed }), { instanceOf: DamagedError });
});

test('a page that takes more memory than a job may have is given up', async (t) => {
  const limits = { memory: 60e6, seconds: 110 };
  await t.throwsAsync(recognise(archive, { limits }), { instanceOf: LimitError, message: /60 MB/ });
});

const data = process.env['VITRINE_TEST_DATA'] ?? '';
testOnData('test data', true)('a printed page of a memorandum is read', async (t) => {
  const { files } = await make(await readFile(join(data, 'images', 'canta-bw-9image.tif')));
  const told = await recognise(files[3]!, { width: 1695, height: 2175 });
  t.is(told[0]?.body.value, 'Operative Part');
  t.is(told[1]?.body.value, 'Interpretation');
  t.true(texts(told).some((text) => text.includes('applicable laws, regulations and requirements')));
  t.true(told.length > 40, String(told.length));
});
