import test from 'ava';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UnreadableError } from '../../../../manifests/errors.ts';
import { testOnData } from '../../../needs.ts';
import { readAll } from '../transcriptions.ts';

const read = (document: unknown): ReturnType<typeof readAll> => readAll(JSON.stringify(document));
const annotation = (id: string, target: unknown): Record<string, unknown> => ({
  type: 'Annotation',
  id,
  target,
  body: 'http://b',
});

test('annotations are kept whole, those of one canvas together, in the order of the file', async (t) => {
  const items = [
    annotation('1', 'http://c/1#xywh=1,2,3,4'),
    annotation('2', { source: { id: 'http://c/2', type: 'Canvas' } }),
    annotation('3', 'http://c/1'),
  ];
  const { pages, format } = await read({ type: 'AnnotationPage', items });
  t.is(format, 'iiif');
  t.deepEqual(
    pages.map(({ view, unit, parts }) => [view, unit, parts.map((part) => part.annotation)]),
    [
      ['http://c/1', 'view', [items[0], items[2]]],
      ['http://c/2', 'view', [items[1]]],
    ],
  );
});

const idsIn = async (document: unknown): Promise<unknown[]> =>
  (await read(document)).pages.flatMap(({ parts }) => parts.map((part) => part.annotation?.['id']));

test('pages are found in collections, layers, lists, arrays and manifests; references are told and not fetched', async (t) => {
  const page = (id: string): unknown => ({ type: 'AnnotationPage', items: [annotation(id, 'http://c')] });
  t.deepEqual(await idsIn({ type: 'AnnotationCollection', first: page('a') }), ['a']);
  t.deepEqual(await idsIn([annotation('a', 'http://c'), annotation('b', 'http://c')]), ['a', 'b']);
  t.deepEqual(
    await idsIn({
      type: 'Manifest',
      annotations: [page('m')],
      items: [{ type: 'Canvas', annotations: [page('a')], items: [page('painting')] }],
    }),
    ['m', 'a'],
  );
  t.deepEqual(
    await idsIn({
      '@type': 'sc:Layer',
      otherContent: [
        { '@type': 'sc:AnnotationList', resources: [{ '@type': 'oa:Annotation', '@id': 'a', on: 'http://c' }] },
      ],
    }),
    ['a'],
  );
  const error = await t.throwsAsync(idsIn({ type: 'AnnotationCollection', first: 'http://localhost:1/page' }), {
    instanceOf: UnreadableError,
  });
  t.regex(error.message, /first is only a reference \(http:\/\/localhost:1\/page\)/);
});

test('what is no annotation, or is on nothing, is passed over with its place', async (t) => {
  const { pages, remarks } = await read({
    type: 'AnnotationPage',
    items: [annotation('1', 'http://c'), annotation('2', 9), 'http://x', null, { type: 'Squirrel' }],
  });
  t.is(pages[0]!.parts.length, 1);
  t.deepEqual(
    remarks.map(({ code, count }) => [code, count]),
    [
      ['no-target', 1],
      ['not-fetched', 1],
      ['no-annotation', 2],
    ],
  );
  t.regex(remarks[0]!.message, /at items\[1\]/);
  t.regex(remarks[2]!.message, /items\[3\]/);
});

test('other documents, and broken ones, are refused with a reason and a place', async (t) => {
  await t.throwsAsync(read({ type: 'Range' }), { message: /Expected an Annotation.*"Range"/ });
  await t.throwsAsync(read({ type: 'constructor' }), { message: /"constructor"/ });
  await t.throwsAsync(readAll('{"type": "Annotation",\n "target": }'), { message: /broken at line 2, column 12/ });
  await t.throwsAsync(readAll('{"a'), { instanceOf: UnreadableError });
});

/** Those of which JSON, the type or the target is wrong are refused here; what is in the others is for the validator. */
const FOR_THE_VALIDATOR = new Set([3, 5, 7, 26, 28, 31, 33, 35].map((n) => `w3c-incorrect-anno${n}.json`));

testOnData('test data', true)(
  'each hostile file is refused with a reason, or read for the validator to judge',
  async (t) => {
    const folder = join(process.env['VITRINE_TEST_DATA']!, 'hostile', 'text');
    for (const name of await readdir(folder)) {
      const content = await readFile(join(folder, name));
      if (FOR_THE_VALIDATOR.has(name)) {
        const { pages } = await readAll(content);
        t.deepEqual(pages[0]!.parts[0]!.annotation, JSON.parse(content.toString()) as Record<string, unknown>, name);
      } else await t.throwsAsync(readAll(content), { instanceOf: UnreadableError }, name);
    }
  },
);

testOnData('test data', true)('each valid annotation of the W3C is read, and kept as it is', async (t) => {
  const folder = join(process.env['VITRINE_TEST_DATA']!, 'manifests', 'w3c-anno');
  for (const name of (await readdir(folder)).filter((one) => one.startsWith('anno'))) {
    const content = await readFile(join(folder, name));
    const { pages, remarks } = await readAll(content);
    t.deepEqual(
      pages.map(({ parts }) => parts.map((part) => part.annotation)),
      [[JSON.parse(content.toString()) as Record<string, unknown>]],
    );
    t.deepEqual(remarks, []);
  }
});
