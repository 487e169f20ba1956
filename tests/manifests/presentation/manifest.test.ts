import { normalize, serialize, serializeConfigPresentation3, Traverse } from '@iiif/parser';
import { presentation3StrictUpgrade } from '@iiif/parser/strict';
import { upgrade } from '@iiif/parser/upgrader';
import { isDeepStrictEqual } from 'node:util';
import test from 'ava';
import { fc } from '../../properties.ts';
import { manifest } from '../../../manifests/presentation/manifest.ts';
import { check } from './check.ts';
import { anyObject, placement, twin, urls, view } from './examples.ts';

test('a manifest holds what the catalogue says, in order', (t) => {
  const object = twin([view('v1', [placement('a')]), view('v2', [placement('b')], { label: 'verso' })], {
    metadata: [{ label: 'Material', value: { en: ['<b>marble</b>'] } }],
    summary: 'less < more',
    requiredStatement: { label: 'Attribution', value: 'A museum' },
    rights: 'http://creativecommons.org/publicdomain/mark/1.0/',
    provider: [
      { id: 'https://m.example/id', label: 'M', homepage: 'https://m.example/', logo: 'https://m.example/l.png' },
    ],
    navDate: '1820-04-08T00:00:00Z',
    behavior: ['paged'],
    viewingDirection: 'right-to-left',
    searchable: true,
  });
  const { items, thumbnail, service, ...rest } = manifest(object, urls);
  t.deepEqual<object, object>(rest, {
    '@context': 'http://iiif.io/api/presentation/3/context.json',
    id: 'https://example.org/iiif/presentation/3/manifests/venus',
    type: 'Manifest',
    label: { none: ['Venus'] },
    metadata: [{ label: { none: ['Material'] }, value: { en: ['<b>marble</b>'] } }],
    summary: { none: ['less < more'] },
    requiredStatement: { label: { none: ['Attribution'] }, value: { none: ['A museum'] } },
    rights: 'http://creativecommons.org/publicdomain/mark/1.0/',
    provider: [
      {
        id: 'https://m.example/id',
        type: 'Agent',
        label: { none: ['M'] },
        homepage: [{ id: 'https://m.example/', type: 'Text', label: { none: ['M'] }, format: 'text/html' }],
        logo: [{ id: 'https://m.example/l.png', type: 'Image' }],
      },
    ],
    navDate: '1820-04-08T00:00:00Z',
    viewingDirection: 'right-to-left',
    behavior: ['paged'],
    homepage: [
      { id: 'https://example.org/objects/venus', type: 'Text', label: { none: ['Venus'] }, format: 'text/html' },
    ],
  });
  t.deepEqual(
    items.map(({ id, label }) => [id, label]),
    [
      ['https://example.org/iiif/canvas/v1', { none: ['1'] }],
      ['https://example.org/iiif/canvas/v2', { none: ['verso'] }],
    ],
  );
  t.deepEqual(thumbnail, items[0]?.thumbnail);
  t.is(service?.length, 2);
  t.is(manifest({ ...object, searchable: false }, urls).service, undefined);
});

test('a label is text, whatever it looks like', (t) => {
  t.deepEqual(manifest(twin([], { label: '<b>x</b>' }), urls).label, { none: ['<b>x</b>'] });
});

test('views that are not ready are left out while another one is, and the others keep their numbers', (t) => {
  const some = twin([view('v1', []), view('v2', [placement('b')])]);
  t.deepEqual(
    manifest(some, urls).items.map(({ id, label }) => [id, label]),
    [['https://example.org/iiif/canvas/v2', { none: ['2'] }]],
  );
});

test('while nothing is ready every canvas is there, empty, with a size', (t) => {
  const none = twin([view('v1', []), view('v2', [], { size: { width: 30, height: 20 } })]);
  const document = manifest(none, urls);
  t.deepEqual(check(document), []);
  t.deepEqual(
    document.items.map(({ width, height }) => [width, height]),
    [
      [1000, 1000],
      [30, 20],
    ],
  );
});

test('an original that is all of the object is offered by the manifest too', (t) => {
  const original = { label: 'book.tif', mediaType: 'image/tiff', bytes: 10 };
  const pages = [1, 2].map((page) => view(`v${page}`, [placement('a', { identifier: `a~${page}`, original })]));
  t.is(manifest(twin(pages), urls).rendering?.length, 1);
  const files = ['a', 'b'].map((asset) => view(`v${asset}`, [placement(asset, { original })]));
  t.is(manifest(twin(files), urls).rendering, undefined);
});

test('every manifest meets every demand of Presentation 3.0', (t) => {
  fc.assert(
    fc.property(anyObject, (object) => {
      t.deepEqual(check(JSON.parse(JSON.stringify(manifest(object, urls)))), []);
    }),
    { numRuns: 300 },
  );
});

test('the parser of the community reads every manifest and gives back the same', (t) => {
  fc.assert(
    fc.property(anyObject, (object) => {
      const document = manifest(object, urls);
      const plain = JSON.stringify(document);
      t.true(isDeepStrictEqual(upgrade(JSON.parse(plain)), JSON.parse(plain)));
      const log = { warnings: [] };
      presentation3StrictUpgrade(JSON.parse(plain), log);
      t.deepEqual(log.warnings, []);
      const { entities, mapping, resource } = normalize(JSON.parse(plain));
      const again = serialize({ entities, mapping, requests: {} }, resource, serializeConfigPresentation3);
      t.true(isDeepStrictEqual(again, JSON.parse(plain)), JSON.stringify(again).slice(0, 2000));
    }),
    { numRuns: 100 },
  );
});

test('a walk through a manifest meets every image', (t) => {
  const found: string[] = [];
  const walk = Traverse.all((resource: { id?: string; type?: string }) => {
    if (resource.type === 'Image' && resource.id?.includes('/max/')) found.push(resource.id);
    return resource;
  });
  walk.traverseManifest(manifest(twin([view('v1', [placement('a'), placement('b')])]), urls));
  t.deepEqual(
    found,
    ['a', 'b'].map((each) => `https://example.org/iiif/image/3/${each}/full/max/0/default.jpg`),
  );
});
