import test from 'ava';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { annotate } from '../../../workers/text/annotate.ts';
import type { TextAnnotation } from '../../../workers/text/annotate.ts';
import type { Granularity, TextItem, TextPage } from '../../../workers/text/model.ts';
import { readText } from '../../../workers/text/read/read.ts';
import { Remarks } from '../../../workers/text/remarks.ts';
import { testOnData } from '../../needs.ts';
import { readAll } from './transcriptions.ts';

const view = { id: 'view:1', width: 200, height: 100 };

const word = (text: string, x: number, confidence?: number): TextItem => ({
  granularity: 'word',
  text,
  box: { x, y: 10, width: 20, height: 10 },
  parts: [],
  ...(confidence === undefined ? {} : { confidence }),
});

const page: TextPage = {
  index: 0,
  unit: 'pixel',
  width: 400,
  height: 200,
  language: 'de',
  generator: { name: 'Tess', version: '5', generated: '2020-01-01T00:00:00.000Z' },
  parts: [
    {
      granularity: 'block',
      language: 'la',
      box: { x: 0, y: 0, width: 100, height: 50 },
      parts: [
        {
          granularity: 'line',
          direction: 'rtl',
          box: { x: 10, y: 10, width: 60, height: 10 },
          parts: [word('a', 10, 0.5), word('b', 50, 1)],
        },
        { granularity: 'line', text: 'without a place', parts: [] },
      ],
    },
    { granularity: 'block', text: 'no lines', polygon: [0, 100, 100, 100, 0, 200], parts: [] },
  ],
};

function made(granularities?: Granularity[], of: TextPage = page): TextAnnotation[] {
  return [...annotate(of, view, new Remarks(), granularities ? { granularities } : {})];
}

const values = (list: TextAnnotation[]): unknown[] =>
  list.map(({ annotation }) => (annotation['body'] as { value: string }).value);

test('a line is an annotation as IIIF and the W3C have it', (t) => {
  t.deepEqual(made()[0], {
    annotation: {
      '@context': ['http://iiif.io/api/extension/text-granularity/context.json', 'http://www.w3.org/ns/anno.jsonld'],
      type: 'Annotation',
      motivation: 'supplementing',
      textGranularity: 'line',
      body: { type: 'TextualBody', value: 'a b', format: 'text/plain', language: 'la', textDirection: 'rtl' },
      target: 'view:1#xywh=5,5,30,5',
      generator: { type: 'Software', name: 'Tess 5' },
      generated: '2020-01-01T00:00:00.000Z',
    },
    granularity: 'line',
    order: 0,
    confidence: 0.75,
    generator: { name: 'Tess', version: '5', generated: '2020-01-01T00:00:00.000Z' },
  });
});

test('text that has none of the granularities asked for keeps its own; nothing is written twice for that', (t) => {
  t.deepEqual(
    made().map(({ granularity, order }) => [granularity, order]),
    [
      ['line', 0],
      ['line', 1],
      ['block', 2],
    ],
  );
  t.deepEqual(values(made(['word'])), ['a', 'b', 'without a place', 'no lines']);
  t.deepEqual(values(made(['block'])), ['a b\nwithout a place', 'no lines']);
  t.deepEqual(values(made(['page', 'word'])), ['a b\nwithout a place\nno lines', 'a', 'b']);
  t.deepEqual(values(made(['line', 'word'])), ['a b', 'a', 'b', 'without a place', 'no lines']);
});

test('a part without a place has that of what it is in, an outline is a path, a page is its whole view', (t) => {
  const targets = made(['page', 'line']).map(({ annotation }) => annotation['target']);
  t.deepEqual(targets.slice(0, 3), ['view:1', 'view:1#xywh=5,5,30,5', 'view:1#xywh=0,0,50,25']);
  t.deepEqual(made()[2]!.annotation['target'], {
    type: 'SpecificResource',
    source: 'view:1',
    selector: {
      type: 'SvgSelector',
      value: '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0,50 L50,50 L0,100 Z"/></svg>',
    },
  });
});

test('what is outside of the view is left out and counted', (t) => {
  const remarks = new Remarks();
  const all = [...annotate({ ...page, parts: [word('in', 0), word('out', 900), word('far', 990)] }, view, remarks)];
  t.deepEqual(values(all), ['in']);
  t.deepEqual(
    remarks.list().map(({ code, count }) => [code, count]),
    [['outside', 2]],
  );
});

test('a row of a table has its motivation, format and outline', async (t) => {
  const { pages } = await readAll('page,text,motivation,format,svg\n1,<b>x</b>,commenting,text/html,<svg/>\n');
  const { annotation } = made(undefined, pages[0])[0]!;
  t.is(annotation['motivation'], 'commenting');
  t.deepEqual(annotation['body'], { type: 'TextualBody', value: '<b>x</b>', format: 'text/html' });
  t.deepEqual((annotation['target'] as { selector: unknown }).selector, { type: 'SvgSelector', value: '<svg/>' });
});

test('annotations are put on the view and are otherwise as they came', async (t) => {
  const given = {
    type: 'Annotation',
    id: 'http://a',
    textGranularity: 'word',
    body: [{ type: 'Choice' }],
    creator: 'http://me',
    target: 'http://c#xywh=1,2,3,4',
  };
  const { pages } = await readAll(JSON.stringify([given, { ...given, textGranularity: undefined }]));
  const list = made(['line'], pages[0]);
  t.deepEqual(
    list.map(({ granularity, order }) => [granularity, order]),
    [
      ['word', 0],
      [undefined, 1],
    ],
  );
  t.deepEqual(list[0]!.annotation, { ...given, target: 'view:1#xywh=1,2,3,4' });
});

testOnData('test data', true)(
  'the lines of a codex lie in its picture, as paths where their outlines say more',
  async (t) => {
    const file = join(process.env['VITRINE_TEST_DATA']!, 'text', 'penn-codex660-f0.alto.xml');
    const { pages } = await readText(createReadStream(file));
    const remarks = new Remarks();
    const all: TextAnnotation[] = [];
    for await (const one of pages) all.push(...annotate(one, { id: 'v', width: 1750, height: 2225 }, remarks));
    t.is(all.length, 30);
    t.deepEqual(remarks.list(), []);
    t.deepEqual((all[0]!.annotation['target'] as { selector: unknown }).selector, {
      type: 'SvgSelector',
      value:
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M213,375 L213,274 L239,274 L254,287 L278,276 L297,289 L327,289 L341,280 L341,410 L213,410 Z"/></svg>',
    });
    t.true(all.every(({ annotation }) => typeof annotation['target'] === 'object'));
  },
);
