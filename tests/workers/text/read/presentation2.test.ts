import test from 'ava';
import { fromPresentation2 } from '../../../../workers/text/read/presentation2.ts';

test('a transcription that was painted supplements, and its text is a textual body', (t) => {
  t.deepEqual(
    fromPresentation2({
      '@id': 'http://a',
      '@type': 'oa:Annotation',
      motivation: 'sc:painting',
      resource: { '@type': 'cnt:ContentAsText', chars: 'Hello', format: 'text/plain', language: 'en' },
      on: 'http://c#xywh=1,2,3,4',
    }),
    {
      type: 'Annotation',
      id: 'http://a',
      motivation: 'supplementing',
      body: { type: 'TextualBody', value: 'Hello', format: 'text/plain', language: 'en' },
      target: 'http://c#xywh=1,2,3,4',
    },
  );
});

test('comments with tags on a rectangle and the outline in it keep all of them', (t) => {
  t.deepEqual(
    fromPresentation2({
      '@type': 'oa:Annotation',
      motivation: ['oa:commenting', 'oa:tagging'],
      resource: [
        { '@type': 'dctypes:Text', chars: '<p>x</p>', format: 'text/html' },
        { '@type': 'oa:Tag', chars: 'Colombia' },
      ],
      on: [
        {
          '@type': 'oa:SpecificResource',
          full: 'http://c',
          selector: {
            '@type': 'oa:Choice',
            default: { '@type': 'oa:FragmentSelector', value: 'xywh=1,2,3,4' },
            item: { '@type': ['oa:SvgSelector', 'cnt:ContentAsText'], chars: '<svg/>' },
          },
        },
      ],
      'dcterms:created': '2020-01-01T00:00:00Z',
    }),
    {
      type: 'Annotation',
      motivation: ['commenting', 'tagging'],
      created: '2020-01-01T00:00:00Z',
      body: [
        { type: 'TextualBody', value: '<p>x</p>', format: 'text/html' },
        { type: 'TextualBody', purpose: 'tagging', value: 'Colombia' },
      ],
      target: [
        {
          type: 'SpecificResource',
          source: 'http://c',
          selector: [
            { type: 'FragmentSelector', value: 'xywh=1,2,3,4' },
            { type: 'SvgSelector', value: '<svg/>' },
          ],
        },
      ],
    },
  );
});

test('images, choices and canvases as objects become what the W3C has for them', (t) => {
  const { body, target, motivation } = fromPresentation2({
    motivation: 'sc:painting',
    resource: {
      '@type': 'oa:Choice',
      default: { '@id': 'http://i', '@type': 'dctypes:Image' },
      item: ['rdf:nil', { '@id': 'http://j', '@type': 'dctypes:Image' }],
    },
    on: { '@id': 'http://c', '@type': 'sc:Canvas' },
  });
  t.is(motivation, 'painting');
  t.deepEqual(body, {
    type: 'Choice',
    items: [
      { id: 'http://i', type: 'Image' },
      { id: 'http://j', type: 'Image' },
    ],
  });
  t.deepEqual(target, { id: 'http://c', type: 'Canvas' });
});
