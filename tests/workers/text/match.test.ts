import test from 'ava';
import type { TextView } from '../../../workers/text/frame.ts';
import { matchPages, stemOf } from '../../../workers/text/match.ts';
import type { PageHead } from '../../../workers/text/match.ts';

const view = (id: string, file?: string): TextView => ({
  id,
  width: 1,
  height: 1,
  ...(file === undefined ? {} : { image: { file, width: 1, height: 1 } }),
});
const page = (source: string, index = 0, more: Partial<PageHead> = {}): PageHead => ({ source, index, ...more });
const found = (pages: PageHead[], views: TextView[]): unknown[] =>
  matchPages(pages, views).map((match) => (match.view ? `${match.view.id} by ${match.by}` : match.reason));

const STEMS: [string, string][] = [
  ['page_0001.alto.xml', 'page_0001'],
  ['C:\\scans\\Page_0001.TIF', 'page_0001'],
  ['https://example.org/iiif/a%20b.tif.jpeg?size=1#x', 'a b'],
  ['/a/b/vol.1.p.7', 'vol.1.p.7'],
  ['100%.jpg', '100%'],
  ['e\u0301.png', 'é'],
  ['.xml', '.xml'],
];

for (const [name, stem] of STEMS) test(`the stem of ${name} is ${stem}`, (t) => t.is(stemOf(name), stem));

test('a page is found by its view’s id, then by its image’s name, then by its file’s', (t) => {
  const views = [view('v1', 'one.jpg'), view('v2', 'two.jpg'), view('v3', 'three.jpg')];
  t.deepEqual(
    found(
      [
        page('three.xml', 0, { view: 'v1', file: 'two.tif' }),
        page('three.xml', 0, { file: '/x/two.tif' }),
        page('three.alto.xml', 0, { file: 'zero.tif' }),
      ],
      views,
    ),
    ['v1 by view', 'v2 by image', 'v3 by source'],
  );
});

test('several pages of one file are not found by the name that they have in common', (t) => {
  const views = [view('v1', 'book.jpg'), view('v2', 'other.jpg')];
  t.deepEqual(found([page('book.xml', 0, { file: 'book.pdf' }), page('book.xml', 1, { file: 'book.pdf' })], views), [
    'v1 by order',
    'v2 by order',
  ]);
  t.regex(
    String(found([page('book.xml', 0), page('book.xml', 1), page('book.xml', 2)], views)[0]),
    /there are 3 pages for 2 views/,
  );
});

test('pieces of one page of a table are one', (t) => {
  const views = [view('v1', 'a.jpg'), view('v2', 'b.jpg')];
  t.deepEqual(
    found([page('t.csv', 0, { file: 'a' }), page('t.csv', 1, { file: 'b' }), page('t.csv', 0, { file: 'a' })], views),
    ['v1 by image', 'v2 by image', 'v1 by image'],
  );
  t.deepEqual(found([page('t.csv', 0), page('t.csv', 1), page('t.csv', 0)], views), [
    'v1 by order',
    'v2 by order',
    'v1 by order',
  ]);
});

test('order counts only where no name was found and there are as many pages as views', (t) => {
  const views = [view('v1', 'one.jpg'), view('v2', 'two.jpg')];
  t.deepEqual(found([page('x1.xml'), page('x2.xml')], views), ['v1 by order', 'v2 by order']);
  const [first, second] = found([page('one.xml'), page('x2.xml')], views);
  t.is(first, 'v1 by source');
  t.regex(
    String(second),
    /^Page 1 of x2.xml belongs to no one view: no view shows an image of its name or of its file\. Name the transcription as the image is named \(one.xml for one.jpg\)/,
  );
});

test('a name of two images is neither', (t) => {
  const views = [view('v1', 'a/cover.jpg'), view('v2', 'b/cover.jpg'), view('v3')];
  const [reason] = found([page('x.xml', 0, { file: 'cover.tif' })], views);
  t.regex(String(reason), /its image is "cover.tif".*2 views show an image named like "cover.tif"/);
});
