import test from 'ava';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readAnnotationDocument, writeAnnotationDocument } from '../../../../manifests/annotations/model/documents.ts';
import type { Json } from '../../../../manifests/annotations/model/types.ts';
import { testOnData } from '../../../needs.ts';
import { meaning } from '../meaning.ts';

const folder = join(process.env['VITRINE_TEST_DATA'] ?? '', 'manifests', 'w3c-anno');

testOnData("the W3C's 23 valid samples are accepted and come back equal in meaning", process.env['VITRINE_TEST_DATA'])(
  "the W3C's 23 valid samples are accepted and come back equal in meaning",
  (t) => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    t.is(files.length, 23);
    for (const file of files) {
      const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json;
      const written = writeAnnotationDocument(readAnnotationDocument(json));
      t.deepEqual(meaning(written), meaning(json), file);
      t.deepEqual(writeAnnotationDocument(readAnnotationDocument(written)), written, file);
    }
  },
);

test("IIIF 2's annotation list is a page, and the fault of an item is named with its place", (t) => {
  const item = {
    '@type': 'oa:Annotation',
    resource: { '@type': 'cnt:ContentAsText', chars: 'x' },
    on: 'https://example.org/c',
  };
  const list = {
    '@context': 'http://iiif.io/api/presentation/2/context.json',
    '@id': 'https://example.org/l',
    '@type': 'sc:AnnotationList',
  };
  t.deepEqual(writeAnnotationDocument(readAnnotationDocument({ ...list, resources: [item] })), {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: 'https://example.org/l',
    type: 'AnnotationPage',
    items: [{ type: 'Annotation', body: { type: 'TextualBody', value: 'x' }, target: 'https://example.org/c' }],
  });
  const wrong = { ...list, resources: [item, { '@type': 'oa:Annotation' }] };
  t.throws(() => readAnnotationDocument(wrong), { message: /\/resources\/1\/target/ });
});
