import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf, textOfPage } from '../../../../workers/text/text.ts';
import { readText } from '../../../../workers/text/read/read.ts';
import type { TextPage } from '../../../../workers/text/model.ts';
import { testOnData } from '../../../needs.ts';
import { partsOf } from '../transcriptions.ts';

const folder = join(process.env['VITRINE_TEST_DATA'] ?? '', 'text');

const ALTO = { pages: /<(a:)?Page\s/g, lines: /<(a:)?TextLine\s/g, words: /<(a:)?String\s/g };
const HOCR = { pages: /"ocr_page"/g, lines: /"ocr_line"/g, words: /"ocrx_word"/g };
const MINI = { pages: /<p\s/g, lines: /<l>/g, words: /<w\s/g };

/** How a file begins, by eye, and what is counted in it by patterns, which know nothing of the readers. */
const FILES: Record<
  string,
  { count: Record<'pages' | 'lines' | 'words', RegExp>; first: string; line: string; width: number }
> = {
  'alto-chronicling.xml': { count: ALTO, first: 'e', line: 'TOM J. TERRALL SPOKE', width: 20132 },
  'alto_float.xml': { count: ALTO, first: 'it', line: "Men's Dormitory Rises", width: 11520 },
  'alto_namespaced.xml': { count: ALTO, first: '-:-', line: 'FRANKLIN.', width: 5107 },
  'chronicling-seq-1.hocr.html': { count: HOCR, first: '»', line: '» IMPORTANT CHANGE', width: 20596 },
  'hocr_hyphen.html': { count: HOCR, first: '162', line: 'KONKLUSION', width: 1662 },
  'miniocr.xml': { count: MINI, first: 'Lenin', line: 'Lenin / M solini / Wer', width: 1 },
  'multicolumn.hocr': { count: HOCR, first: '-', line: 'Betriebsbeamte beiden', width: 2701 },
  'penn-codex660-f0.alto.xml': {
    count: ALTO,
    first: 'D',
    line: 'Amoiselle sapience sen ala oultre mer',
    width: 3500,
  },
};

for (const [name, { count, first, line, width }] of Object.entries(FILES)) {
  testOnData('test data', true)(`all of ${name} is read`, async (t) => {
    const content = await readFile(join(folder, name), 'utf8');
    const document = await readText(createReadStream(join(folder, name)));
    const pages: TextPage[] = [];
    for await (const page of document.pages) pages.push(page);
    const [lines, words] = [partsOf(pages, 'line'), partsOf(pages, 'word')];
    t.is(pages.length, content.match(count.pages)!.length);
    t.is(lines.length, content.match(count.lines)!.length);
    t.is(words.length, content.match(count.words)!.length);
    t.is(textOf(words[0]!), first);
    t.true(lines.map(textOf).includes(line));
    t.is(pages[0]!.width, width);
    t.true(words.every((word) => word.box));
    t.deepEqual(document.remarks(), []);
    t.true(textOfPage(pages[0]!).startsWith(first));
  });
}

testOnData('test data', true)('no transcription of the test data is left out', async (t) => {
  t.deepEqual((await readdir(folder)).toSorted(), Object.keys(FILES).toSorted());
});
