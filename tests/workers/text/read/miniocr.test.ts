import test from 'ava';
import { textOf } from '../../../../workers/text/text.ts';
import { partsOf, readAll } from '../transcriptions.ts';

test('pages, blocks, lines and words are read, with what is between words', async (t) => {
  const { pages, format } = await readAll(
    `<ocr><p xml:id="p1" wh="600 800"><b><l><w x="1 2 3 4">Italien</w>, <w x="5 2 3 4">C</w>.</l></b></p><p xml:id="p2"><b><l><w x=".1 .2 .3 .4">x</w></l></b></p></ocr>`,
  );
  t.is(format, 'miniocr');
  t.deepEqual(partsOf(pages, 'line').map(textOf), ['Italien, C.', 'x']);
  t.deepEqual(
    pages.map(({ id, width, height, unit }) => [id, width, height, unit]),
    [
      ['p1', 600, 800, 'pixel'],
      ['p2', 1, 1, 'relative'],
    ],
  );
  t.deepEqual(partsOf(pages, 'block')[0]!.box, { x: 1, y: 2, width: 7, height: 4 });
});

test('a word without a box is told', async (t) => {
  const { remarks } = await readAll('<ocr><p wh="1 1"><b><l><w x="1 2">x</w></l></b></p></ocr>');
  t.deepEqual(
    remarks.map(({ code }) => code),
    ['no-box'],
  );
});
