import test from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Annotated as Outcome } from '../../../server/commands/annotate/outcome.ts';
import { LINES, boxOf, letteredPng } from '../../workers/ocr/lettered.ts';
import type { Lettering } from '../../workers/ocr/lettered.ts';
import { Annotated } from '../annotations/annotated.ts';
import type { Json } from '../annotations/annotated.ts';

let site: Annotated;
test.before(async () => {
  site = await Annotated.start();
});
test.after.always(() => site[Symbol.asyncDispose]());

/** The views of a new object with these pages. */
async function added(object: string, pages: readonly (readonly Lettering[])[]): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, lines] of pages.entries()) {
    const path = join(site.product.folder, `${object}-${index + 1}.png`);
    await writeFile(path, await letteredPng(lines));
    paths.push(path);
  }
  await site.product.add(paths, ['--object', object]);
  const { json } = await site.get(`${site.url}/iiif/presentation/3/manifests/${object}`);
  return (json['items'] as { id: string }[]).map(({ id }) => id.split('/').at(-1) ?? '');
}

async function run(...args: string[]): Promise<{ code: number | null; outcomes: Outcome[]; stderr: string }> {
  const { code, stdout, stderr } = await site.product.run('annotate', '--json', ...args);
  const lines = stdout.split('\n').filter((text) => text !== '');
  return { code, stderr, outcomes: lines.map((text) => JSON.parse(text) as Outcome) };
}

async function annotationsOn(view = ''): Promise<Json[]> {
  const { json } = await site.get(`${site.url}/iiif/presentation/3/annotations/${view}`);
  return (json['items'] ?? []) as Json[];
}

const bodyOf = ({ body }: Json): Json => [body].flat()[0] as Json;
const textsOn = async (view?: string): Promise<unknown[]> =>
  (await annotationsOn(view)).map((annotation) => bodyOf(annotation)['value']);
const TEXTS = LINES.map(({ text }) => text);

test.serial('the text of an image is recognised, found, and replaced by the next time and no one else', async (t) => {
  t.timeout(180_000);
  const [view = ''] = await added('map', [LINES]);
  const container = `${site.url}/annotations/${view}/`;
  const target = `${site.url}/iiif/canvas/${view}`;
  await site.post({ target, body: { type: 'TextualBody', value: 'said by Ada' } }, { container });

  const first = await run('--ocr', '--language', 'en', 'map');
  t.is(first.stderr, '');
  t.is(first.code, 0, JSON.stringify(first.outcomes));
  t.like(first.outcomes, [{ state: 'ready', object: 'map', created: 3, removed: 0 }]);
  const [ada, ...lines] = await annotationsOn(view);
  t.is(bodyOf(ada ?? {})['value'], 'said by Ada');
  t.deepEqual(
    lines.map((line) => bodyOf(line)['value']),
    TEXTS,
  );
  const { json } = await site.get(String(lines[0]?.['id']));
  t.like(json, {
    motivation: 'supplementing',
    textGranularity: 'line',
    body: { language: 'en' },
    generator: { type: 'Software', name: 'Tesseract', softwareVersion: 'tesseract.js-core 7.0.0' },
  });
  t.true(Number(json['confidence']) > 0.6 && Number(json['confidence']) <= 1);
  const box = /xywh=([\d.,]+)/.exec(JSON.stringify(json['target']))?.[1]?.split(',').map(Number) ?? [];
  t.true(
    boxOf(LINES[0]!).every((value, i) => Math.abs(value - (box[i] ?? Infinity)) <= 3),
    String(box),
  );

  const search = await site.get(`${site.url}/iiif/search/2/manifests/map?q=vienna`);
  t.deepEqual(
    (search.json['items'] as Json[]).map((found) => bodyOf(found)['value']),
    [TEXTS[2]],
  );

  t.like((await run('--ocr', 'map')).outcomes, [{ created: 0, kept: 3, removed: 0 }], 'English unless it is said');
  const latin = await run('--ocr', '--language', 'la', '--language', 'deu', '--granularity', 'page', 'map');
  t.like(latin.outcomes, [{ created: 1, kept: 0, removed: 3 }]);
  const [said, page, ...others] = await annotationsOn(view);
  t.deepEqual(others, []);
  t.is(bodyOf(said ?? {})['value'], 'said by Ada');
  t.true(String(bodyOf(page ?? {})['value']).includes('THE OLD RIVER'));
  t.false('language' in bodyOf(page ?? {}));
});

test.serial('a picture without text has none, and is no failure', async (t) => {
  const { code, outcomes } = await run('--ocr', 'page');
  t.is(code, 0);
  t.like(outcomes, [{ state: 'ready', object: 'page', created: 0 }]);
});

test.serial('what cannot be done is said before anything is asked for', async (t) => {
  const missing = await run('--ocr', '--language', 'tlh', 'page');
  t.is(missing.code, 1);
  t.regex(missing.stderr, /^Expected languages .* and got "tlh"\. `npm install @tesseract\.js-data\/CODE`/);
  const wrong = await run('--ocr', '--granularity', 'letter', 'page');
  t.regex(wrong.stderr, /^Expected .*glyph for --granularity .*letter/);
  const twice = await run('--service', 'http://127.0.0.1:1', '--language', 'la', '--language', 'de', 'page');
  t.regex(twice.stderr, /^--language is given once with --service/);
  const { stdout } = await site.product.run('status', '--json');
  const { annotating } = JSON.parse(stdout) as { annotating: { run: string; waiting: number }[] };
  t.deepEqual(
    annotating.filter(({ waiting }) => waiting > 0),
    [],
  );
});

test.serial(
  'killed in the middle of a book, it goes on page by page, and `--resume` leaves out what is done',
  async (t) => {
    t.timeout(240_000);
    const views = await added(
      'book',
      LINES.flatMap((line) => [
        [line, { ...line, y: line.y + 90 }],
        [line, { ...line, y: line.y - 90 }],
      ]),
    );
    t.is(views.length, 6);
    const command = site.product.begin('annotate', '--json', '--ocr', 'book');
    while (!command.stdout().includes('\n')) await sleep(5);
    await site.product.kill();
    command.kill();
    const told = (await command.finished).stdout.trimEnd().split('\n').length;
    t.true(told < views.length, `${told} of ${views.length} pages were done before the kill`);
    await site.product.start();
    const waiting = async (): Promise<number> => {
      const { stdout } = await site.product.run('status', '--json');
      const { annotating } = JSON.parse(stdout) as { annotating: { waiting: number }[] };
      return annotating.reduce((sum, one) => sum + one.waiting, 0);
    };
    while ((await waiting()) > 0) await sleep(200);
    for (const [index, view] of views.entries()) {
      const { text } = LINES[Math.floor(index / 2)]!;
      t.deepEqual(await textsOn(view), [text, text]);
    }
    const again = await run('--ocr', '--resume', 'book');
    t.is(again.code, 0);
    t.deepEqual(again.outcomes, []);
  },
);
