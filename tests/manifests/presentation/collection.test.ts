import test from 'ava';
import { fc } from '../../properties.ts';
import { collection } from '../../../manifests/presentation/collection.ts';
import { thumbnail } from '../../../manifests/presentation/image.ts';
import { check } from './check.ts';
import { anyCollection, urls } from './examples.ts';

test('a collection names its members, with thumbnail and date, and what it is part of', (t) => {
  const image = { identifier: 'a', width: 5000, height: 3001 };
  const document = collection(
    {
      id: 'statues',
      label: { en: ['Statues'] },
      partOf: [{ id: 'top', label: 'Everything' }],
      members: [
        { kind: 'object', id: 'venus', label: 'Venus', thumbnail: image, navDate: '1820-04-08T00:00:00Z' },
        { kind: 'collection', id: 'bronzes', label: 'Bronzes' },
      ],
    },
    urls,
  );
  const base = 'https://example.org/iiif/presentation/3';
  t.deepEqual<object, object>(document, {
    '@context': 'http://iiif.io/api/presentation/3/context.json',
    id: `${base}/collections/statues`,
    type: 'Collection',
    label: { en: ['Statues'] },
    partOf: [{ id: `${base}/collections/top`, type: 'Collection', label: { none: ['Everything'] } }],
    items: [
      {
        id: `${base}/manifests/venus`,
        type: 'Manifest',
        label: { none: ['Venus'] },
        thumbnail: [thumbnail(image, urls)],
        navDate: '1820-04-08T00:00:00Z',
      },
      { id: `${base}/collections/bronzes`, type: 'Collection', label: { none: ['Bronzes'] } },
    ],
  });
});

test('every collection meets every demand of Presentation 3.0', (t) => {
  fc.assert(
    fc.property(anyCollection, (of) => {
      t.deepEqual(check(JSON.parse(JSON.stringify(collection(of, urls)))), []);
    }),
    { numRuns: 300 },
  );
});
