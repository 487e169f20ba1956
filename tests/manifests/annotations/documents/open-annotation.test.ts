import test from 'ava';
import { openAnnotation } from '../../../../manifests/annotations/documents/open-annotation.ts';
import { readAnnotation } from '../../../../manifests/annotations/model/read.ts';
import { writeAnnotation } from '../../../../manifests/annotations/model/write.ts';
import { placesOf } from '../../../../manifests/annotations/selectors/target.ts';
import type { JsonObject } from '../../../../manifests/annotations/documents/annotation.ts';
import { CANVAS, SELECTORS, SVG, selecting, viewerItem } from './viewer-item.ts';

const open = (more: JsonObject): JsonObject => openAnnotation(viewerItem(more), CANVAS);
const on = (name: string): unknown => open(selecting(SELECTORS[name] ?? {}))['on'];
const boxOf = (json: JsonObject) => placesOf(readAnnotation(json).target)[0]?.shape?.box;
const choice = (xywh: string, path: string): JsonObject => ({
  '@type': 'oa:SpecificResource',
  full: CANVAS,
  selector: {
    '@type': 'oa:Choice',
    default: { '@type': 'oa:FragmentSelector', value: `xywh=${xywh}` },
    item: {
      '@type': 'oa:SvgSelector',
      value: `<svg xmlns="http://www.w3.org/2000/svg"><path d="${path}" fill="none" stroke="#00bfff"/></svg>`,
    },
  },
});

test('a rectangle is a fragment, a path is a choice of a rectangle and itself, and all else is on the whole canvas', (t) => {
  t.is(on('pixels'), `${CANVAS}#xywh=10,20,30,40`);
  t.is(on('percent'), `${CANVAS}#xywh=300,200,150,100`);
  t.is(on('image'), `${CANVAS}#xywh=10,20,30,40`);
  t.deepEqual(on('svg'), choice('10,20,20,41', 'M10.5 20L30 20L30 60.25Z'));
  t.deepEqual(on('point'), choice('294,194,12,12', 'M294 200a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z'));
  for (const name of ['solid', 'spot', 'quote']) t.is(on(name), CANVAS, name);
});

test('each selector that was drawn is read back where it was', (t) => {
  for (const name of ['pixels', 'percent', 'svg', 'ellipse', 'point', 'image']) {
    const item = viewerItem(selecting(SELECTORS[name] ?? {}));
    const read = boxOf(openAnnotation(item, CANVAS));
    t.is(read?.length, 4, name);
    // A point is drawn as a circle around it.
    if (name !== 'point') t.deepEqual(read, boxOf(item), name);
  }
});

test('bodies have the types of their time, and one reads back as what it was', (t) => {
  const body = [
    { type: 'TextualBody', value: '<p>a</p>', format: 'text/html', language: 'la' },
    { type: 'TextualBody', value: 'gold', format: 'text/plain', purpose: 'tagging' },
    { id: 'https://example.org/1.jpg', type: 'Image', format: 'image/jpeg' },
    { type: 'Choice', items: ['https://example.org/1', { type: 'TextualBody', value: 'b', format: 'text/plain' }] },
    { type: 'SpecificResource', source: 'http://vocab.getty.edu/aat/300011878', purpose: 'classifying' },
  ];
  const said = open({ body, motivation: ['commenting', 'painting', 'ex:dating'], created: '2026-01-31T12:00:00Z' });
  t.deepEqual(said, {
    '@id': 'https://example.org/annotations/v1/n1',
    '@type': 'oa:Annotation',
    motivation: ['oa:commenting', 'sc:painting', 'ex:dating'],
    resource: [
      { '@type': 'cnt:ContentAsText', chars: '<p>a</p>', format: 'text/html', language: 'la' },
      { '@type': 'oa:Tag', chars: 'gold', format: 'text/plain' },
      { '@id': 'https://example.org/1.jpg', '@type': 'dctypes:Image', format: 'image/jpeg' },
      {
        '@type': 'oa:Choice',
        default: { '@id': 'https://example.org/1', '@type': 'dctypes:Text' },
        item: [{ '@type': 'cnt:ContentAsText', chars: 'b', format: 'text/plain' }],
      },
      {
        '@id': 'http://vocab.getty.edu/aat/300011878',
        '@type': 'oa:SpecificResource',
        full: 'http://vocab.getty.edu/aat/300011878',
      },
    ],
    on: CANVAS,
    'dcterms:created': '2026-01-31T12:00:00Z',
  });
  const { body: read, motivation, created } = writeAnnotation(readAnnotation(said)) as { body: unknown[] } & JsonObject;
  t.deepEqual(read.slice(0, 2), body.slice(0, 2));
  t.deepEqual([motivation, created], [['commenting', 'painting', 'ex:dating'], '2026-01-31T12:00:00Z']);
});

test('the canvas comes first among several targets, and one that is named twice once', (t) => {
  const target = [
    'https://elsewhere.org/1',
    { type: 'SpecificResource', source: 'https://elsewhere.org/2', selector: { type: 'SvgSelector', value: SVG } },
    `${CANVAS}#xywh=1,2,3,4`,
    CANVAS,
    { type: 'SpecificResource', source: CANVAS, selector: SELECTORS['quote'] ?? {} },
  ];
  t.deepEqual(open({ target })['on'], [
    `${CANVAS}#xywh=1,2,3,4`,
    CANVAS,
    'https://elsewhere.org/1',
    'https://elsewhere.org/2',
  ]);
  t.false('resource' in open({}));
});
