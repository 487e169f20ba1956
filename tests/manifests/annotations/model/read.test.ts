import test from 'ava';
import { AnnotationError } from '../../../../manifests/annotations/model/refuse.ts';
import { readAnnotation } from '../../../../manifests/annotations/model/read.ts';
import { writeAnnotation } from '../../../../manifests/annotations/model/write.ts';
import type { Json, JsonObject, Resource } from '../../../../manifests/annotations/model/types.ts';

const CANVAS = 'https://example.org/canvas/1';

function annotation(more: Record<string, unknown>): Record<string, unknown> {
  return { '@context': 'http://www.w3.org/ns/anno.jsonld', type: 'Annotation', target: CANVAS, ...more };
}

function target(selector: unknown): Record<string, unknown> {
  return annotation({ target: { source: CANVAS, selector } });
}

const square = '<svg><path d="M0 0L1 0L1 1Z"/></svg>';

/** What is wrong, and the place that the message must name. */
const WRONG: [what: string, json: unknown, place: string][] = [
  ['no object', 'text', ''],
  ['a list', [], ''],
  ['no type', { target: CANVAS }, '/type'],
  ['another type', { type: 'Manifest', target: CANVAS }, '/type'],
  ['a type that is no string', annotation({ type: ['Annotation', 7] }), '/type/1'],
  ['no target', { type: 'Annotation', body: 'https://example.org/1' }, '/target'],
  ['an empty list of targets', annotation({ target: [] }), '/target'],
  ['a target that is a number', annotation({ target: 5 }), '/target'],
  ['a relative target', annotation({ target: 'canvas/1' }), '/target'],
  ['one relative target of two', annotation({ target: [CANVAS, 'canvas/1'] }), '/target/1'],
  ['an address that runs', annotation({ target: 'javascript:alert(1)' }), '/target'],
  ['an address that runs, in capitals', annotation({ body: { id: 'JavaScript:alert(1)', type: 'Text' } }), '/body/id'],
  ['a page in an address', annotation({ body: 'data:text/html,<script>alert(1)</script>' }), '/body'],
  ['a page in an address without brackets', annotation({ body: 'data:text/html,alert' }), '/body'],
  ['a homepage that runs', annotation({ creator: { homepage: 'javascript:x' } }), '/creator/homepage'],
  ['an empty body', annotation({ body: {} }), '/body/id'],
  ['a text without a value', annotation({ body: { type: 'TextualBody' } }), '/body/value'],
  ['a text of two values', annotation({ body: { type: 'TextualBody', value: ['a', 'b'] } }), '/body/value'],
  ['a text that is a number', annotation({ body: [CANVAS, { type: 'TextualBody', value: 1 }] }), '/body/1/value'],
  ['body and bodyValue', annotation({ body: CANVAS, bodyValue: 'x' }), '/bodyValue'],
  ['a bodyValue that is a list', annotation({ bodyValue: ['x'] }), '/bodyValue'],
  ['a Choice of nothing', annotation({ body: { type: 'Choice' } }), '/body/items'],
  ['a wrong item of a Choice', annotation({ body: { type: 'Choice', items: [CANVAS, 3] } }), '/body/items/1'],
  ['two groups in one', annotation({ body: { type: ['Choice', 'List'], items: [CANVAS] } }), '/body/type'],
  ['no source', annotation({ target: { type: 'SpecificResource', selector: [] } }), '/target/source'],
  ['two sources', annotation({ target: { source: [CANVAS, CANVAS] } }), '/target/source'],
  ['a motivation that is a number', annotation({ motivation: 1 }), '/motivation'],
  ['a motivation with markup', annotation({ motivation: ['commenting', '<b>'] }), '/motivation/1'],
  ['a time that is none', annotation({ created: 'yesterday' }), '/created'],
  ['a date without a time', annotation({ modified: '2026-01-01' }), '/modified'],
  ['an impossible time', annotation({ generated: '2026-13-41T25:00:00Z' }), '/generated'],
  ['two times', annotation({ created: ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'] }), '/created'],
  ['rights that are no IRI', annotation({ rights: 'mine' }), '/rights'],
  ['via that is no IRI', annotation({ via: ['urn:a:b', 'x y'] }), '/via/1'],
  ['canonical that is no IRI', annotation({ canonical: 'abc' }), '/canonical'],
  ['an id with a space', annotation({ id: 'http://example.org/a b' }), '/id'],
  ['a direction that is none', annotation({ body: { value: 'x', textDirection: 'up' } }), '/body/textDirection'],
  ['a context that knows no annotations', annotation({ '@context': 'http://schema.org/' }), '/@context'],
  ['a creator that is a number', annotation({ creator: 1 }), '/creator'],
  ['a selector that is a number', target(4), '/target/selector'],
  ['a selector without a type', target({ value: 'x' }), '/target/selector/type'],
  ['a quotation of nothing', target({ type: 'TextQuoteSelector' }), '/target/selector/exact'],
  [
    'a position that is no number',
    target({ type: 'TextPositionSelector', start: 'a', end: 2 }),
    '/target/selector/start',
  ],
  ['an end before the start', target({ type: 'DataPositionSelector', start: 5, end: 2 }), '/target/selector/end'],
  [
    'half a range',
    target({ type: 'RangeSelector', startSelector: { type: 'XPathSelector', value: '/a' } }),
    '/target/selector/endSelector',
  ],
  ['a path that is none', target({ type: 'XPathSelector' }), '/target/selector/value'],
  ['a region of three', target({ type: 'FragmentSelector', value: 'xywh=1,2,3' }), '/target/selector/value'],
  ['a negative width', target([{ type: 'FragmentSelector', value: 'xywh=1,2,-3,4' }]), '/target/selector/0/value'],
  ['SVG that is none', target({ type: 'SvgSelector', value: 'M0 0' }), '/target/selector/value'],
  [
    'SVG of a script only',
    target({ type: 'SvgSelector', value: '<svg><script>x</script></svg>' }),
    '/target/selector/value',
  ],
  ['SVG that is not closed', target({ type: 'SvgSelector', value: '<svg><path d="M0 0">' }), '/target/selector/value'],
  ['a path of words', target({ type: 'SvgSelector', value: '<svg><path d="M a b"/></svg>' }), '/target/selector/value'],
  [
    'a wrong refinement',
    target({ type: 'SvgSelector', value: square, refinedBy: [{ type: 'SvgSelector', value: '<svg/>' }] }),
    '/target/selector/refinedBy/0/value',
  ],
  ['WKT that is none', target({ type: 'WktSelector', value: 'CIRCLE (1 2)' }), '/target/selector/value'],
  ['a point with words', target({ type: 'PointSelector', x: '1', y: 2 }), '/target/selector/x'],
  ['a point without y', target({ type: 'PointSelector', x: 1 }), '/target/selector'],
  [
    'a state of no request',
    annotation({ target: { source: CANVAS, state: { type: 'HttpRequestState' } } }),
    '/target/state/value',
  ],
  [
    'a state of no time',
    annotation({ target: { source: CANVAS, state: { type: 'TimeState', sourceDate: 'x' } } }),
    '/target/state/sourceDate',
  ],
  ['CSS that loads', annotation({ stylesheet: { type: 'CssStylesheet', value: '@import "x"' } }), '/stylesheet/value'],
  [
    'a key with a slash and a wrong address',
    annotation({ 'http://x/~': { id: 'javascript:1' } }),
    '/http:~1~1x~1~0/id',
  ],
];

for (const [what, json, place] of WRONG) {
  test(`${what} is refused at ${place || 'the root'}`, (t) => {
    const error = t.throws(() => readAnnotation(json), { instanceOf: AnnotationError });
    t.is(error.place, place);
    t.true(error.message.includes(place === '' ? 'the annotation' : place));
    t.true(error.message.length < 400);
  });
}

/** Another way of writing what stands beside it. */
const ALIKE: [what: string, wild: Record<string, unknown>, plain: Record<string, unknown>][] = [
  [
    'bodyValue',
    annotation({ bodyValue: 'x' }),
    annotation({ body: { type: 'TextualBody', value: 'x', format: 'text/plain' } }),
  ],
  ['lists of one', annotation({ target: [CANVAS], motivation: ['tagging'] }), annotation({ motivation: 'tagging' })],
  [
    'a bare UUID as id',
    annotation({ id: '#1B4E28BA-2FA1-41D2-883F-0016D3CCA427' }),
    annotation({ id: 'urn:uuid:1b4e28ba-2fa1-41d2-883f-0016d3cca427' }),
  ],
  ['an id of a page only', annotation({ id: 'anno-1' }), annotation({})],
  [
    'the guest of Annotorious, who is nobody',
    annotation({ creator: { isGuest: true, id: 'yehhSKjhF5P6D0sKYTiH' } }),
    annotation({}),
  ],
  [
    'a creator with an id of his own system',
    annotation({ creator: { id: 'jane', name: 'Jane Doe' } }),
    annotation({ creator: { nickname: 'jane', name: 'Jane Doe' } }),
  ],
  ['a creator by name', annotation({ creator: 'Jane Doe' }), annotation({ creator: { name: 'Jane Doe' } })],
  [
    'a WKTSelector',
    target({ type: 'WKTSelector', value: 'POINT Z (1 2 3)' }),
    annotation({
      target: { type: 'SpecificResource', source: CANVAS, selector: { type: 'WktSelector', value: 'POINT Z (1 2 3)' } },
    }),
  ],
  [
    'Open Annotation of IIIF 2',
    {
      '@context': 'http://iiif.io/api/presentation/2/context.json',
      '@id': 'https://example.org/a',
      '@type': 'oa:Annotation',
      motivation: ['oa:commenting', 'oa:tagging'],
      resource: [
        { '@type': 'dctypes:Text', chars: '<p>a</p>', format: 'text/html' },
        { '@type': 'oa:Tag', chars: 'b' },
        { '@type': 'cnt:ContentAsText', chars: 'c', language: 'la' },
      ],
      on: `${CANVAS}#xywh=1,2,3,4`,
      'dcterms:created': '2020-10-01T22:16:23',
    },
    annotation({
      id: 'https://example.org/a',
      motivation: ['commenting', 'tagging'],
      created: '2020-10-01T22:16:23',
      body: [
        { type: 'TextualBody', value: '<p>a</p>', format: 'text/html' },
        { type: 'TextualBody', value: 'b', purpose: 'tagging' },
        { type: 'TextualBody', value: 'c', language: 'la' },
      ],
      target: `${CANVAS}#xywh=1,2,3,4`,
    }),
  ],
  [
    "Mirador 2's choice of selectors",
    {
      '@context': 'http://iiif.io/api/presentation/2/context.json',
      '@type': 'oa:Annotation',
      motivation: 'sc:painting',
      resource: {
        '@type': 'oa:Choice',
        default: { '@id': 'https://example.org/1.jpg', '@type': 'dctypes:Image' },
        item: ['https://example.org/2.jpg', 'rdf:nil'],
      },
      on: {
        '@type': 'oa:SpecificResource',
        full: CANVAS,
        selector: {
          '@type': 'oa:Choice',
          default: { '@type': 'oa:FragmentSelector', value: 'xywh=0,0,1,1' },
          item: { '@type': 'oa:SvgSelector', value: square },
        },
      },
    },
    annotation({
      motivation: 'painting',
      body: {
        type: 'Choice',
        items: [{ id: 'https://example.org/1.jpg', type: 'Image' }, 'https://example.org/2.jpg'],
      },
      target: {
        type: 'SpecificResource',
        source: CANVAS,
        selector: [
          { type: 'FragmentSelector', value: 'xywh=0,0,1,1' },
          { type: 'SvgSelector', value: '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1 0L1 1Z"/></svg>' },
        ],
      },
    }),
  ],
];

for (const [what, wild, plain] of ALIKE) {
  test(`${what}: read and written in the plain form`, (t) => {
    t.deepEqual(writeAnnotation(readAnnotation(wild)), plain as JsonObject);
    t.deepEqual(readAnnotation(plain), readAnnotation(writeAnnotation(readAnnotation(plain))));
  });
}

test('everything that the data model has comes back as it was', (t) => {
  const tag = { type: 'SpecificResource', source: 'http://vocab.getty.edu/aat/300011878', purpose: 'classifying' };
  const full = annotation({
    '@context': ['http://www.w3.org/ns/anno.jsonld', { ex: 'https://example.org/ns#' }],
    id: 'https://example.org/a',
    motivation: ['describing', 'ex:dating'],
    canonical: 'urn:uuid:dbfb1861-0ecf-41ad-be94-a584e5c4f1df',
    created: '2026-01-31T12:00:00Z',
    modified: '2026-02-01T12:00:00.5+01:00',
    generated: '2026-02-02T12:00:00Z',
    rights: ['https://creativecommons.org/publicdomain/zero/1.0/', 'https://example.org/rights'],
    via: 'https://other.example.org/a',
    creator: [
      { id: 'https://example.org/u', type: 'Person', name: 'U', email: 'mailto:u@example.org' },
      'https://example.org/v',
    ],
    generator: { type: 'Software', name: 'Kraken', 'schema:softwareVersion': '5.2' },
    audience: { id: 'https://example.org/t', type: 'schema:EducationalAudience', 'schema:educationalRole': 'teacher' },
    'ex:confidence': 0.87,
    'https://example.org/ns#list': [1, { deep: [true, 'x'] }],
    body: [
      {
        type: 'TextualBody',
        value: '# M',
        format: 'text/markdown',
        language: ['en', 'fr'],
        processingLanguage: 'en',
        textDirection: 'ltr',
      },
      { type: 'Choice', items: ['https://example.org/1', { type: 'List', items: ['https://example.org/2', tag] }] },
      { id: 'https://example.org/v', type: 'Video', format: 'video/mp4', accessibility: 'captions' },
    ],
    target: [
      {
        type: 'SpecificResource',
        source: { id: CANVAS, type: 'Canvas', partOf: { id: 'https://example.org/manifest', type: 'Manifest' } },
        styleClass: ['red', 'thick'],
        scope: 'https://example.org/page',
        renderedVia: { id: 'https://example.org/p', type: 'Software' },
        state: {
          type: 'TimeState',
          sourceDateStart: '2015-07-20T13:30:00Z',
          sourceDateEnd: '2015-07-21T19:45:00Z',
          cached: 'http://archive.example.org/c',
          refinedBy: { type: 'HttpRequestState', value: 'Accept: text/plain' },
        },
        selector: {
          type: 'RangeSelector',
          startSelector: { type: 'XPathSelector', value: '//a' },
          endSelector: {
            type: 'CssSelector',
            value: 'p > a',
            refinedBy: { type: 'TextPositionSelector', start: 1, end: 1 },
          },
        },
      },
      { type: 'Independents', items: [CANVAS, 'https://example.org/canvas/2'] },
    ],
    stylesheet: { id: 'https://example.org/s', type: 'CssStylesheet', value: '.red { color: red }' },
  });
  t.deepEqual(writeAnnotation(readAnnotation(full)), full as JsonObject);
});

test('scripts in bodies do not survive, and text that is not HTML stays as it is', (t) => {
  const evil = '<p onclick="x()">a<script>alert(1)</script><a href="javascript:x()">b</a></p>';
  const value = (body: Json): string =>
    (readAnnotation(annotation({ body })).body[0] as Resource & { value: string }).value;
  t.is(value({ type: 'TextualBody', value: evil, format: 'text/html' }), '<p>a<a>b</a></p>');
  t.is(value({ type: 'TextualBody', value: evil }), '<p>a<a>b</a></p>');
  t.is(value({ type: 'TextualBody', value: evil, format: 'application/xhtml+xml' }), '<p>a<a>b</a></p>');
  t.is(value({ type: 'TextualBody', value: evil, format: 'text/markdown' }), evil);
  t.is(value({ type: 'TextualBody', value: 'a < b & c' }), 'a < b & c');
  const label = readAnnotation(annotation({ label: { en: ['<img src=x onerror=alert(1)>'] } })).extensions?.['label'];
  t.deepEqual(label, { en: ['<img src="x" />'] });
});

test('what is larger than the limits is refused with the place, and the limits can be changed', (t) => {
  const long = annotation({ body: { type: 'TextualBody', value: 'x'.repeat(10_000_000) } });
  t.is(t.throws(() => readAnnotation(long), { instanceOf: AnnotationError }).place, '/body/value');
  t.notThrows(() => readAnnotation(long, { bytes: 11_000_000 }));
  let deep: Json = 'x';
  for (let level = 0; level < 40; level++) deep = [deep];
  t.regex(t.throws(() => readAnnotation(annotation({ deep }))).message, /32 levels/);
  const many = annotation({ target: Array.from({ length: 30 }, () => CANVAS) });
  t.regex(t.throws(() => readAnnotation(many, { items: 20 })).message, /20 values/);
  t.regex(
    t.throws(() => readAnnotation({ ...annotation({}), date: new Date(Number.NaN).getTime() })).message,
    /plain JSON/,
  );
  t.throws(() => readAnnotation(JSON.parse(`{"type":"Annotation","target":"${CANVAS}","__proto__":{"a":1}}`)), {
    message: /__proto__/,
  });
});

test('a million points in a polygon are refused by their bytes, and by their number where more bytes are allowed', (t) => {
  const polygon = target({ type: 'SvgSelector', value: `<svg><polygon points="${'1,2 '.repeat(1_000_000)}"/></svg>` });
  t.regex(t.throws(() => readAnnotation(polygon)).message, /bytes/);
  t.regex(t.throws(() => readAnnotation(polygon, { bytes: 1e8 })).message, /20000 points/);
  const wkt = target({ type: 'WktSelector', value: `LINESTRING Z (${'1 2 3, '.repeat(500_000)}1 2 3)` });
  t.regex(t.throws(() => readAnnotation(wkt, { bytes: 1e8 })).message, /20000 points/);
});
