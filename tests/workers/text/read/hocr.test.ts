import test from 'ava';
import { textOf, textOfPage } from '../../../../workers/text/text.ts';
import { partsOf, readAll } from '../transcriptions.ts';

const TESSERACT = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><head><title></title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/><meta name='ocr-system' content='tesseract 5.3.0' /></head>
<body><div class='ocr_page' id='page_1' title='image "/scans/page 1.png"; bbox 0 0 640 480; ppageno 0; scan_res 300 300'>
<div class='ocr_photo' title="bbox 1 1 5 5"></div>
<div class='ocr_carea' title="bbox 36 92 582 269"><p class='ocr_par' lang='deu' dir='rtl' title="bbox 36 92 582 269">
<span class='ocr_header' title="bbox 36 92 236 122; baseline 0.01 -5; x_size 30"><span class='ocrx_word' title='bbox 36 92 96 116; x_wconf 90'>Ver­</span>
 <span class='ocrx_word' title='bbox 109 92 236 116; x_wconf 88'><strong>fass</strong>ung</span>.</span>
<span class='ocr_line' title="bbox 36 126 236 150; baseline 0 0 -2"><span class='ocrx_word' title='bbox 36 126 96 150; poly 36 126 96 130 96 150'><span class='ocrx_cinfo' title='x_bboxes 36 126 50 150; x_conf 99.5'>a</span><span class='ocrx_cinfo' title='x_bboxes 50 126 60 150; x_conf 50'>b</span></span><span class='ocrx_word' title='bbox 100 126 110 150'>c</span></span>
</p></div></div></body></html>`;

test('what Tesseract writes is read with confidence, baseline, language and program', async (t) => {
  const { pages, format, remarks } = await readAll(TESSERACT);
  t.is(format, 'hocr');
  t.deepEqual(remarks, []);
  const [page] = pages;
  const { parts, ...head } = page!;
  t.deepEqual(head, {
    index: 0,
    unit: 'pixel',
    id: 'page_1',
    file: '/scans/page 1.png',
    number: 0,
    generator: { name: 'tesseract', version: '5.3.0' },
    width: 640,
    height: 480,
  });
  t.deepEqual(
    parts.map(({ granularity }) => granularity),
    ['block'],
  );
  const [paragraph] = partsOf(pages, 'paragraph');
  t.deepEqual([paragraph!.language, paragraph!.direction], ['de', 'rtl']);
  const [header, line] = partsOf(pages, 'line');
  t.is(header!.kind, 'ocr_header');
  t.deepEqual(header!.baseline, [36, 117, 236, 119]);
  t.is(line!.baseline!.length, 18);
  t.deepEqual(line!.baseline!.slice(0, 2), [36, 148]);
  const words = partsOf(pages, 'word');
  t.deepEqual(
    words.map(({ confidence }) => confidence),
    [0.9, 0.88, undefined, undefined],
  );
  t.deepEqual(words[2]!.polygon, [36, 126, 96, 130, 96, 150]);
  t.deepEqual(
    partsOf(pages, 'glyph').map(({ text, confidence }) => [text, confidence]),
    [
      ['a', 0.995],
      ['b', 0.5],
    ],
  );
});

test('a line has what is between its words; where nothing is, a space', async (t) => {
  const { pages } = await readAll(TESSERACT);
  t.deepEqual(partsOf(pages, 'line').map(textOf), ['Ver­ fassung.', 'ab c']);
});

const lineOf = (text: string): string => `<span class=ocr_line title="bbox 0 0 9 9">${text}</span>`;

test('a soft hyphen at the end of a line joins its word with the next', async (t) => {
  const { pages } = await readAll(
    `<div class=ocr_page title="bbox 0 0 9 9"><p class=ocr_par>${lineOf('sind ver&shy;')}${lineOf('bunden')}${lineOf('x-')}${lineOf('y')}</div>`,
  );
  t.is(textOfPage(pages[0]!), 'sind verbunden\nx-\ny');
});

test('HTML that is no XML is read: attributes without quotes, elements never closed, pages that begin within others', async (t) => {
  const { pages, remarks } = await readAll(
    `<!DOCTYPE HTML><HTML><BODY><DIV CLASS="ocr_page" TITLE='bbox 0 0 100 100'><SPAN class=ocr_line title="bbox 1 2 3 4">one &amp; two<br>three
     <div class=ocr_page title="bbox 0 0 50 50"><span class=ocr_line title="bbox 1 2 3 4">second<span class=ocr_line title="bbox 5 6 7 8">third`,
  );
  t.deepEqual(
    pages.map((page) => [page.width, textOfPage(page)]),
    [
      [100, 'one & two three'],
      [50, 'second\nthird'],
    ],
  );
  t.deepEqual(
    remarks.map(({ code, count }) => [code, count]),
    [['unclosed', 7]],
  );
});

test('a bbox that is none is told with its place, and the parts give the place', async (t) => {
  const { pages, remarks } = await readAll(
    `<html><div class="ocr_page" title="bbox 0 0 9 9">\n<span class="ocr_line" title="bbox a b"><span class="ocrx_word" title="bbox 1 2 3 4">x</span></span></div></html>`,
  );
  t.deepEqual(partsOf(pages, 'line')[0]!.box, { x: 1, y: 2, width: 2, height: 2 });
  t.regex(remarks[0]!.message, /line 2, column 1\).*bbox|bbox.*line 2, column 1\)/);
});

test('HTML without a page of hOCR is refused', async (t) => {
  await t.throwsAsync(readAll('<html><body><p>Hello</p></body></html>'), {
    message: /hOCR \(no element of class ocr_page\)/,
  });
});
