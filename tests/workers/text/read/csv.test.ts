import test from 'ava';
import { partsOf, readAll } from '../transcriptions.ts';

test('rows become lines with place, language, motivation and confidence', async (t) => {
  const { pages, format, remarks } = await readAll(
    'view,file,x,y,w,h,text,language,motivation,confidence,granularity,format,page_width,page_height\n' +
      'v1,a.jpg,1,2,3,4,"one, ""two""",eng,commenting,0.5,word,text/html,100,200\nv1,a.jpg,,,,,whole,,,,,,100,200\n',
  );
  t.is(format, 'csv');
  t.deepEqual(remarks, []);
  t.deepEqual(pages, [
    {
      index: 0,
      unit: 'pixel',
      view: 'v1',
      file: 'a.jpg',
      width: 100,
      height: 200,
      parts: [
        {
          granularity: 'word',
          text: 'one, "two"',
          box: { x: 1, y: 2, width: 3, height: 4 },
          language: 'en',
          motivation: 'commenting',
          format: 'text/html',
          confidence: 0.5,
          parts: [],
        },
        { granularity: 'line', text: 'whole', parts: [] },
      ],
    },
  ]);
});

test('regions, polygons and outlines in their forms', async (t) => {
  const { pages } = await readAll(
    'page;text;xywh;polygon;svg\n1;a;xywh=pixel:1,2,3,4;;\n1;b;;POLYGON ((0 0, 10 0, 10 10));\n1;c;;0,0 5,0 5,5;\n1;d;;;"<svg><path d=""M0,0 L1,1""/></svg>"\n',
  );
  const [a, b, c, d] = partsOf(pages, 'line');
  t.deepEqual(a!.box, { x: 1, y: 2, width: 3, height: 4 });
  t.deepEqual(b!.polygon, [0, 0, 10, 0, 10, 10]);
  t.deepEqual(c!.box, { x: 0, y: 0, width: 5, height: 5 });
  t.is(d!.svg, '<svg><path d="M0,0 L1,1"/></svg>');
});

test('pages are given when the next one begins; one that comes again has its index', async (t) => {
  const { pages } = await readAll('file,text\na,1\nb,2\nb,3\na,4\n');
  t.deepEqual(
    pages.map(({ file, index, parts }) => [file, index, parts.map(({ text }) => text)]),
    [
      ['a', 0, ['1']],
      ['b', 1, ['2', '3']],
      ['a', 0, ['4']],
    ],
  );
});

test('rows that cannot be understood are passed over, counted, and the first is told with its line', async (t) => {
  const bad = ['1,x,1,2,3,', '1,x,1,2,a,4', '1,x,1,2,0,4', '0,x,,,,', 'two,x,,,,', ',x,,,,', '1,,1,2,3,4'];
  const { pages, remarks } = await readAll(`page,text,x,y,w,h\n1,"good\nrow",,,,\n${bad.join('\n')}\n1,last,,,,\n`);
  t.deepEqual(
    partsOf(pages, 'line').map(({ text }) => text),
    ['good\nrow', 'last'],
  );
  t.deepEqual(
    remarks.map(({ code, count }) => [code, count]),
    [['row', bad.length]],
  );
  t.regex(remarks[0]!.message, /row of line 4 has no four numbers/);
});

test('a wrong polygon, granularity or confidence is the row’s fault', async (t) => {
  const { remarks } = await readAll(
    'page,text,polygon,granularity,confidence\n1,x,POINT (1 2),,\n1,x,,page,\n1,x,,,50\n1,x,,,\n',
  );
  t.is(remarks[0]!.count, 3);
  t.regex(remarks[0]!.message, /line 2 has a polygon that is neither/);
});

test('a table without rows is refused, and says of its first fault where there were only wrong ones', async (t) => {
  await t.throwsAsync(readAll('page,text\n'), { message: /Nothing to read in this file of CSV\./ });
  await t.throwsAsync(readAll('page,text\n1,\n'), { message: /Nothing to read.*line 2 has no text/ });
});
