import test from 'ava';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { UnreadableError } from '../../../manifests/errors.ts';
import { recogniseAsHocr } from '../../../workers/ocr/engine.ts';
import { languageModels } from '../../../workers/ocr/languages.ts';
import { testFolder } from '../../folder.ts';
import { partsOf, readAll } from '../text/transcriptions.ts';
import { LINES, boxOf, letteredPage } from './lettered.ts';
import { textOf } from '../../../workers/text/text.ts';

const english = await languageModels(['en']);

test.serial('lines are read word by word, and lie where their ink is', async (t) => {
  const { pages } = await readAll(await recogniseAsHocr(letteredPage(), english));
  const lines = partsOf(pages, 'line');
  t.deepEqual(
    lines.map((line) => textOf(line)),
    LINES.map(({ text }) => text),
  );
  for (const [index, { box }] of lines.entries()) {
    const expected = boxOf(LINES[index]!);
    const got = [box!.x, box!.y, box!.width, box!.height];
    t.true(
      got.every((value, i) => Math.abs(value - expected[i]!) <= 2),
      `${String(got)} for ${String(expected)}`,
    );
  }
  const words = partsOf(pages, 'word');
  t.is(words.length, 17);
  t.true(words.every(({ confidence }) => confidence !== undefined && confidence > 0.6 && confidence <= 1));
});

test.serial('single signs are told where they are asked for', async (t) => {
  const { pages } = await readAll(await recogniseAsHocr(letteredPage(), english, { glyphs: true }));
  const glyphs = partsOf(pages, 'glyph');
  t.is(glyphs.map((glyph) => textOf(glyph)).join(''), LINES.map(({ text }) => text.replaceAll(' ', '')).join(''));
  t.deepEqual(partsOf((await readAll(await recogniseAsHocr(letteredPage(), english))).pages, 'glyph'), []);
});

test.serial('pages without text, and of no size to speak of, say nothing', async (t) => {
  for (const [width, height] of [
    [500, 400],
    [1, 1],
    [3, 200],
  ] as const) {
    const { pages } = await readAll(await recogniseAsHocr(letteredPage([], width, height), english));
    t.like(pages, [{ width, height, parts: [] }]);
  }
});

test.serial('a page is read the same whatever was read before it', async (t) => {
  const alone = await recogniseAsHocr(letteredPage(), english);
  const other = letteredPage([{ text: 'ANOTHER TEXT ALTOGETHER', x: 600, y: 300, height: 50 }]);
  await recogniseAsHocr(other, await languageModels(['la', 'de']));
  await recogniseAsHocr(other, english, { glyphs: true });
  t.is(await recogniseAsHocr(letteredPage(), english), alone);
});

test.serial('a model that is broken is a fault of its own, and the next page is read', async (t) => {
  await using folder = await testFolder();
  const file = join(folder.path, 'bad.traineddata.gz');
  await writeFile(file, gzipSync(Buffer.alloc(1000, 'no model')));
  const broken = recogniseAsHocr(letteredPage(), [{ code: 'bad', tag: 'und', file }]);
  await t.throwsAsync(broken, { instanceOf: UnreadableError, message: /language data for bad/ });
  t.regex(await recogniseAsHocr(letteredPage(), english), />CASTLE</);
});
