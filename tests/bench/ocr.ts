import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { makeImage } from '../../workers/images/make.ts';
import { IsolatedPool } from '../../workers/isolate/pool.ts';
import { readPageImage } from '../../workers/ocr/image.ts';
import { languageModels } from '../../workers/ocr/languages.ts';
import type { TextItem } from '../../workers/text/model.ts';
import { readText } from '../../workers/text/read/read.ts';
import { textOf } from '../../workers/text/text.ts';
import { cpuSeconds, familyOf } from './processes.ts';

const ROUNDS = 3;
/** Of VITRINE_TEST_DATA/images, with the numbers of pages: a memorandum, a cookery book, and prints with little text. */
const SCANS: Record<string, readonly number[]> = {
  'canta-bw-9image.tif': [1, 4, 6, 8],
  'ocrd-boston_cooking_a-orient6.jpg': [1],
  'loc-rosen1799-0018v.jpg': [1],
};

interface Page {
  name: string;
  pyramid: string;
  width: number;
  height: number;
}

interface Cost {
  page: string;
  megapixels: number;
  /** Of CPU, medians: all that a page takes, from the pyramid to annotations; and of Debian's program, from a PGM to hOCR. */
  vitrineSeconds: number;
  tesseractSeconds: number;
  ratio: number;
  /** Lines that Debian's finds, and those of them that Vitrine reads the same. */
  lines: number;
  alike: number;
}

const run = promisify(execFile);

/** Beside the `tesseract` of the system, with the same language data, on one core each. */
export async function benchOcr(folder: string): Promise<unknown> {
  const data = process.env['VITRINE_TEST_DATA'];
  if (data === undefined) throw new Error('VITRINE_TEST_DATA must name the folder of test data');
  const { stdout, stderr } = await run('tesseract', ['--version']);
  const pages = await pagesOf(join(data, 'images'), folder);
  const models = await languageModels(['en']);
  for (const { code, file } of models)
    await writeFile(join(folder, `${code}.traineddata`), gunzipSync(await readFile(file)));

  await using pool = new IsolatedPool({ size: 1, memory: 4e9, seconds: 600 });
  const ours = async ({ pyramid, width, height }: Page): Promise<Read> => {
    const made = join(folder, 'annotations');
    await mkdir(made);
    const before = await childrenSeconds();
    const view = { id: 'http://example.org/view', width, height };
    const task = { kind: 'ocr', pyramid, models, folder: made, granularities: ['line'], view } as const;
    const { views } = await pool.run(task);
    const seconds = (await childrenSeconds()) - before;
    const lines = (await Promise.all(views.map(({ file }) => readFile(file, 'utf8')))).join('').trimEnd().split('\n');
    await rm(made, { recursive: true });
    return { seconds, lines: lines.map((line) => (JSON.parse(line) as { body: { value: string } }).body.value) };
  };

  // What a process costs once, its start and the compiling, is told apart: it does hundreds of pages.
  const [first] = pages;
  if (!first) throw new Error('There are no pages');
  const firstSeconds = (await ours(first)).seconds;
  const costs: Cost[] = [];
  for (const page of pages) {
    const rounds: [Read, Read][] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push([await ours(page), await theirs(page, folder, models[0]?.code ?? '')]);
    costs.push(costOf(page, rounds));
    console.error(JSON.stringify(costs.at(-1)));
  }
  const [vitrine, tesseract] = [total(costs, 'vitrineSeconds'), total(costs, 'tesseractSeconds')];
  return {
    tesseract: (stdout || stderr).split('\n')[0],
    rounds: ROUNDS,
    firstPageSeconds: rounded(firstSeconds),
    pages: costs,
    vitrineSeconds: rounded(vitrine),
    tesseractSeconds: rounded(tesseract),
    ratio: rounded(vitrine / tesseract),
  };
}

interface Read {
  seconds: number;
  lines: string[];
}

async function pagesOf(images: string, folder: string): Promise<Page[]> {
  const pages: Page[] = [];
  for (const [name, numbers] of Object.entries(SCANS)) {
    const made = join(folder, name);
    await mkdir(made);
    const report = await makeImage({ source: join(images, name), folder: made, maxPixels: 1e9 }, () => undefined);
    for (const { page, file, width, height } of report.pages)
      if (numbers.includes(page)) pages.push({ name: `${name} ${page}`, pyramid: join(made, file), width, height });
  }
  return pages;
}

/** On the same pixels. OpenMP would have it use more time in all, to be done sooner. */
async function theirs({ pyramid }: Page, folder: string, language: string): Promise<Read> {
  const input = join(folder, 'page.pgm');
  const output = join(folder, 'page');
  await writeFile(input, (await readPageImage(pyramid)).bytes);
  const command = ['tesseract', '--tessdata-dir', folder, input, output, '-l', language, '--oem', '1'];
  const timed = ['-c', `TIMEFORMAT='%U %S'; time "$@" 2>/dev/null`, 'bash', ...command];
  const env = { ...process.env, OMP_THREAD_LIMIT: '1' };
  const { stderr } = await run('bash', [...timed, '-c', 'tessedit_create_hocr=1'], { env });
  const seconds = stderr.trim().split(' ').map(Number);
  const { pages } = await readText(createReadStream(`${output}.hocr`));
  const lines: string[] = [];
  for await (const { parts } of pages) lines.push(...linesIn(parts));
  return { seconds: seconds.reduce((sum, each) => sum + each, 0), lines };
}

const linesIn = (items: readonly TextItem[]): string[] =>
  items.flatMap((item) => (item.granularity === 'line' ? [textOf(item).trim()] : linesIn(item.parts)));

/** Of all that this process has started and that still runs. */
async function childrenSeconds(): Promise<number> {
  const [, ...children] = await familyOf(process.pid);
  return cpuSeconds(...children);
}

function costOf({ name, width, height }: Page, rounds: readonly (readonly [Read, Read])[]): Cost {
  const [vitrine, tesseract] = [0, 1].map((who) => median(rounds.map((round) => round[who]?.seconds ?? 0)));
  const [ours, debian] = rounds[0] ?? [];
  const lines = (debian?.lines ?? []).filter((line) => line !== '');
  const known = new Set(ours?.lines);
  return {
    page: name,
    megapixels: Math.round((width * height) / 1e5) / 10,
    vitrineSeconds: rounded(vitrine ?? 0),
    tesseractSeconds: rounded(tesseract ?? 0),
    ratio: rounded((vitrine ?? 0) / (tesseract ?? 1)),
    lines: lines.length,
    alike: lines.filter((line) => known.has(line)).length,
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const total = (costs: readonly Cost[], of: 'vitrineSeconds' | 'tesseractSeconds'): number =>
  costs.reduce((sum, cost) => sum + cost[of], 0);
const rounded = (value: number): number => Math.round(value * 100) / 100;
